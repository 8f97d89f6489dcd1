package import HazardCore

/// A city for tests of merging: one category for each kind of group.
package enum MergeCity {
    package static let start = Instant(milliseconds: 1_795_000_000_000)
    package static let minute: Int64 = 60_000
    package static let hour: Int64 = 3_600_000
    package static let bridge = Point(latitude: 30.4, longitude: 104.55)

    package static let policy: Policy = {
        let kinds: [(String, String, Priority)] = [
            ("T02", "lane-obstruction", .p1), ("R01", "road-damage", .p2), ("R04", "road-flooding", .p1),
            ("F03", "active-fire", .p0), ("E01", "waste-dirt", .p3), ("P05", "rider-need", .p3),
            ("U01", "street-light", .p3), ("Z01", "unclassified", .p2),
        ]
        let departments = ["city", "triage"].map { Department(id: $0, name: $0, nameEnglish: $0) }
        let categories = kinds.map { code, id, priority in
            HazardCategory(
                code: code, id: id, name: id, nameEnglish: id, priority: priority,
                conditions: [
                    FilingCondition(
                        code: "a", description: id, descriptionChinese: id, limit: Limit(amount: 2, clock: .uh),
                        closesWhen: "gone"),
                    FilingCondition(
                        code: "c", description: id, descriptionChinese: id, limit: Limit(amount: 2, clock: .ud),
                        closesWhen: "gone"),
                ])
        }
        var all = RoutingMatch()
        all.categories = kinds.map(\.1).filter { $0 != "unclassified" }
        let table = RoutingTable(rules: [
            RoutingRule(id: "all", when: all, outcome: RoutingOutcome(lead: "city"))
        ])
        var policy = Policy(
            departments: departments, categories: categories,
            programmes: [
                Programme(id: "town.one", name: "一", nameEnglish: "One", districts: ["510185"]),
                Programme(id: "town.two", name: "二", nameEnglish: "Two", districts: ["510185"]),
            ], schemes: [], routing: table, basics: PolicyBasics(rulesHash: "merge"))
        policy.merging = merging
        return policy
    }()

    private static let merging: MergePolicy = {
        var storm = MergeGroup(
            id: "storm", categories: ["road-flooding"], reach: MergeReach(metres: 50, window: nil))
        storm.burst = MergeBurst(
            reports: 20, within: .minutes(10), reach: MergeReach(metres: 150, window: .hours(6)))
        return MergePolicy(groups: [
            MergeGroup(
                id: "movable", categories: ["lane-obstruction"], reach: MergeReach(metres: 80, window: .hours(2))),
            MergeGroup(
                id: "fixed", categories: ["road-damage", "street-light"], reach: MergeReach(metres: 50, window: nil)),
            storm,
            MergeGroup(id: "fire", categories: ["active-fire"], reach: MergeReach(metres: 30, window: nil)),
            MergeGroup(
                id: "order", categories: ["waste-dirt"], reach: MergeReach(metres: 40, window: .days(7))),
            MergeGroup(id: "people", categories: ["rider-need", "unclassified"], reach: nil),
        ])
    }()

    /// The content of a report; each part can be changed.
    package struct Said {
        package var id: String
        package var category: String? = "T02"
        package var account: String? = "rider-1"
        package var programme = "town.one"
        /// When it was reported, milliseconds after the start.
        package var after: Int64 = 0
        /// When it was received; at once when nil.
        package var received: Int64?
        /// Metres north and east of the bridge; nil for no coordinates.
        package var at: (north: Double, east: Double)? = (0, 0)
        package var text: String? = "沱江一号桥引道车道变窄了"
        package var address: String?
        package var thread: String?
        package var related: String?
        package var photos: [String] = []
        package var occurred: Int64?
        package var kind = ReportKind.hazard
        package var condition: String?
        package var location = Location()

        package init(_ id: String) { self.id = id }

        package func edited(_ edit: (inout Said) -> Void) -> Said {
            var copy = self
            edit(&copy)
            return copy
        }
    }

    package static func report(_ said: Said) -> ReceivedReport {
        let now = start.adding(milliseconds: said.received ?? said.after)
        var report = Report(
            reportID: said.id, programme: said.programme, channel: .chat,
            reportedAt: start.adding(milliseconds: said.after))
        report.text = said.text
        report.categoryHint = said.category
        report.threadID = said.thread
        report.kind = said.kind
        report.conditionHint = said.condition
        report.relatedReportID = said.related
        report.occurredAt = said.occurred.map { start.adding(milliseconds: $0) }
        report.media = said.photos.map { Media(ref: $0, sha256: $0) }
        var location = said.location
        location.address = said.address
        if let at = said.at {
            let point = Point(
                latitude: bridge.latitude + at.north / 111_195, longitude: bridge.longitude + at.east / 95_907)
            location.point = GivenPoint(point: point, crs: .wgs84)
        }
        if location != Location() { report.location = location }
        var entry = CaseReport(
            reportID: said.id, contentHash: "hash of " + said.id,
            source: ReportSource(topic: "hazard.reports", partition: 0, offset: 0), receivedAt: now,
            programme: said.programme, channel: .chat)
        entry.saidAt = CaseReport.saidAt(report, receivedAt: now)
        entry.account = said.account
        entry.thread = said.thread
        entry.mediaHashes = said.photos
        entry.place = report.location.map { CaseOpening.located($0, in: policy.areas) }
        return ReceivedReport(report: report, entry: entry)
    }

    package static func open(_ said: Said, number: Int = 1) -> Case {
        let id = CaseID(date: CivilDate(daysSince1970: 20_000), shard: 0, number: number)
        return CaseOpening(policy: policy).open(report(said), id: id)
    }

    /// The verdict on a second report against the case of a first one.
    package static func judge(
        _ second: Said, with candidate: Case, _ way: MergeWay, isBurst: Bool = false
    ) -> MergeVerdict {
        guard let facts = MergeFacts(open(second, number: 2), of: report(second).report) else { return .separate }
        return MergeRule(policy: policy.merging).judge(facts, with: candidate, way: way, isBurst: isBurst)
    }
}

extension MergeVerdict {
    package var role: ReportRole? { if case .join(let join) = self { join.role } else { nil } }
    package var linkKind: String? { if case .link(let link) = self { link.kind.word } else { nil } }
    package var reason: String? {
        switch self {
        case .join(let join): join.reason.text
        case .link(let link): link.reason.text
        case .separate: nil
        }
    }
}

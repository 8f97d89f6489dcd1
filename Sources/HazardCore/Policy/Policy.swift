package import ChineseText

/// Everything the configuration decides about cases, in one value.
package struct Policy: Sendable {
    /// By id.
    package let departments: [String: Department]
    /// In the order of the configuration.
    package let categories: [HazardCategory]
    /// By id.
    package let programmes: [String: Programme]
    /// By id.
    package let schemes: [String: CategoryScheme]
    package let routing: RoutingTable
    package let basics: PolicyBasics
    /// Reads a category from the words of a report; knows no phrase unless it is given a book.
    package var textClassifier = TextClassifier.silent
    /// When a report joins a case that is there; without groups nothing is merged by place.
    package var merging = MergePolicy()

    /// The areas drawn on the map; none unless the city configures some.
    package var areas = AreaMap.none

    /// The category of what is not classified yet: 待分拨.
    package let unclassified: HazardCategory
    /// Positions in `categories`, by code and by id.
    private let categoryIndex: [String: Int]

    /// A policy from its checked parts; of two things with one id the first stays.
    package init(
        departments: [Department], categories: [HazardCategory], programmes: [Programme], schemes: [CategoryScheme],
        routing: RoutingTable, basics: PolicyBasics
    ) {
        self.departments = Dictionary(departments.map { ($0.id, $0) }) { first, _ in first }
        self.categories = categories
        self.programmes = Dictionary(programmes.map { ($0.id, $0) }) { first, _ in first }
        self.schemes = Dictionary(schemes.map { ($0.id, $0) }) { first, _ in first }
        self.routing = routing
        self.basics = basics
        var index: [String: Int] = [:]
        for (position, category) in categories.enumerated() {
            for name in [category.id, category.code] where index[name] == nil { index[name] = position }
        }
        categoryIndex = index
        let position = index[HazardCategory.unclassifiedID]
        unclassified = position.map { categories[$0] } ?? .unclassified
    }

    /// The category with this id or code.
    package func category(_ idOrCode: String) -> HazardCategory? {
        categoryIndex[idOrCode].map { categories[$0] }
    }

    /// The ids of the departments that are not retired, in order.
    package var activeDepartments: [String] { departments.values.filter { !$0.retired }.map(\.id).sorted() }

    /// What a case promises that is dispatched before anybody has said what it is: a case has to have a deadline.
    package var dispatchedLimit: Limit { unclassified.dispatchedLimit ?? HazardCategory.dispatchedLimit }

    package var zone: ZoneOffset { basics.zone }
    package var calendar: WorkingCalendar { basics.calendar }
    package var rulesHash: String { basics.rulesHash }

    /// What a routing rule may ask about this report, appended at `now`.
    package func facts(of report: Report, category: String?, condition: String?, at now: Instant) -> RoutingFacts {
        var facts = RoutingFacts(of: report, category: category, condition: condition, at: now, zone: zone)
        facts.areas = places(of: report.location)
        return facts
    }

    /// Every name under which a routing rule may know a place: the areas round its point, and what the report calls it.
    package func places(of location: Location?) -> [String] {
        guard let location else { return [] }
        guard !areas.isEmpty, let point = location.wgs84 ?? location.point.map(CoordinateConversion.wgs84) else {
            return location.names
        }
        return areas.codes(at: point) + location.names
    }

    /// The close rule of a new case: the routing rule's, else the programme's, else the general one.
    package func closeRule(for decision: RoutingDecision, programme: String) -> CloseRule {
        decision.closeRule ?? programmes[programme]?.demands.closeRule ?? basics.closeRule
    }
}

/// The general part of a policy.
package struct PolicyBasics: Hashable, Sendable {
    /// The zone of local hours, days and written times.
    package var zone: ZoneOffset
    /// Changes when any part of the policy changes; frozen in each case.
    package var rulesHash: String
    /// When a case counts as resolved, unless a rule or programme says otherwise.
    package var closeRule: CloseRule
    /// When the city works: the clocks wh and wd.
    package var calendar: WorkingCalendar

    /// Without a calendar no year is covered: limits in wh and wd are counted through, and such cases ask for a person.
    package init(
        zone: ZoneOffset = .china, rulesHash: String, closeRule: CloseRule = .all, calendar: WorkingCalendar? = nil
    ) {
        self.zone = zone
        self.rulesHash = rulesHash
        self.closeRule = closeRule
        self.calendar = calendar ?? WorkingCalendar(zone: zone)
    }
}

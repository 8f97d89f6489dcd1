import CaseStore
import HazardCore
import TestSupport
import Testing

/// The queries of the HTTP workers.
@Suite struct ReaderTests {
    @Test func `a reader reads committed data only`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try StoreReader(path: place.file(), shard: 3)
        let value = SampleCases.plain(1)
        try store.begin()
        try store.put(value, body: [1], wakeAt: nil)
        #expect(try reader.body(of: value.id) == nil)
        #expect(try reader.report("g1-1") == nil)
        try store.commit(positions: [], shardTime: Instant(milliseconds: 0))
        #expect(try reader.body(of: value.id) == [1])
        #expect(try reader.report("g1-1") == ReportOutcome(caseID: value.id.text, role: .first, state: .dispatched))
        #expect(try reader.casesByState() == [.dispatched: 1])
    }

    @Test func `the pictures of cases are found by their hash, and go with the case`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let name = String(repeating: "ab", count: 32)
        var (one, other, plain) = (SampleCases.plain(1), SampleCases.plain(2), SampleCases.plain(3))
        one.media = [Media(ref: Media.storedPrefix + name), Media(ref: "https://gateway.example/1.jpg")]
        other.tasks[0].media = [Media(ref: Media.storedPrefix + name)]
        plain.media = [Media(ref: "photo-81", sha256: name)]
        try store.save([one, other, plain])
        let reader = try StoreReader(path: place.file(), shard: 3)
        #expect(try reader.media() == [name])
        #expect(try Set(reader.cases(withMedia: name, limit: 10)) == [one.id, other.id])
        try store.begin()
        try store.remove(one.id)
        try store.commit(positions: [], shardTime: Instant(milliseconds: 0))
        #expect(try reader.cases(withMedia: name, limit: 10) == [other.id])
    }

    @Test func `a reader cannot write and an absent file is the disk's fault`() throws {
        let place = TemporaryStore()
        let fault = #expect(throws: StoreFault.self) { try StoreReader(path: place.file(), shard: 3) }
        guard case .disk = fault?.kind else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(fault?.canRebuild == false)
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `any filter finds the cases that answer to it, page by page, each once`(seed: UInt64) throws {
        let place = TemporaryStore()
        let store = try place.open()
        var sample = SampleCases(seed: seed)
        let cases = (1...300).map { sample.one($0) }.shuffled(using: &sample.random)
        try store.save(cases)
        let reader = try StoreReader(path: place.file(), shard: 3)
        var hits = 0
        for _ in 0..<60 {
            var filter = CaseFilter()
            filter.state = sample.maybe(sample.pick(CaseState.allCases))
            filter.department = sample.maybe(sample.pick(SampleCases.departments))
            filter.categories = sample.maybe(sample.pick([["T02"], ["R01"], ["F03", "T02"]])) ?? []
            filter.district = sample.maybe("510185")
            filter.programme = sample.maybe("jianyang.sentinel")
            let late = Bool.random(using: &sample.random)
            filter.overdue = sample.maybe(CaseFilter.Overdue(late, at: Instant(milliseconds: 4_000_000)))
            let order = sample.pick(CaseOrder.allCases)
            let expected = cases.filter { filter.admits($0) }.sorted { order.comesFirst($0, $1) }
            var found: [StoredCase] = []
            while true {
                let page = try reader.cases(filter, order: order, after: found.last?.position, limit: 7)
                found += page
                if page.count < 7 { break }
            }
            #expect(found.map(\.id) == expected.map(\.id.text), "\(filter) \(order)")
            hits += found.count
        }
        #expect(hits > 100)
    }

    @Test(arguments: [31, 32] as [UInt64])
    func `a department's queue has its tasks, in any state or one, page by page`(seed: UInt64) throws {
        let place = TemporaryStore()
        let store = try place.open()
        var sample = SampleCases(seed: seed)
        let cases = (1...200).map { sample.one($0) }
        try store.save(cases.shuffled(using: &sample.random))
        let reader = try StoreReader(path: place.file(), shard: 3)
        for department in SampleCases.departments + ["nobody"] {
            for state in [nil] + TaskState.allCases {
                let expected = cases.flatMap { value in
                    value.tasks.filter { $0.department == department && (state == nil || $0.state == state) }
                        .map { StoredTask(id: $0.id(in: value.id), state: $0.state, body: value.sampleBody) }
                }
                var found: [StoredTask] = []
                while true {
                    let page = try reader.tasks(of: department, state: state, after: found.last?.id, limit: 9)
                    found += page
                    if page.count < 9 { break }
                }
                #expect(found == expected)
            }
        }
    }

    @Test func `what may be the same is looked for in the indexes of places and of opening`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try StoreReader(path: store.path, shard: 3)
        let plans = try reader.plansOfComparable().map { $0.joined(separator: "; ") }
        #expect(plans.count == 3)
        #expect(plans[0].contains("SEARCH places USING PRIMARY KEY") && plans[0].contains("SEARCH cases USING INTEGER"))
        #expect(
            plans.dropFirst().allSatisfy { $0.contains("USING INDEX cases_by_opened (opened_at>? AND opened_at<?)") })
    }

    @Test func `neither a queue nor a page of a department is sorted`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try StoreReader(path: store.path, shard: 3)
        var filter = CaseFilter()
        filter.department = "fire"
        filter.categories = ["T02"]
        var state = CaseFilter()
        state.state = .triage
        for plan in [try reader.plan(filter), try reader.plan(state), try reader.planOfQueue()] {
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
            #expect(plan.contains { $0.contains("SEARCH") }, "\(plan)")
        }
    }

    @Test func `workers share readers, and a fault closes its reader`() throws {
        let place = TemporaryStore()
        let readers = StoreReaders(path: place.file(), shard: 3)
        #expect(throws: StoreFault.self) { try readers.read { _ in 0 } }
        let store = try place.open()
        try store.save([SampleCases.plain(1)])
        let first = try readers.read { ObjectIdentifier($0) }
        let (outer, inner) = try readers.read { reader throws(StoreFault) in
            (ObjectIdentifier(reader), try readers.read { ObjectIdentifier($0) })
        }
        #expect(outer == first)
        #expect(inner != outer)
    }
}

extension CaseFilter {
    /// Whether the filter accepts the case, computed without SQL.
    fileprivate func admits(_ value: Case) -> Bool {
        (state == nil || value.state == state)
            && (department == nil || value.tasks.contains { $0.department == department })
            && (categories.isEmpty || categories.contains(value.category.code))
            && (district == nil || value.location?.district == district)
            && (programme == nil || value.programme == programme)
            && (overdue == nil || overdue?.isOverdue == isLate(value))
    }

    private func isLate(_ value: Case) -> Bool {
        guard let at = overdue?.at else { return false }
        let isPast = value.dueAt.map { $0 < at } ?? false
        let isWaiting = value.isWaitingEmergency && value.nextDueAt.map { $0 < at } ?? false
        return isWaiting || value.flags.overdue || (isPast && value.resolvedAt == nil && !value.state.isEnded)
    }
}

extension CaseOrder {
    /// Whether one case comes before the other, computed without SQL.
    fileprivate func comesFirst(_ one: Case, _ other: Case) -> Bool {
        switch self {
        case .id: return one.id.text < other.id.text
        case .opened: return (one.openedAt, one.id.text) > (other.openedAt, other.id.text)
        case .urgency:
            if one.urgency == other.urgency { return one.id.text < other.id.text }
            return one.urgency < other.urgency
        case .nextDue: return one.dueBefore(other)
        case .priority:
            let ranks = [one, other].map { ($0.state.isEnded ? 1 : 0, $0.priority.rawValue) }
            return ranks[0] == ranks[1] ? one.dueBefore(other) : ranks[0] < ranks[1]
        }
    }
}

extension Case {
    fileprivate func dueBefore(_ other: Case) -> Bool {
        (nextDueAt ?? .endOfTime, id.text) < (other.nextDueAt ?? .endOfTime, other.id.text)
    }
}

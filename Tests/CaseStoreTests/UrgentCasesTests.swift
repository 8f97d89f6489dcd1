import CaseStore
import HazardCore
import MessageLog
import TestSupport
import Testing

struct UrgentCasesTests {
    private static let t0 = SampleCases.plain(1).openedAt

    /// Cases of every kind, urgent and not urgent, due two hours after they were opened.
    private static func samples() -> [Case] {
        var cases = (1...12).map { SampleCases.plain($0) }
        for number in [1, 4, 6, 10, 11] { cases[number - 1].priority = .p0 }
        cases[5].state = .cancelled  // 6: a P0 that has ended
        cases[5].closedAt = t0.adding(minutes: 3)
        cases[1].dueAt = t0.adding(minutes: 10)  // 2: past its deadline, and no timer has said so yet
        cases[6].dueAt = t0.adding(minutes: 10)  // 7: past its deadline, but the work is done
        cases[6].resolvedAt = t0
        cases[6].state = .checking
        cases[7].flags.overdue = true  // 8: marked as overdue by a timer
        cases[8].dueAt = nil
        for number in [10, 11] {  // Wait in triage; 11 for longer.
            cases[number - 1].state = .triage
            cases[number - 1].emergency = EmergencyWait(
                since: t0.adding(minutes: Int64(20 - number)), limitAt: t0.adding(minutes: Int64(23 - number)))
        }
        cases[11].state = .closed
        cases[11].closedAt = t0.adding(minutes: 5)
        return cases
    }

    private static func reader(_ place: TemporaryStore, _ store: ShardStore) throws -> StoreReader {
        try store.save(samples())
        return try StoreReader(path: place.file(), shard: 3)
    }

    private static func numbers(_ cases: [StoredCase]) -> [Int] { cases.compactMap { CaseID($0.id)?.number } }

    @Test
    func `waiting emergencies come first, then overdue cases, then the next deadline, then ended ones newest first`()
        throws
    {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try Self.reader(place, store)
        #expect(Self.numbers(try reader.cases(order: .urgency, limit: 50)) == [11, 10, 8, 2, 1, 3, 4, 5, 7, 9, 12, 6])
    }

    @Test func `open P0 and overdue cases are urgent, ended and resolved ones are not`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try Self.reader(place, store)
        var filter = CaseFilter()
        filter.urgentAt = Self.t0.adding(minutes: 60)
        #expect(Self.numbers(try reader.cases(filter, order: .urgency, limit: 50)) == [11, 10, 8, 2, 1, 4])
        filter.urgentAt = Self.t0.adding(minutes: 240)
        #expect(Self.numbers(try reader.cases(filter, order: .urgency, limit: 50)) == [11, 10, 8, 2, 1, 3, 4, 5])
    }

    @Test func `a waiting emergency past its limit is overdue before a timer has said so`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try Self.reader(place, store)
        var filter = CaseFilter()
        filter.overdue = CaseFilter.Overdue(true, at: Self.t0.adding(minutes: 12).adding(milliseconds: 1))
        #expect(Self.numbers(try reader.cases(filter, order: .urgency, limit: 50)) == [11, 8, 2])
    }

    @Test func `the counts tell emergencies that wait from others, and when the first began to wait`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try Self.reader(place, store)
        let counts = try reader.urgentCounts(at: Self.t0.adding(minutes: 60))
        #expect((counts.waiting, counts.emergencies, counts.overdue) == (2, 2, 2))
        #expect(counts.oldestWaiting == Self.t0.adding(minutes: 9))
        #expect(counts.late == 2 && counts.oldestTriage == SampleCases.plain(10).openedAt)
        #expect(counts.open[UrgentCounts.OpenKey(priority: .p0, state: .triage)] == 2)
        #expect(counts.open.values.reduce(0, +) == 10)
        let both = counts.adding(UrgentCounts()).adding(counts)
        #expect((both.waiting, both.oldestWaiting) == (4, counts.oldestWaiting))
        #expect(both.open.values.reduce(0, +) == 20)
    }

    @Test func `lists and counts come from an index, and no body is read for a count`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try Self.reader(place, store)
        #expect(try reader.planOfCounts().contains { $0.contains("USING INDEX cases_by_urgency") })
        var filter = CaseFilter()
        filter.department = "fire"
        for (order, index) in [(CaseOrder.urgency, "cases_by_urgency"), (.opened, "cases_by_opened")] {
            let plan = try reader.plan(filter, order: order)
            #expect(
                plan.contains {
                    $0.contains("c USING INDEX \(index)") || $0.contains("c USING COVERING INDEX \(index)")
                }, "\(plan)")
        }
    }

    @Test func `a cursor is read as it was written, and nothing else is one`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try Self.reader(place, store)
        for order in CaseOrder.allCases {
            for stored in try reader.cases(order: order, limit: 50) {
                let position = try #require(stored.position)
                #expect(CasePosition(position.text) == position)
                #expect(position.order == order)
            }
        }
        for text in ["", "x", "u.1.2", "u.9.2.20261122-03-000001", "o.x.20261122-03-000001", "20261122-03-1", "u...."] {
            #expect(CasePosition(text) == nil, "\(text)")
        }
    }

    @Test func `the lane finds emergencies that are due, and those that began in the future`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.begin()
        for value in Self.samples() {
            try store.put(value, body: value.sampleBody, wakeAt: value.wakeAt(retention: .days(400)))
        }
        try store.commit(positions: [], shardTime: Self.t0)
        let (now, late) = (Self.t0.adding(minutes: 12), Self.t0.adding(minutes: 13))
        func due(_ time: Instant, latest: Instant) throws -> [Int] {
            try store.dueEmergencies(upTo: time, latest: latest, limit: 10).map(\.number)
        }
        #expect(try due(now.adding(milliseconds: -1), latest: late).isEmpty)
        #expect(try due(now, latest: late) == [11])
        #expect(try due(late, latest: late) == [11, 10])
        #expect(try due(Self.t0, latest: Self.t0) == [11, 10])
        let waiting = try #require(try store.waitingEmergencies())
        #expect((waiting.count, waiting.since) == (2, Self.t0.adding(minutes: 9)))
    }

    @Test func `a position is known after a commit that has it`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try StoreReader(path: place.file(), shard: 3)
        #expect(try reader.position(topic: "hazard.cases", partition: 3) == nil)
        try store.save([], positions: [Position(TopicPartition("hazard.cases", 3), next: 17)])
        #expect(try reader.position(topic: "hazard.cases", partition: 3) == 17)
        #expect(try reader.position(topic: "hazard.cases", partition: 2) == nil)
    }
}

import CaseStore
import HazardCore
import MessageLog
import TestSupport
import Testing

struct NewestCasesTests {
    @Test func `the newest cases are returned first, up to the limit`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.save((1...5).map { SampleCases.plain($0) })
        let reader = try StoreReader(path: place.file(), shard: 3)
        #expect(try reader.newestCases(limit: 3).map(\.id) == [5, 4, 3].map { SampleCases.id($0).text })
        #expect(try reader.newestCases(limit: 3).first?.body == SampleCases.plain(5).sampleBody)
        #expect(try reader.newestCases(limit: 50).count == 5)
    }

    @Test func `the newest cases of one state are returned first`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.save((1...6).map { SampleCases.plain($0, state: $0 % 2 == 0 ? .closed : .dispatched) })
        let reader = try StoreReader(path: place.file(), shard: 3)
        #expect(try reader.newestCases(.closed, limit: 2).map(\.id) == [6, 4].map { SampleCases.id($0).text })
        #expect(try reader.newestCases(.triage, limit: 2).isEmpty)
    }

    /// Cases of every kind, urgent and not urgent, due two hours after they were opened.
    private static func urgentSamples() -> [Case] {
        var cases = (1...9).map { SampleCases.plain($0) }
        for number in [1, 4, 6] { cases[number - 1].priority = .p0 }
        cases[5].state = .cancelled  // 6: a P0 that has ended
        cases[1].dueAt = cases[1].openedAt.adding(minutes: 10)  // 2: late
        cases[6].dueAt = cases[6].openedAt.adding(minutes: 10)  // 7: late, but the work is done
        cases[6].resolvedAt = cases[6].openedAt
        cases[6].state = .checking
        cases[7].flags.overdue = true  // 8: marked as overdue by a timer
        cases[8].dueAt = nil
        return cases
    }

    @Test func `open P0 cases come before overdue ones, each newest first; ended and resolved cases are not urgent`()
        throws
    {
        let place = TemporaryStore()
        let store = try place.open()
        let cases = Self.urgentSamples()
        try store.save(cases)
        let reader = try StoreReader(path: place.file(), shard: 3)
        let now = cases[0].openedAt.adding(minutes: 60)
        let urgent = try reader.urgentCases(at: now, limit: 10)
        #expect(urgent.cases.map(\.id) == [4, 1, 8, 2].map { SampleCases.id($0).text })
        #expect(urgent.cases.map(\.isEmergency) == [true, true, false, false])
        #expect((urgent.emergencies, urgent.overdue) == (2, 2))
        #expect(urgent.cases.first?.body == cases[3].sampleBody)
        let first = try reader.urgentCases(at: now, limit: 3)
        #expect(first.cases == Array(urgent.cases.prefix(3)))
        #expect((first.emergencies, first.overdue) == (2, 2))
        #expect(try reader.urgentCases(at: now.adding(minutes: 120), limit: 10).overdue == 4)
    }

    @Test func `without urgent cases the answer is empty, found by the index of states`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.save([SampleCases.plain(1)])
        let reader = try StoreReader(path: place.file(), shard: 3)
        #expect(try reader.urgentCases(at: SampleCases.plain(1).openedAt, limit: 10) == UrgentCases())
        #expect(try reader.planOfUrgent().contains { $0.contains("USING INDEX cases_by_state") })
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

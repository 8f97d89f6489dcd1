import CaseStore
import HazardCore
import TestSupport
import Testing

/// The cases from which the figures of a period are computed.
@Suite struct SpanTests {
    private static let start = Instant(milliseconds: 1_795_000_000_000)

    @Test(arguments: [51, 52, 53] as [UInt64])
    func `a span has every case that was open, opened, due or ended in it, each once over all pages`(
        seed: UInt64
    ) throws {
        let place = TemporaryStore()
        let store = try place.open()
        var sample = SampleCases(seed: seed)
        let cases = (1...300).map { Self.one($0, &sample) }
        try store.save(cases.shuffled(using: &sample.random))
        let reader = try StoreReader(path: place.file(), shard: 3)
        var hits = 0
        for _ in 0..<40 {
            let from = Self.moment(&sample)
            var span = CaseSpan(from: from, to: from.adding(minutes: Int64.random(in: 1...30, using: &sample.random)))
            span.district = sample.maybe("510185")
            span.category = sample.maybe("T02")
            span.department = sample.maybe("fire")
            let expected = cases.filter { span.admits($0) }.map(\.id.text)
            let found = try Self.all(of: span, reader, page: 7)
            #expect(found == expected, "\(span)")
            hits += found.count
        }
        #expect(hits > 100)
    }

    @Test func `a span is read in the order of the table, without sorting`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try StoreReader(path: store.path, shard: 3)
        var span = CaseSpan(from: Self.start, to: Self.start)
        span.department = "fire"
        let plan = try reader.plan(span)
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    // MARK: - Parts

    private static func all(of span: CaseSpan, _ reader: StoreReader, page: Int) throws -> [String] {
        var found: [String] = []
        var mark: Int64?
        repeat {
            let next = try reader.page(of: span, after: mark, limit: page)
            found += next.cases.map(\.id)
            mark = next.next
        } while mark != nil
        return found
    }

    /// One of sixty minutes.
    private static func moment(_ sample: inout SampleCases) -> Instant {
        start.adding(minutes: Int64.random(in: 0...60, using: &sample.random))
    }

    private static func one(_ number: Int, _ sample: inout SampleCases) -> Case {
        var value = SampleCases.plain(number, departments: [sample.pick(SampleCases.departments)])
        value.openedAt = moment(&sample)
        value.category.code = sample.pick(["T02", "R01"])
        value.location = Location()
        value.location?.district = sample.maybe("510185")
        value.dueAt = sample.maybe(moment(&sample))
        value.closedAt = sample.maybe(moment(&sample))
        value.reports[0].receivedAt = value.openedAt
        if Bool.random(using: &sample.random) {
            value.reports.append(SampleCases.report("more-\(number)", at: moment(&sample)))
        }
        return value
    }
}

extension CaseSpan {
    /// Whether the span contains the case, computed without SQL.
    fileprivate func admits(_ value: Case) -> Bool {
        guard value.openedAt < to else { return false }
        guard district == nil || value.location?.district == district else { return false }
        guard category == nil || value.category.code == category else { return false }
        guard department == nil || value.tasks.contains(where: { $0.department == department }) else { return false }
        if [value.openedAt, value.closedAt, value.dueAt].contains(where: { $0.map { $0 >= from } ?? false }) {
            return true
        }
        return value.closedAt == nil
    }
}

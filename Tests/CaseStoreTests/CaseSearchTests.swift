import CaseStore
import Foundation
import HazardCore
import SQLite
import TestSupport
import Testing

/// The search keys of cases, and how long they are kept.
@Suite struct CaseSearchTests {
    private static let here = Point(latitude: 30.4, longitude: 104.5)
    private static let day: Int64 = 86_400_000

    private func sample(_ number: Int, _ category: String = "T02", north metres: Double = 0) -> Case {
        var value = SampleCases.plain(number)
        value.category.code = category
        var location = Location()
        location.wgs84 = Point(latitude: Self.here.latitude + metres / 111_195, longitude: Self.here.longitude)
        location.address = "红星路二段\(number)号"
        value.location = location
        value.reports[0].mediaHashes = ["photo \(number)"]
        return value
    }

    private func near(_ store: ShardStore, _ category: String = "T02", metres: Int = 50, since: Int64 = 0) throws
        -> [Int]
    {
        let ranges = PlaceCode.ranges(category, around: Self.here, metres: metres)
        return try store.cases(in: ranges, since: Instant(milliseconds: since)).map(\.id.number).sorted()
    }

    @Test func `a case is found near its place by its category, also inside the open transaction`() throws {
        let store = try TemporaryStore().open()
        try store.begin()
        try store.index(sample(1), before: nil)
        try store.index(sample(2, "E01"), before: nil)
        try store.index(sample(3, north: 45), before: nil)
        try store.index(sample(4, north: 400), before: nil)
        #expect(try near(store) == [1, 3])
        #expect(try near(store, "E01") == [2])
        #expect(try near(store, metres: 450) == [1, 3, 4])
        try store.rollback()
        try store.begin()
        #expect(try near(store).isEmpty)
    }

    @Test func `every point within the radius is in one of the ranges`() {
        var random = Dice(3)
        for _ in 0..<2000 {
            let centre = Point(
                latitude: Double.random(in: -60...60, using: &random),
                longitude: Double.random(in: -179...179, using: &random))
            let metres = Int.random(in: 10...500, using: &random)
            let angle = Double.random(in: 0..<2 * Double.pi, using: &random)
            let radius = Double(metres) * Double.random(in: 0...1, using: &random)
            let other = Point(
                latitude: centre.latitude + radius * sin(angle) / 111_195,
                longitude: centre.longitude + radius * cos(angle) / (111_195 * cos(centre.latitude / 180 * Double.pi)))
            let code = PlaceCode.code("T02", other)
            #expect(PlaceCode.ranges("T02", around: centre, metres: metres).contains { $0.contains(code) })
            #expect(PlaceCode.point(of: code).metres(to: other) < 1)
        }
    }

    @Test func `a changed category, state or place changes the search keys`() throws {
        let store = try TemporaryStore().open()
        var value = sample(1)
        try store.save([value])
        value.category.code = "E01"
        value.version += 1
        value.record("classified", by: Actor(.operator), at: value.openedAt)
        try store.save([value])
        #expect(try near(store).isEmpty)
        #expect(try near(store, "E01") == [1])
        value.state = .closed
        value.closedAt = value.openedAt.adding(minutes: 60)
        value.record("close", by: Actor(.operator), at: value.openedAt)
        try store.save([value])
        let closed = value.openedAt.adding(minutes: 60).milliseconds
        #expect(try near(store, "E01", since: closed) == [1])
        #expect(try near(store, "E01", since: closed + 1).isEmpty)
        value.state = .dispatched
        value.closedAt = nil
        value.record("reopen", by: Actor(.operator), at: value.openedAt)
        try store.save([value])
        #expect(try near(store, "E01", since: closed + 1) == [1])
        value.state = .cancelled
        value.record("cancel", by: Actor(.operator), at: value.openedAt)
        try store.save([value])
        #expect(try near(store, "E01").isEmpty)
    }

    @Test func `places that were moved to the large table are found, closed and removed as before`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.save([sample(1), sample(2, north: 20)])
        try store.begin()
        for number in 3..<33_000 { try store.index(sample(number, "E01", north: 300 + Double(number)), before: nil) }
        try store.commit(positions: [], shardTime: Instant(milliseconds: 0))
        #expect(try rows(place)["new_places"] == 0)
        #expect(try near(store) == [1, 2])
        var value = sample(1)
        value.state = .cancelled
        value.record("cancel", by: Actor(.operator), at: value.openedAt)
        try store.save([value])
        #expect(try near(store) == [2])
        try store.save([sample(33_000)])
        #expect(try near(store) == [2, 33_000])
        #expect(
            try store.cases(
                in: [SearchKeys(sample(2)).addresses[0]...SearchKeys(sample(2)).addresses[0]],
                since: Instant(milliseconds: 0)
            ).map(\.id.number) == [2])
    }

    @Test func `a photo is found for some days, the newest case first`() throws {
        let store = try TemporaryStore().open()
        var again = sample(2)
        again.reports[0].mediaHashes = ["photo 1"]
        try store.save([sample(1), again])
        let code = CaseReport.mediaKey("photo 1")
        let time = sample(1).openedAt
        #expect(try store.cases(withReportKey: code, at: time, days: 1).map(\.number) == [2, 1])
        #expect(
            try store.cases(withReportKey: code, at: time.adding(milliseconds: Self.day), days: 1).map(\.number) == [
                2, 1,
            ])
        #expect(try store.cases(withReportKey: code, at: time.adding(milliseconds: 2 * Self.day), days: 1).isEmpty)
    }

    @Test func `reports are counted by category and minute, also in the open transaction and after a change`() throws {
        let store = try TemporaryStore().open()
        var value = sample(1)
        let time = value.openedAt
        let minutes: Int64 = 600_000
        try store.save([value])
        try store.begin()
        try store.index(sample(2), before: nil)
        #expect(try store.arrivals(of: "T02", within: .milliseconds(minutes), upTo: time) == 2)
        #expect(
            try store.arrivals(of: "T02", within: .milliseconds(minutes), upTo: time.adding(milliseconds: minutes)) == 0
        )
        let before = SearchKeyInputs(value)
        value.category.code = "E01"
        try store.index(value, before: before)
        #expect(try store.arrivals(of: "T02", within: .milliseconds(minutes), upTo: time) == 1)
        #expect(try store.arrivals(of: "E01", within: .milliseconds(minutes), upTo: time) == 1)
        try store.rollback()
        try store.begin()
        #expect(try store.arrivals(of: "T02", within: .milliseconds(minutes), upTo: time) == 1)
        #expect(try store.arrivals(of: "E01", within: .milliseconds(minutes), upTo: time) == 0)
    }

    @Test func `old search keys are removed by commits`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        var old = sample(1)
        old.state = .closed
        old.closedAt = old.openedAt
        try store.save([old])
        #expect(try rows(place) == ["new_places": 2, "traces": 1, "arrivals": 1])
        var late = sample(2)
        late.history[late.history.count - 1].at = old.openedAt.adding(milliseconds: 93 * Self.day)
        late.reports[0].receivedAt = old.openedAt.adding(milliseconds: 93 * Self.day)
        late.state = .closed
        late.closedAt = late.reports[0].receivedAt
        try store.save([late])
        #expect(try rows(place) == ["new_places": 2, "traces": 1, "arrivals": 1])
        #expect(try near(store) == [2])
    }

    @Test(arguments: 1...8)
    func `a store has the same search keys when cases are indexed step by step, put at once, or rebuilt`(seed: Int)
        throws
    {
        let places = (0..<3).map { _ in TemporaryStore() }
        let stores = try places.map { try $0.open() }
        var random = Dice(UInt64(seed))
        var cases: [Int: (value: Case, finding: SearchKeyInputs?)] = [:]
        var written: [Int: SearchKeyInputs] = [:]
        for _ in 0..<40 {
            try stores[0].begin()
            try stores[1].begin()
            for _ in 0..<6 {
                let number = Int.random(in: 1...12, using: &random)
                var (value, finding) = cases[number] ?? (sample(number), nil)
                if finding != nil { change(&value, &random) }
                try stores[0].index(value, before: finding)
                try stores[0].put(value, body: value.sampleBody, wakeAt: nil, isIndexed: true)
                finding = SearchKeyInputs(value)
                cases[number] = (value, finding)
            }
            for (number, (value, _)) in cases {
                // The earlier search data is needed only for a case that reports have left.
                let before = value.links.isEmpty ? nil : written[number]
                try stores[1].put(value, body: value.sampleBody, wakeAt: nil, before: before)
                written[number] = SearchKeyInputs(value)
            }
            for store in stores.prefix(2) {
                try store.commit(positions: [], shardTime: Instant(milliseconds: 0))
            }
        }
        try stores[2].save(cases.values.map(\.value))
        let found = try places.map { try content($0) }
        #expect(found[0] == found[1])
        #expect(found[0] == found[2])
    }

    private func change(_ value: inout Case, _ random: inout Dice) {
        value.version += 1
        value.category.code = ["T02", "R01", "F03"].randomElement(using: &random) ?? "T02"
        value.state = CaseState.allCases.randomElement(using: &random) ?? .dispatched
        value.closedAt =
            value.state.isEnded ? value.openedAt.adding(minutes: Int64.random(in: 0...90, using: &random)) : nil
        if Bool.random(using: &random) {
            var report = SampleCases.report("g-\(value.id.number)-\(value.version)", at: value.openedAt)
            report.mediaHashes = ["photo \(value.version)"]
            value.reports.append(report)
        }
        if value.reports.count > 2, Int.random(in: 0..<3, using: &random) == 0 {
            split(&value, &random)
        }
        value.record("changed", by: Actor(.operator), at: value.openedAt)
    }

    @Test func `a later text and place are found, and those that they replaced are not`() throws {
        let store = try TemporaryStore().open()
        var value = sample(1)
        value.text = nil
        try store.begin()
        try store.index(value, before: nil)
        let before = SearchKeyInputs(value)
        value.text = "灯杆号 A10234 不亮"
        value.location?.wgs84 = sample(2, north: 5_000).location?.wgs84
        try store.index(value, before: before)
        let thing = try #require(SearchKeys(value).things.first)
        let since = Instant(milliseconds: 0)
        #expect(try store.cases(in: [thing...thing], since: since).map(\.id.number) == [1])
        #expect(try near(store).isEmpty)
        try store.commit(positions: [], shardTime: Instant(milliseconds: 0))
    }

    /// A report leaves the case, another becomes the first, and place and text change.
    private func split(_ value: inout Case, _ random: inout Dice) {
        value.reports.remove(at: 0)
        value.reports.swapAt(0, value.reports.count - 1)
        value.location?.address = ["人民路5号", "建设路9号", nil].randomElement(using: &random) ?? nil
        value.text = "灯杆编号\(Int.random(in: 10_000...10_009, using: &random))"
        value.links = [CaseLink(caseID: "20261122-03-000999", kind: .splitOff)]
    }

    // MARK: - Rows of the tables

    private func rows(_ place: TemporaryStore) throws -> [String: Int] {
        let connection = try SQLiteConnection(place.file(), mode: .readOnly)
        var counts: [String: Int] = [:]
        for table in ["new_places", "traces", "arrivals"] {
            counts[table] = Int(try connection.integer("SELECT count(*) FROM \(table)") ?? 0)
        }
        return counts
    }

    private func content(_ place: TemporaryStore) throws -> [String] {
        let connection = try SQLiteConnection(place.file(), mode: .readOnly)
        return try [
            """
            SELECT code || ' ' || closed || ' ' || case_key
            FROM (SELECT * FROM places UNION ALL SELECT * FROM new_places) ORDER BY 1
            """,
            "SELECT day || ' ' || code || ' ' || case_key FROM traces ORDER BY 1",
            "SELECT category || ' ' || minute || ' ' || n FROM arrivals WHERE n <> 0 ORDER BY 1",
        ].flatMap { try connection.prepare($0).all { $0.string(0) } }
    }
}

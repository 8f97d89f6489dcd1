import Dispatcher
import HazardCore
import HazardWire
import TestSupport
import Testing
import Wording

/// With configured areas, only reports from inside them are accepted.
struct AreaTests {
    static let areas: AreaMap = {
        let ring = [(30.0, 104.0), (30, 105), (31, 105), (31, 104)].map { Point(latitude: $0.0, longitude: $0.1) }
        return AreaMap([Area(code: "jianyang-1", name: "一", polygons: [AreaPolygon(outer: ring)])])
    }()

    private static func report(_ id: String, at place: String) -> String {
        Samples.report(id).replacing(#""location":{"#, with: #""location":{\#(place),"#)
    }

    @Test func `a point outside every area is a dead letter that names it, and its reporter receives a notice`() throws
    {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start { $0.policy.areas = Self.areas }
        try bench.publish(Self.report("out-1", at: #""lat":31.5,"lon":104.5,"crs":"wgs84""#), partition: 0)
        try bench.publish(Self.report("in-1", at: #""lat":30.5,"lon":104.5,"crs":"gcj02""#), partition: 0)
        try bench.publish(Samples.report("none-1"), partition: 0)
        #expect(bench.waitForConsumed(3))
        bench.stop()
        let letters = try bench.deadLetters()
        #expect(letters.map(\.headers.reason) == [.outOfArea])
        #expect(
            letters.first?.headers.sentence.en
                == "the place, 31.50000, 104.50000 in WGS-84, is outside all 1 areas of policy.areas: correct lat, lon or crs, "
                + "or add the area and replay")
        let cases = try bench.cases().values.map(\.0)
        #expect(cases.count == 2)
        let inside = try #require(cases.first { $0.reports.first?.reportID == "in-1" })
        #expect(inside.location?.area == "jianyang-1" && inside.reports.first?.place?.area == "jianyang-1")
        #expect(cases.contains { $0.location?.area == nil && $0.reports.first?.reportID == "none-1" })
        try StoreAudit(bench: bench).run()
    }

    @Test func `without configured areas, reports from anywhere are accepted`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Self.report("far-1", at: #""lat":-31.5,"lon":-64.5,"crs":"wgs84""#), partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        #expect(try bench.deadLetters().isEmpty)
        #expect(try bench.cases().count == 1)
    }
}

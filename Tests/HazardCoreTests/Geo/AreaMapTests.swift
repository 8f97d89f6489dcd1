import HazardCore
import TestSupport
import Testing

/// Tests the areas of a point: nesting, holes, pieces, borders, and the index against a plain count of crossings
/// (`DECISIONS.md` #28).
struct AreaMapTests {
    private static func points(_ pairs: [(Double, Double)]) -> [Point] {
        pairs.map { Point(latitude: $0.0, longitude: $0.1) }
    }

    private static func square(_ south: Double, _ west: Double, _ side: Double) -> [Point] {
        points([(south, west), (south, west + side), (south + side, west + side), (south + side, west)])
    }

    private static func area(
        _ code: String, _ outer: [Point], holes: [[Point]] = [], level: AreaLevel? = nil
    ) -> Area {
        Area(code: code, name: code, level: level, polygons: [AreaPolygon(outer: outer, holes: holes)])
    }

    @Test func `without areas no point is outside`() {
        let point = Point(latitude: 30, longitude: 104)
        #expect(AreaMap.none.isEmpty && !AreaMap.none.isOutside(point) && AreaMap.none.codes(at: point).isEmpty)
    }

    @Test func `nested areas are listed from the smallest level up, and by size without levels`() {
        let bySize = AreaMap([
            Self.area("city", Self.square(30, 104, 1)), Self.area("grid", Self.square(30.4, 104.4, 0.1)),
            Self.area("district", Self.square(30.2, 104.2, 0.5)),
        ])
        #expect(bySize.codes(at: Point(latitude: 30.45, longitude: 104.45)) == ["grid", "district", "city"])
        #expect(bySize.code(at: Point(latitude: 30.25, longitude: 104.25)) == "district")
        #expect(bySize.isOutside(Point(latitude: 29.99, longitude: 104.5)))
        // The level decides, even when a grid cell is larger than its community.
        let byLevel = AreaMap([
            Self.area("community", Self.square(30.4, 104.4, 0.1), level: .community),
            Self.area("cell", Self.square(30.3, 104.3, 0.3), level: .grid),
        ])
        #expect(byLevel.codes(at: Point(latitude: 30.45, longitude: 104.45)) == ["cell", "community"])
    }

    @Test func `a point in a hole is outside the area, and inside an area that fills the hole`() {
        let map = AreaMap([
            Self.area("ring", Self.square(30, 104, 1), holes: [Self.square(30.4, 104.4, 0.2)]),
            Self.area("island", Self.square(30.45, 104.45, 0.1)),
        ])
        #expect(map.codes(at: Point(latitude: 30.1, longitude: 104.1)) == ["ring"])
        #expect(map.codes(at: Point(latitude: 30.5, longitude: 104.5)) == ["island"])
        #expect(map.isOutside(Point(latitude: 30.41, longitude: 104.41)))
    }

    @Test func `an area in two pieces is named once`() {
        let both = Area(
            code: "two", name: "two",
            polygons: [
                AreaPolygon(outer: Self.square(30, 104, 1)), AreaPolygon(outer: Self.square(32, 104, 1)),
                AreaPolygon(outer: Self.square(30, 104, 0.5)),
            ])
        let map = AreaMap([both])
        #expect(map.codes(at: Point(latitude: 32.5, longitude: 104.5)) == ["two"])
        #expect(map.codes(at: Point(latitude: 30.25, longitude: 104.25)) == ["two"])
        #expect(map.isOutside(Point(latitude: 31.5, longitude: 104.5)))
    }

    @Test func `a point on a shared border belongs to exactly one of the two areas`() {
        // Neighbours that share a slanting border, drawn in either direction.
        let border = [(30.0, 104.5), (30.137, 104.531), (30.4, 104.47), (30.71, 104.62), (31.0, 104.5)]
        let west = Self.area("west", Self.points([(31, 104), (30, 104)] + border))
        let east = Self.area("east", Self.points(border.reversed() + [(30, 105), (31, 105)]))
        let map = AreaMap([west, east])
        for (one, other) in zip(border, border.dropFirst()) {
            for step in 0..<100 {
                let part = Double(step) / 100
                let point = Point(
                    latitude: one.0 + (other.0 - one.0) * part, longitude: one.1 + (other.1 - one.1) * part)
                #expect(map.codes(at: point).count == 1, "\(point)")
            }
        }
        let square = AreaMap([Self.area("square", Self.square(30, 104, 1))])
        #expect(square.code(at: Point(latitude: 30, longitude: 104)) == "square")
        #expect(square.code(at: Point(latitude: 30.5, longitude: 104)) == "square")
        #expect(square.isOutside(Point(latitude: 31, longitude: 104.5)))
        #expect(square.isOutside(Point(latitude: 30.5, longitude: 105)))
    }

    @Test func `an empty or flat outline contains no point`() {
        let map = AreaMap([
            Area(code: "empty", name: "", polygons: [AreaPolygon(outer: [])]),
            Self.area("line", Self.points([(30, 104), (30, 105)])), Self.area("real", Self.square(30, 104, 1)),
        ])
        #expect(map.codes(at: Point(latitude: 30, longitude: 104.5)) == ["real"])
        #expect(map.isOutside(Point(latitude: .nan, longitude: 104.5)))
    }

    @Test func `the index gives the same answer as counting every edge`() {
        var random = SeededGenerator(seed: 20_261_123)
        for _ in 0..<30 {
            let areas = (0..<Int.random(in: 1...40, using: &random)).map { Self.star("a\($0)", &random) }
            let map = AreaMap(areas)
            for _ in 0..<300 {
                var point = Point(
                    latitude: .random(in: 29.5...31.5, using: &random),
                    longitude: .random(in: 103.5...105.5, using: &random))
                // Corners and level lines are the most error-prone points.
                if Bool.random(using: &random), let corner = areas.randomElement(using: &random)?.polygons[0].outer[0] {
                    point.latitude = corner.latitude
                    if Bool.random(using: &random) { point.longitude = corner.longitude }
                }
                let expected = map.areas.filter { area in area.polygons.contains { Self.holds($0, point) } }
                #expect(map.codes(at: point) == expected.map(\.code), "\(point)")
                #expect(map.code(at: point) == expected.first?.code)
            }
        }
    }

    /// A star of 3 to 40 corners around a random point. Every other one has a hole in its middle.
    private static func star(_ code: String, _ random: inout SeededGenerator) -> Area {
        let spot = Point(
            latitude: .random(in: 30...31, using: &random), longitude: .random(in: 104...105, using: &random))
        let corners = Int.random(in: 3...40, using: &random)
        func ring(_ least: Double, _ most: Double) -> [Point] {
            (0..<corners).map { corner in
                // The corners of a regular star on a square path. It needs no sine, and no edges cross.
                let turn = Double(corner) / Double(corners) * 4
                let side = Int(turn)
                let along = (turn - Double(side)) * 2 - 1
                let (y, x) = [(-1, along), (along, 1), (1, -along), (-along, -1)][side]
                let radius = Double.random(in: least...most, using: &random)
                return Point(latitude: spot.latitude + y * radius, longitude: spot.longitude + x * radius)
            }
        }
        let holes = Bool.random(using: &random) ? [ring(0.01, 0.05)] : []
        return Area(code: code, name: code, polygons: [AreaPolygon(outer: ring(0.06, 0.4), holes: holes)])
    }

    /// Whether the point is inside, by counting every edge to the east of it, over all rings.
    private static func holds(_ polygon: AreaPolygon, _ point: Point) -> Bool {
        var isInside = false
        for ring in [polygon.outer] + polygon.holes {
            for index in ring.indices {
                let (a, b) = (ring[index], ring[(index + 1) % ring.count])
                let (south, north) = a.latitude < b.latitude ? (a, b) : (b, a)
                guard south.latitude <= point.latitude, point.latitude < north.latitude else { continue }
                let rise = north.latitude - south.latitude
                let run = north.longitude - south.longitude
                if (point.longitude - south.longitude) * rise < run * (point.latitude - south.latitude) {
                    isInside.toggle()
                }
            }
        }
        return isInside
    }
}

/// Tests the use of areas in routing.
struct AreaRoutingTests {
    private func policy() -> Policy {
        let rules = [
            RoutingSamples.rule("grid", lead: "traffic-police") {
                $0.areas = [AreaPattern("jy-g*")].compactMap(\.self)
            },
            RoutingSamples.rule("town") { $0.areas = [AreaPattern("涌泉街道")].compactMap(\.self) },
            RoutingSamples.rule("district") { $0.areas = [AreaPattern("510185")].compactMap(\.self) },
        ]
        var policy = Policy(
            departments: [], categories: [], programmes: [], schemes: [], routing: RoutingTable(rules: rules),
            basics: PolicyBasics(rulesHash: "-"))
        let ring = [(30.0, 104.0), (30, 105), (31, 105), (31, 104)].map { Point(latitude: $0.0, longitude: $0.1) }
        policy.areas = AreaMap([Area(code: "jy-g7", name: "七", polygons: [AreaPolygon(outer: ring)])])
        return policy
    }

    private func report(_ edit: (inout Location) -> Void) -> Report {
        var report = Report(
            reportID: "r", programme: "p.one", channel: .phone, reportedAt: Instant(milliseconds: 0))
        var location = Location()
        edit(&location)
        report.location = location
        return report
    }

    private func rule(_ edit: (inout Location) -> Void) -> String {
        let policy = policy()
        let facts = policy.facts(of: report(edit), category: nil, condition: nil, at: Instant(milliseconds: 0))
        return policy.routing.decide(facts).rule
    }

    @Test func `a rule's area is a district, an area round the point, or a name below the district`() {
        let point = GivenPoint(point: Point(latitude: 30.5, longitude: 104.5), crs: .gcj02)
        #expect(rule { $0.point = point } == "grid")
        #expect(rule { $0.grid = "jy-g12" } == "grid")
        #expect(rule { $0.subdistrict = "涌泉街道" } == "town")
        #expect(rule { $0.community = "涌泉街道" } == "town")
        #expect(rule { $0.district = "510185" } == "district")
        #expect(rule { $0.district = "510104" } == RoutingTable.fallbackID)
    }

    @Test func `an explanation names every area that was asked about`() throws {
        let policy = policy()
        let asked = report {
            $0.point = GivenPoint(point: Point(latitude: 30.5, longitude: 104.5), crs: .wgs84)
            $0.district = "510185"
        }
        let facts = policy.facts(of: asked, category: nil, condition: nil, at: Instant(milliseconds: 0))
        #expect(facts.text(.area) == "510185, jy-g7")
        let reason = try #require(policy.routing.explain(facts).reasons.first)
        #expect(reason.description == "area is 510185, jy-g7, as the rule wants (jy-g*)")
    }

    @Test func `a case stores the smallest area that contains its point`() {
        let areas = policy().areas
        var location = Location()
        #expect(CaseOpening.located(location, in: areas).area == nil)
        location.point = GivenPoint(point: Point(latitude: 30.5, longitude: 104.5), crs: .bd09)
        let located = CaseOpening.located(location, in: areas)
        #expect(located.area == "jy-g7" && located.wgs84 != nil)
    }
}

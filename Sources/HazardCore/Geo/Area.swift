/// A part of the city with a code of its own, drawn on the map: a district, a subdistrict, a community, a grid cell.
package struct Area: Hashable, Sendable {
    /// Unique among the areas; routing rules and cases name it.
    package var code: String
    package var name: String
    package var nameEnglish: String?
    package var level: AreaLevel?
    /// More than one when the area lies in several pieces.
    package var polygons: [AreaPolygon]

    package init(
        code: String, name: String, nameEnglish: String? = nil, level: AreaLevel? = nil, polygons: [AreaPolygon]
    ) {
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.level = level
        self.polygons = polygons
    }

    /// In square degrees of latitude, holes taken off; for comparing areas of one city.
    package var size: Double { polygons.reduce(0) { $0 + $1.size } }
}

/// How far down an area is: each lies within the one before.
package enum AreaLevel: String, CaseIterable, Hashable, Sendable {
    case city, district, subdistrict, community, grid

    /// Rises with how exactly the area names a place.
    package var depth: Int { AreaLevel.allCases.firstIndex(of: self) ?? 0 }
}

/// One piece of an area in WGS-84: a ring, and rings of what is not part of it.
package struct AreaPolygon: Hashable, Sendable {
    /// Without its first point again at the end; the same for holes.
    package var outer: [Point]
    package var holes: [[Point]]

    package init(outer: [Point], holes: [[Point]] = []) {
        self.outer = outer
        self.holes = holes
    }

    /// In square degrees of latitude.
    package var size: Double {
        holes.reduce(Self.size(of: outer)) { $0 - Self.size(of: $1) }
    }

    /// By the shoelace formula on a plane that shrinks longitudes as they do at the ring's first point.
    package static func size(of ring: [Point]) -> Double {
        guard let first = ring.first, var last = ring.last else { return 0 }
        var twice = 0.0
        for point in ring {
            twice += (last.longitude - first.longitude) * (point.latitude - first.latitude)
            twice -= (point.longitude - first.longitude) * (last.latitude - first.latitude)
            last = point
        }
        return abs(twice) / 2 * CoordinateConversion.narrowing(at: first.latitude)
    }
}

/// A part of the city with a code and a shape on the map: a district, a subdistrict, a community or a grid cell.
package struct Area: Hashable, Sendable {
    /// The code, unique among the areas; routing rules and cases refer to it.
    package var code: String
    package var name: String
    package var nameEnglish: String?
    package var level: AreaLevel?
    /// More than one when the area consists of several pieces.
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

    /// The size in square degrees of latitude, without holes. It serves to compare areas of one city.
    package var size: Double { polygons.reduce(0) { $0 + $1.size } }
}

/// The level of an area. Each level lies within the one before it.
package enum AreaLevel: String, CaseIterable, Hashable, Sendable {
    case city, district, subdistrict, community, grid

    /// The position of the level; a higher number is a smaller area.
    package var depth: Int { AreaLevel.allCases.firstIndex(of: self) ?? 0 }
}

/// One piece of an area in WGS-84: an outer ring, and inner rings that are not part of it.
package struct AreaPolygon: Hashable, Sendable {
    /// The first point is not repeated at the end; the same holds for `holes`.
    package var outer: [Point]
    package var holes: [[Point]]

    package init(outer: [Point], holes: [[Point]] = []) {
        self.outer = outer
        self.holes = holes
    }

    /// The size in square degrees of latitude.
    package var size: Double {
        holes.reduce(Self.size(of: outer)) { $0 - Self.size(of: $1) }
    }

    /// The size of a ring in square degrees of latitude, by the shoelace formula. Longitudes are scaled by their length
    /// at the ring's first point.
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

/// Finds the areas that a point lies in. An index makes the cost independent of the number of areas.
///
/// A point on a border belongs to exactly one of the two areas that share it (`DECISIONS.md` #28): southern and western
/// edges are part of an area, northern and eastern ones are not. The same holds for the edges of a hole.
package struct AreaMap: Sendable {
    /// A map without areas. No point is outside of it.
    package static let none = AreaMap([])

    /// Ordered by level (smallest areas first), then by size, then by code.
    package let areas: [Area]
    /// The pieces, in the order of their areas.
    private let pieces: [AreaPiece]
    private let grid: AreaGrid

    package init(_ areas: [Area]) {
        let sizes = areas.map { (area: $0, depth: $0.level?.depth ?? 0, size: $0.size) }
        self.areas = sizes.sorted { one, other in
            if one.depth != other.depth { return one.depth > other.depth }
            return one.size != other.size ? one.size < other.size : one.area.code < other.area.code
        }.map(\.area)
        pieces = self.areas.enumerated().flatMap { index, area in
            area.polygons.filter { !$0.outer.isEmpty }.map { AreaPiece($0, of: index) }
        }
        grid = AreaGrid(pieces.map(\.box))
    }

    package var isEmpty: Bool { areas.isEmpty }

    /// The codes of the areas that a WGS-84 point lies in, in the order of `areas`.
    package func codes(at point: Point) -> [String] {
        var codes: [String] = []
        var last = -1
        for piece in grid.candidates(at: point) {
            let piece = pieces[Int(piece)]
            if piece.area != last, piece.contains(point) {
                codes.append(areas[piece.area].code)
                last = piece.area
            }
        }
        return codes
    }

    /// The code of the smallest area that contains the point; nil when no area does.
    package func code(at point: Point) -> String? {
        for piece in grid.candidates(at: point) where pieces[Int(piece)].contains(point) {
            return areas[pieces[Int(piece)].area].code
        }
        return nil
    }

    /// Whether there are areas and each of them is more than `metres` away from the WGS-84 point. Inside is at 0 m.
    package func isOutside(_ point: Point, byMoreThan metres: Double = 0) -> Bool {
        guard !isEmpty, code(at: point) == nil else { return false }
        return metres <= 0 || !pieces.contains { $0.isNear(point, metres: metres) }
    }
}

/// A rectangle in degrees.
struct AreaBox: Hashable {
    var south = Double.infinity
    var west = Double.infinity
    var north = -Double.infinity
    var east = -Double.infinity

    mutating func include(_ point: Point) {
        south = min(south, point.latitude)
        north = max(north, point.latitude)
        west = min(west, point.longitude)
        east = max(east, point.longitude)
    }

    mutating func formUnion(_ other: AreaBox) {
        south = min(south, other.south)
        north = max(north, other.north)
        west = min(west, other.west)
        east = max(east, other.east)
    }

    func contains(_ point: Point) -> Bool {
        south <= point.latitude && point.latitude <= north && west <= point.longitude && point.longitude <= east
    }
}

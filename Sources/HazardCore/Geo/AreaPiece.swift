/// A polygon prepared for many queries: its edges are sorted into bands of latitude, and a query reads one band only
/// (`DECISIONS.md` #28).
struct AreaPiece: Sendable {
    /// The position of its area in `AreaMap.areas`.
    let area: Int
    let box: AreaBox

    /// An edge from its southern to its northern end. Level edges are in no band, because no ray to the east crosses
    /// them.
    private struct Edge {
        var south: Point
        var north: Point
    }

    private let bandsPerDegree: Double
    /// The edges of band n are those from `starts[n]` to `starts[n + 1]`. An edge that spans several bands is listed in
    /// each.
    private let starts: [Int32]
    private let edges: [Edge]
    /// The level edges, for distances.
    private let levelEdges: [Edge]

    init(_ polygon: AreaPolygon, of area: Int) {
        self.area = area
        var box = AreaBox()
        var all: [Edge] = []
        var level: [Edge] = []
        for ring in [polygon.outer] + polygon.holes {
            guard var last = ring.last else { continue }
            for point in ring {
                box.include(point)
                if last.latitude < point.latitude { all.append(Edge(south: last, north: point)) }
                if point.latitude == last.latitude { level.append(Edge(south: last, north: point)) }
                if point.latitude < last.latitude { all.append(Edge(south: point, north: last)) }
                last = point
            }
        }
        let count = max(1, min(1024, all.count / 4))
        let height = box.north - box.south
        let scale = height > 1e-9 ? Double(count) / height : 0
        var bands = [[Edge]](repeating: [], count: count)
        for edge in all {
            let first = Self.band(edge.south.latitude, from: box.south, scale, count)
            for band in first...Self.band(edge.north.latitude, from: box.south, scale, count) {
                bands[band].append(edge)
            }
        }
        self.box = box
        levelEdges = level
        bandsPerDegree = scale
        edges = bands.flatMap(\.self)
        starts = bands.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1.count)) }
    }

    /// Whether the point is inside: a ray to the east crosses an odd number of edges.
    ///
    /// An edge always runs from south to north, whichever area it belongs to. Two areas that share it therefore never
    /// both contain the point, or both exclude it.
    func contains(_ point: Point) -> Bool {
        guard box.contains(point) else { return false }
        let band = Self.band(point.latitude, from: box.south, bandsPerDegree, starts.count - 1)
        var isInside = false
        for index in Int(starts[band])..<Int(starts[band + 1]) {
            let edge = edges[index]
            guard edge.south.latitude <= point.latitude, point.latitude < edge.north.latitude else { continue }
            let rise = edge.north.latitude - edge.south.latitude
            let run = edge.north.longitude - edge.south.longitude
            let crosses =
                (point.longitude - edge.south.longitude) * rise < run * (point.latitude - edge.south.latitude)
            if crosses { isInside.toggle() }
        }
        return isInside
    }

    /// Whether an edge of the polygon is at most `metres` away from the WGS-84 point.
    func isNear(_ point: Point, metres: Double) -> Bool {
        let north = metres / Point.metresPerDegree
        let scale = Point.metresPerDegree(ofLongitudeAt: point.latitude)
        let east = metres / scale
        guard box.south - north <= point.latitude, point.latitude <= box.north + north,
            box.west - east <= point.longitude, point.longitude <= box.east + east
        else { return false }
        return (levelEdges + edges).contains { edge in
            let start = edge.south.offset(from: point, scale)
            let end = edge.north.offset(from: point, scale)
            let run = (x: end.x - start.x, y: end.y - start.y)
            let length = run.x * run.x + run.y * run.y
            let share = length > 0 ? max(0, min(1, -(start.x * run.x + start.y * run.y) / length)) : 0
            let nearest = (x: start.x + share * run.x, y: start.y + share * run.y)
            return nearest.x * nearest.x + nearest.y * nearest.y <= metres * metres
        }
    }

    private static func band(_ latitude: Double, from south: Double, _ scale: Double, _ count: Int) -> Int {
        min(count - 1, max(0, Int((latitude - south) * scale)))
    }
}

/// A grid over the boxes of polygons. Each cell lists the polygons whose box touches it, in their order.
struct AreaGrid: Sendable {
    private let box: AreaBox
    private let side: Int
    /// The entries of cell n are those from `starts[n]` to `starts[n + 1]`.
    private let starts: [Int32]
    private let entries: [Int32]

    init(_ boxes: [AreaBox]) {
        var whole = AreaBox()
        for box in boxes { whole.formUnion(box) }
        // About four cells for each polygon, at most 65,536.
        var side = 1
        while side < 256, side * side < boxes.count * 4 { side *= 2 }
        var cells = [[Int32]](repeating: [], count: side * side)
        for (index, box) in boxes.enumerated() {
            for row in Self.cell(
                box.south, whole.south, whole.north, side)...Self.cell(
                    box.north, whole.south, whole.north, side)
            {
                for column in Self.cell(
                    box.west, whole.west, whole.east, side)...Self.cell(
                        box.east, whole.west, whole.east, side)
                {
                    cells[row * side + column].append(Int32(index))
                }
            }
        }
        self.box = whole
        self.side = side
        entries = cells.flatMap(\.self)
        starts = cells.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1.count)) }
    }

    func candidates(at point: Point) -> ArraySlice<Int32> {
        guard box.contains(point) else { return [] }
        let row = Self.cell(point.latitude, box.south, box.north, side)
        let cell = row * side + Self.cell(point.longitude, box.west, box.east, side)
        return entries[Int(starts[cell])..<Int(starts[cell + 1])]
    }

    private static func cell(_ value: Double, _ least: Double, _ most: Double, _ side: Int) -> Int {
        guard most > least else { return 0 }
        return min(side - 1, max(0, Int((value - least) / (most - least) * Double(side))))
    }
}

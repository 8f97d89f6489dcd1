internal import Foundation
internal import HazardCore
internal import Wording

/// The place of a case among the borders of the configured areas, for paper. It needs no tiles.
struct SiteMap {
    let areas: AreaMap
    let point: Point
    /// In metres; nil when the gateway did not say.
    let accuracy: Double?
    let request: DeskRequest

    private static let width = 400.0
    private static let height = 240.0
    /// In metres: half of the shown width, at the least.
    private static let leastReach = 400.0
    private static let metresPerDegree = 111_195.0
    /// A ring with more points is drawn with fewer.
    private static let mostPoints = 1_000

    /// Nothing without areas: a point on blank paper says nothing.
    var html: String {
        guard !areas.isEmpty else { return "" }
        let around = areas.codes(at: point)
        let lines = areas.areas.filter { $0.polygons.contains { isNear($0.outer) } }
            .map { area in
                area.polygons.map { ring($0.outer, isAround: around.contains(area.code)) }.joined()
            }.joined()
        let (x, y) = place(point)
        let circle = accuracy.map {
            "<circle class=\"accuracy\" cx=\"\(Int(x))\" cy=\"\(Int(y))\" r=\"\(Int($0 * scale))\"/>"
        }
        return
            "<figure class=\"site\"><svg class=\"map\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" "
            + "aria-label=\"\(HTML.escaped(request("位置图，北在上", "Map of the place, north is up")))\">\(lines)\(circle ?? "")"
            + "<circle class=\"red\" cx=\"\(Int(x))\" cy=\"\(Int(y))\" r=\"6\"/>\(bar)</svg>"
            + HTML.element("figcaption", caption(around)) + "</figure>"
    }

    /// The names of the areas that the point lies in, the largest first.
    private func caption(_ around: [String]) -> String {
        let names = areas.areas.filter { around.contains($0.code) }.reversed()
            .map { request.language == .zh ? $0.name : $0.nameEnglish ?? $0.name }
        return names.isEmpty
            ? request("不在已配置的区域内", "Outside the configured areas") : names.joined(separator: " · ")
    }

    // MARK: - Drawing

    /// In metres from the middle to the left and the right border.
    private var reach: Double { max(Self.leastReach, (accuracy ?? 0) * 2) }
    /// Units of the drawing per metre.
    private var scale: Double { Self.width / 2 / reach }

    private func place(_ point: Point) -> (x: Double, y: Double) {
        let east = (point.longitude - self.point.longitude) * cos(self.point.latitude / 180 * .pi)
        let north = point.latitude - self.point.latitude
        return (
            Self.width / 2 + east * Self.metresPerDegree * scale,
            Self.height / 2 - north * Self.metresPerDegree * scale
        )
    }

    /// Whether the box around a ring meets the frame.
    private func isNear(_ ring: [Point]) -> Bool {
        let places = ring.map(place)
        guard let first = places.first else { return false }
        var (left, right, top, bottom) = (first.x, first.x, first.y, first.y)
        for (x, y) in places {
            (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
        }
        return left <= Self.width && right >= 0 && top <= Self.height && bottom >= 0
    }

    private func ring(_ ring: [Point], isAround: Bool) -> String {
        let step = max(1, ring.count / Self.mostPoints)
        let points = stride(from: 0, to: ring.count, by: step).map { index in
            let (x, y) = place(ring[index])
            return "\(Int(x)),\(Int(y))"
        }
        return "<polygon class=\"\(isAround ? "around" : "border")\" points=\"\(points.joined(separator: " "))\"/>"
    }

    /// A scale bar of a round number of metres.
    private var bar: String {
        let metres = [100.0, 200, 500, 1_000, 2_000, 5_000, 10_000].first { $0 * scale >= Self.width / 6 } ?? 20_000
        let (length, y) = (Int(metres * scale), Int(Self.height) - 12)
        return
            "<path class=\"bar\" d=\"M12 \(y - 4)v4h\(length)v-4\"/><text x=\"\(length + 18)\" y=\"\(y)\">\(Int(metres)) m</text>"
    }
}

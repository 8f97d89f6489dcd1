internal import HazardCore
internal import JSONText
internal import Wording

/// Reads the polygons of an area from a GeoJSON geometry (RFC 7946, section 3.1).
struct AreaGeometry {
    /// The geometry types of the standard; an area is a `Polygon` or a `MultiPolygon`.
    static let types = [
        "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
    ]

    let file: String
    let problems: ProblemCollector

    func read(_ geometry: JSONValue, _ path: String) -> [AreaPolygon] {
        let coordinates = geometry["coordinates"]?.array
        let at = path + ".coordinates"
        switch geometry["type"]?.string {
        case "Polygon":
            return coordinates.flatMap { polygon($0, at) }.map { [$0] } ?? missing(coordinates, at)
        case "MultiPolygon":
            guard let coordinates, !coordinates.isEmpty else { return missing(nil, at) }
            return coordinates.enumerated().compactMap { index, part in
                guard let rings = part.array else {
                    add("\(at)[\(index)]", Self.mustBeRings)
                    return nil
                }
                return polygon(rings, "\(at)[\(index)]")
            }
        case let type:
            let isKnown = type.map(Self.types.contains) ?? false
            add(
                path + ".type", value: type,
                isKnown
                    ? LocalText(zh: "不能表示区域的范围", en: "is not the outline of an area")
                    : LocalText(zh: "不是几何类型", en: "is not a geometry type"),
                hint: LocalText(
                    zh: "应为 Polygon；由几块组成的区域用 MultiPolygon",
                    en: "draw a Polygon, or a MultiPolygon for an area in several pieces"))
            return []
        }
    }

    private func missing(_ coordinates: [JSONValue]?, _ path: String) -> [AreaPolygon] {
        // The problems of a list that is present are already reported.
        if coordinates == nil { add(path, Self.mustHaveRings) }
        return []
    }

    private func polygon(_ rings: [JSONValue], _ path: String) -> AreaPolygon? {
        guard !rings.isEmpty else {
            add(path, Self.mustHaveRings)
            return nil
        }
        let read = rings.enumerated().map { ring($1, "\(path)[\($0)]") }
        guard let outer = read[0] else { return nil }
        let body = AreaMap([Area(code: "-", name: "-", polygons: [AreaPolygon(outer: outer)])])
        var holes: [[Point]] = []
        for (index, hole) in read.enumerated().dropFirst() {
            guard let hole else { continue }
            if !hole.contains(where: { !body.isOutside($0) }) {
                add(
                    "\(path)[\(index)]",
                    LocalText(zh: "这个洞在多边形之外", en: "is a hole outside of its polygon"),
                    hint: LocalText(
                        zh: "第一个环是外轮廓，其余是洞；区域的另一块应是 MultiPolygon 的另一个多边形",
                        en:
                            "the first ring is the outline; another piece of the area is another polygon of a MultiPolygon"
                    ))
            }
            holes.append(hole)
        }
        return AreaPolygon(outer: outer, holes: holes)
    }

    /// The points of a closed ring without the last, which repeats the first; nil, with a problem, when it is not a ring.
    private func ring(_ value: JSONValue, _ path: String) -> [Point]? {
        guard let positions = value.array else {
            add(
                path,
                .mustBe(LocalText(zh: "坐标列表，每个为 [经度, 纬度]", en: "a list of positions, [longitude, latitude] each")))
            return nil
        }
        var points: [Point] = []
        points.reserveCapacity(positions.count)
        for (index, position) in positions.enumerated() {
            guard let point = point(position, "\(path)[\(index)]") else { return nil }
            points.append(point)
        }
        guard points.count >= 4 else {
            add(
                path, LocalText(zh: "只有 \(points.count) 个坐标", en: "has \(points.count) positions"),
                hint: LocalText(
                    zh: "至少 4 个：三角形的三个角，末尾重复第一个",
                    en: "at least 4: a triangle, with its first corner repeated at the end"))
            return nil
        }
        guard points.first == points.last else {
            let first = text(positions[0])
            add(
                path, LocalText(zh: "环没有闭合", en: "is not closed"),
                hint: LocalText(
                    zh: "最后一个坐标要与第一个相同：在末尾加上 \(first)",
                    en: "the last position must repeat the first: append \(first)"))
            return nil
        }
        points.removeLast()
        guard AreaPolygon.size(of: points) > 0 else {
            add(
                path, LocalText(zh: "没有围出面积", en: "encloses no area"),
                hint: LocalText(
                    zh: "各坐标在同一直线或同一点上，或环自相交叉", en: "its positions are on one line or one spot, or it crosses itself"))
            return nil
        }
        return points
    }

    /// A position; only the first mistake of each ring is reported, because the others are likely the same.
    private func point(_ value: JSONValue, _ path: String) -> Point? {
        guard let pair = value.array, (2...3).contains(pair.count), let longitude = pair[0].double,
            let latitude = pair[1].double
        else {
            add(
                path, LocalText(zh: "不是坐标", en: "is not a position"),
                hint: LocalText(
                    zh: "写成 [经度, 纬度]，如 [104.55, 30.39]", en: "write [longitude, latitude], such as [104.55, 30.39]"))
            return nil
        }
        let given = text(value)
        if abs(longitude) > 1000 || abs(latitude) > 1000 {
            add(
                path, value: given, LocalText(zh: "单位不是度", en: "is not in degrees"),
                hint: LocalText(
                    zh: "用 EPSG:4326 即 WGS-84 重新导出图层", en: "export the layer again in EPSG:4326 (WGS-84)"))
            return nil
        }
        let isSwapped = !Self.isInChina(longitude, latitude) && Self.isInChina(latitude, longitude)
        if isSwapped {
            add(
                path, value: given, LocalText(zh: "似乎纬度写在前面", en: "seems to be latitude first"),
                hint: LocalText(
                    zh: "GeoJSON 中经度在前：[104.55, 30.39]", en: "GeoJSON has longitude first: [104.55, 30.39]"))
            return nil
        }
        guard abs(longitude) <= 180, abs(latitude) <= 90 else {
            add(
                path, value: given, LocalText(zh: "超出范围", en: "is out of range"),
                hint: LocalText(
                    zh: "经度为 -180 至 180，纬度为 -90 至 90", en: "longitude is from -180 to 180, latitude from -90 to 90"))
            return nil
        }
        return Point(latitude: latitude, longitude: longitude)
    }

    /// Whether a point lies in the rectangle around China, in degrees.
    private static func isInChina(_ longitude: Double, _ latitude: Double) -> Bool {
        (73...136).contains(longitude) && (3...54).contains(latitude)
    }

    private func text(_ position: JSONValue) -> String { String(decoding: position.bytes.prefix(60), as: UTF8.self) }

    private static let mustBeRings = LocalText.mustBe(LocalText(zh: "环的列表", en: "a list of rings"))
    private static let mustHaveRings = LocalText.mustBe(
        LocalText(zh: "非空的环列表", en: "a list of rings, and not empty"))

    private func add(_ path: String, value: String? = nil, _ problem: LocalText, hint: LocalText? = nil) {
        problems.add(at: ConfigPlace(file: file), path, value: value, problem, hint: hint)
    }
}

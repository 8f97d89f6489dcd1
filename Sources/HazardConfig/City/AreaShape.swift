internal import HazardCore
internal import JSONText

/// Reads a GeoJSON geometry and finds what cannot be the outline of an area.
struct AreaShape {
    static let geometryTypes = [
        "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
    ]

    let file: String
    let findings: Findings

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
                    add("\(at)[\(index)]", "must be a list of rings")
                    return nil
                }
                return polygon(rings, "\(at)[\(index)]")
            }
        case let type:
            let isKnown = type.map(Self.geometryTypes.contains) ?? false
            add(
                path + ".type", value: type, isKnown ? "is not the outline of an area" : "is no type of geometry",
                hint: "draw a Polygon, or a MultiPolygon for an area in several pieces")
            return []
        }
    }

    private func missing(_ coordinates: [JSONValue]?, _ path: String) -> [AreaPolygon] {
        // A list that is there has been spoken of already.
        if coordinates == nil { add(path, "must be a list of rings, and not empty") }
        return []
    }

    private func polygon(_ rings: [JSONValue], _ path: String) -> AreaPolygon? {
        guard !rings.isEmpty else {
            add(path, "must be a list of rings, and not empty")
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
                    "\(path)[\(index)]", "is a hole outside of its polygon",
                    hint:
                        "the first ring is the outline; another piece of the area is another polygon of a MultiPolygon")
            }
            holes.append(hole)
        }
        return AreaPolygon(outer: outer, holes: holes)
    }

    /// A closed ring without its last point, which is the first again; nil, with a finding, when it is none.
    private func ring(_ value: JSONValue, _ path: String) -> [Point]? {
        guard let positions = value.array else {
            add(path, "must be a list of positions, [longitude, latitude] each")
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
                path, "has \(points.count) positions",
                hint: "at least 4: a triangle, with its first corner again at the end")
            return nil
        }
        guard points.first == points.last else {
            add(path, "is not closed", hint: "the last position must be the first again: append \(text(positions[0]))")
            return nil
        }
        points.removeLast()
        guard AreaPolygon.size(of: points) > 0 else {
            add(path, "encloses nothing", hint: "its positions lie on one line or one spot, or it crosses itself")
            return nil
        }
        return points
    }

    /// A position; one bad one is told for each ring, for the rest is likely bad in the same way.
    private func point(_ value: JSONValue, _ path: String) -> Point? {
        guard let pair = value.array, (2...3).contains(pair.count), let longitude = pair[0].double,
            let latitude = pair[1].double
        else {
            add(path, "is no position", hint: "write [longitude, latitude], such as [104.55, 30.39]")
            return nil
        }
        let given = text(value)
        if abs(longitude) > 1000 || abs(latitude) > 1000 {
            add(path, value: given, "is not in degrees", hint: "export the layer again in EPSG:4326 (WGS-84)")
            return nil
        }
        let isSwapped = !Self.isInChina(longitude, latitude) && Self.isInChina(latitude, longitude)
        if isSwapped {
            add(path, value: given, "seems to be latitude first", hint: "GeoJSON has longitude first: [104.55, 30.39]")
            return nil
        }
        guard abs(longitude) <= 180, abs(latitude) <= 90 else {
            add(path, value: given, "is out of range", hint: "longitude is from -180 to 180, latitude from -90 to 90")
            return nil
        }
        return Point(latitude: latitude, longitude: longitude)
    }

    private static func isInChina(_ longitude: Double, _ latitude: Double) -> Bool {
        (73...136).contains(longitude) && (3...54).contains(latitude)
    }

    private func text(_ position: JSONValue) -> String { String(decoding: position.bytes.prefix(60), as: UTF8.self) }

    private func add(_ path: String, value: String? = nil, _ problem: String, hint: String? = nil) {
        findings.add(at: ConfigPlace(file: file), path, value: value, problem, hint: hint)
    }
}

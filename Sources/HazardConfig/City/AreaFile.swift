internal import HazardCore
internal import JSONText

/// One GeoJSON file (RFC 7946): features with a polygon or several, and the properties `code`, `name`, `name_en`, `level`.
///
/// Other properties are the map makers' own and are passed over; everything else must be as the standard says.
struct AreaFile {
    struct Found {
        var area: Area
        /// Its feature: `features[3]`.
        var path: String
    }

    let file: String
    let findings: Findings

    /// The areas that could be read; whether they may be used is for the findings to say.
    func read(_ root: JSONValue) -> [Found] {
        checkReference(root)
        switch root["type"]?.string {
        case "FeatureCollection":
            guard let features = root["features"]?.array else {
                add("features", "must be a list of features")
                return []
            }
            return features.enumerated().compactMap { index, feature in read(feature, "features[\(index)]") }
        case "Feature":
            return [read(root, "")].compactMap(\.self)
        case let type:
            add(
                "type", value: type, "is not a FeatureCollection or Feature",
                hint: AreaShape.geometryTypes.contains(type ?? "")
                    ? "a geometry alone has no code: put it into a Feature, with properties"
                    : "export the layer as GeoJSON")
            return []
        }
    }

    private func read(_ feature: JSONValue, _ path: String) -> Found? {
        func inside(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
        guard feature["type"]?.string == "Feature" else {
            add(inside("type"), value: feature["type"]?.string, "must be Feature")
            return nil
        }
        let properties = feature["properties"] ?? .object([])
        let code = code(properties, inside("properties.code"))
        let name = text(properties["name"], inside("properties.name"))
        var level: AreaLevel?
        if let given = properties["level"] {
            level = given.string.flatMap(AreaLevel.init)
            if level == nil {
                add(
                    inside("properties.level"), value: given.string, "is not a level",
                    hint: "one of " + AreaLevel.allCases.map(\.rawValue).joined(separator: ", "))
            }
        }
        guard let geometry = feature["geometry"] else {
            add(inside("geometry"), "is missing", hint: "draw the area, or remove the feature")
            return nil
        }
        let polygons = AreaShape(file: file, findings: findings).read(geometry, inside("geometry"))
        guard let code, let name, !polygons.isEmpty else { return nil }
        let english = properties["name_en"].flatMap { text($0, inside("properties.name_en")) }
        return Found(
            area: Area(code: code, name: name, nameEnglish: english, level: level, polygons: polygons), path: path)
    }

    private func code(_ properties: JSONValue, _ path: String) -> String? {
        guard let value = properties["code"] else {
            let known = properties.object?.map(\.key) ?? []
            let near = ["adcode", "CODE", "Code", "id", "area_code"].first(where: known.contains)
            add(path, "is missing", hint: near.map { "is it \($0)? Rename it" } ?? "give every area a code of its own")
            return nil
        }
        guard let code = value.string else {
            add(path, value: value.int.map(String.init), "must be text", hint: "in quotation marks: \"510185\"")
            return nil
        }
        guard Fields.isIdentifier(code) else {
            add(path, value: code, "is no code", hint: "1 to 64 letters, digits, dots, dashes or underscores")
            return nil
        }
        return code
    }

    private func text(_ value: JSONValue?, _ path: String) -> String? {
        guard let text = value?.string, !text.isEmpty, text.utf8.count <= 200 else {
            add(path, value == nil ? "is missing" : "must be text of at most 200 bytes")
            return nil
        }
        return text
    }

    /// The standard knows WGS-84 only; older files name another reference system here.
    private func checkReference(_ root: JSONValue) {
        guard let crs = root["crs"] else { return }
        let name = crs["properties"]?["name"]?.string ?? ""
        guard !["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"].contains(name) else {
            return
        }
        add("crs", value: name, "is not WGS-84", hint: "export the layer again in EPSG:4326")
    }

    private func add(_ path: String, value: String? = nil, _ problem: String, hint: String? = nil) {
        findings.add(at: ConfigPlace(file: file), path, value: value, problem, hint: hint)
    }
}

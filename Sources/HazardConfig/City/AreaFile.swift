internal import HazardCore
internal import JSONText
internal import Wording

/// Reads one GeoJSON file (RFC 7946): features with polygons and the properties `code`, `name`, `name_en` and `level`.
///
/// Other properties are ignored; everything else must follow the standard.
struct AreaFile {
    struct Feature {
        var area: Area
        /// The feature's path, such as `features[3]`.
        var path: String
    }

    let file: String
    let problems: ProblemCollector

    /// The areas that could be read; they must not be used when there are problems.
    func read(_ root: JSONValue) -> [Feature] {
        checkReference(root)
        switch root["type"]?.string {
        case "FeatureCollection":
            guard let features = root["features"]?.array else {
                add("features", .mustBe(LocalText(zh: "要素列表", en: "a list of features")))
                return []
            }
            return features.enumerated().compactMap { index, feature in read(feature, "features[\(index)]") }
        case "Feature":
            return [read(root, "")].compactMap(\.self)
        case let type:
            add(
                "type", value: type,
                LocalText(zh: "不是 FeatureCollection 或 Feature", en: "is not a FeatureCollection or Feature"),
                hint: AreaGeometry.types.contains(type ?? "")
                    ? LocalText(
                        zh: "单独的几何图形没有代码：放进带 properties 的 Feature",
                        en: "a geometry without a Feature has no code: put it into a Feature with properties")
                    : LocalText(zh: "把图层导出为 GeoJSON", en: "export the layer as GeoJSON"))
            return []
        }
    }

    private func read(_ feature: JSONValue, _ path: String) -> Feature? {
        func inside(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
        guard feature["type"]?.string == "Feature" else {
            add(inside("type"), value: feature["type"]?.string, .mustBe(LocalText(zh: "Feature", en: "Feature")))
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
                    inside("properties.level"), value: given.string,
                    LocalText(zh: "不是区域层级", en: "is not a level"), hint: .oneOf(AreaLevel.allCases.map(\.rawValue)))
            }
        }
        guard let geometry = feature["geometry"] else {
            add(
                inside("geometry"), .missing,
                hint: LocalText(zh: "画出区域，或删去此要素", en: "draw the area, or remove the feature"))
            return nil
        }
        let polygons = AreaGeometry(file: file, problems: problems).read(geometry, inside("geometry"))
        guard let code, let name, !polygons.isEmpty else { return nil }
        let english = properties["name_en"].flatMap { text($0, inside("properties.name_en")) }
        return Feature(
            area: Area(code: code, name: name, nameEnglish: english, level: level, polygons: polygons), path: path)
    }

    private func code(_ properties: JSONValue, _ path: String) -> String? {
        guard let value = properties["code"] else {
            let known = properties.object?.map(\.key) ?? []
            let near = ["adcode", "CODE", "Code", "id", "area_code"].first(where: known.contains)
            add(
                path, .missing,
                hint: near.map { LocalText(zh: "若 \($0) 就是代码，改名为 code", en: "is it \($0)? Rename it to code") }
                    ?? LocalText(zh: "每个区域都要有自己的代码", en: "give every area a code of its own"))
            return nil
        }
        guard let code = value.string else {
            add(
                path, value: value.int.map(String.init), .mustBe(LocalText(zh: "文本", en: "text")),
                hint: LocalText(zh: "加引号：\"510185\"", en: "in quotation marks: \"510185\""))
            return nil
        }
        guard Fields.isIdentifier(code) else {
            add(path, value: code, LocalText(zh: "不是合法的代码", en: "is not a valid code"), hint: .identifier)
            return nil
        }
        return code
    }

    private func text(_ value: JSONValue?, _ path: String) -> String? {
        guard let text = value?.string, !text.isEmpty, text.utf8.count <= 200 else {
            let problem: LocalText =
                value == nil
                ? .missing : .mustBe(LocalText(zh: "不超过 200 字节的文本", en: "text of at most 200 bytes"))
            add(path, problem)
            return nil
        }
        return text
    }

    /// The standard allows WGS-84 only; files of its predecessor may name another reference system.
    private func checkReference(_ root: JSONValue) {
        guard let crs = root["crs"] else { return }
        let name = crs["properties"]?["name"]?.string ?? ""
        guard !["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"].contains(name) else {
            return
        }
        add(
            "crs", value: name, LocalText(zh: "不是 WGS-84 坐标系", en: "is not WGS-84"),
            hint: LocalText(zh: "用 EPSG:4326 重新导出图层", en: "export the layer again in EPSG:4326"))
    }

    private func add(_ path: String, value: String? = nil, _ problem: LocalText, hint: LocalText? = nil) {
        problems.add(at: ConfigPlace(file: file), path, value: value, problem, hint: hint)
    }
}

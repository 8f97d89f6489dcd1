import CommandArguments
import HazardCore
import JSONText
internal import Wording

/// A single report given by options.
enum ReportFlags {
    static let options = [
        Option(
            "programme", .value("ID"), unless: "file",
            summary: LocalText(zh: "项目（不用 --file 时必填）", en: "programme; needed without --file")),
        Option(
            "channel", .choice(Channel.allCases.map(\.rawValue)),
            summary: LocalText(zh: "渠道，默认 phone", en: "channel, phone by default")),
        Option("text", .value("TEXT"), summary: LocalText(zh: "内容", en: "text of the report")),
        Option("category", .value("CODE"), summary: LocalText(zh: "类别代码或英文标识", en: "code or id of the category")),
        Option("condition", .value("CODE"), summary: LocalText(zh: "立案条件", en: "filing condition")),
        Option(
            "scheme", .value("ID"), summary: LocalText(zh: "类别代码所属的方案", en: "scheme that the category's code is of")),
        Option(
            "district", .value("CODE"), form: .district, summary: LocalText(zh: "行政区划代码", en: "code of the district")),
        Option("address", .value("TEXT"), summary: LocalText(zh: "地址", en: "address")),
        Option("lat", .value("DEGREES"), summary: LocalText(zh: "纬度", en: "latitude")),
        Option("lon", .value("DEGREES"), summary: LocalText(zh: "经度", en: "longitude")),
        Option(
            "crs", .choice(CoordinateSystem.allCases.map(\.rawValue)),
            summary: LocalText(zh: "坐标系", en: "reference system of the coordinates")),
        Option(
            "road-class", .choice(RoadClass.allCases.map(\.rawValue)),
            summary: LocalText(zh: "道路类别", en: "class of the road")),
        Option(
            "kind", .choice(ReportKind.allCases.map(\.rawValue)), summary: LocalText(zh: "上报性质", en: "kind of report")),
        Option(
            "life-risk", .choice(LifeRisk.allCases.map(\.rawValue)),
            summary: LocalText(zh: "是否危及生命", en: "whether a life is in danger")),
        Option(
            "media", .values("REF"), summary: LocalText(zh: "照片等的引用，可多次使用", en: "reference of a photo; may be repeated")
        ),
        Option("reporter-ref", .value("TEXT"), summary: LocalText(zh: "上报人标识", en: "reference of the reporter")),
        Option(
            "reporter-kind", .choice(ReporterKind.allCases.map(\.rawValue)),
            summary: LocalText(zh: "上报人身份", en: "kind of reporter")),
        Option("id", .value("ID"), summary: LocalText(zh: "上报编号，默认自动生成", en: "report id, made when absent")),
        Option(
            "at", .value("TIME"),
            summary: LocalText(zh: "上报时间，默认现在", en: "time of the report with offset, now by default")
        ),
    ]

    /// The options that set fields with other names.
    static func fields(_ arguments: Arguments) -> FieldOptions {
        FieldOptions(
            arguments, options,
            [
                "report_id": "id", "reported_at": "at", "category_hint": "category", "condition_hint": "condition",
                "category_scheme": "scheme", "life_risk": "life-risk", "reporter.ref": "reporter-ref",
                "reporter.kind": "reporter-kind", "location.crs": "crs", "location.address": "address",
                "location.road_class": "road-class", "location.district": "district", "location.lat": "lat",
                "location.lon": "lon",
            ])
    }

    /// The report's id and bytes. The server, or the check of `KafkaSink`, checks the content.
    static func report(_ arguments: Arguments, _ zone: ZoneText) throws -> (id: String, bytes: [UInt8]) {
        guard let programme = arguments.value("programme") else { throw UsageFault.missingOption("programme") }
        let id = arguments.value("id") ?? GeneratedID.next()
        var members: [JSONValue.Member] = [
            .init("schema_version", .int(1)), .init("report_id", .string(id)), .init("programme", .string(programme)),
            .init("channel", .string(arguments.value("channel") ?? "phone")),
            .init("reported_at", .string(arguments.value("at") ?? zone.now)),
        ]
        members.add("kind", arguments.value("kind"))
        members.add("text", arguments.value("text"))
        members.add("category_hint", arguments.value("category"))
        members.add("condition_hint", arguments.value("condition"))
        members.add("category_scheme", arguments.value("scheme"))
        members.add("life_risk", arguments.value("life-risk"))
        let reporter = inner(arguments, [("ref", "reporter-ref"), ("kind", "reporter-kind")])
        if !reporter.isEmpty { members.append(.init("reporter", .object(reporter))) }
        var place = inner(
            arguments, [("crs", "crs"), ("address", "address"), ("road_class", "road-class"), ("district", "district")])
        for name in ["lat", "lon"] {
            guard let text = arguments.value(name) else { continue }
            guard let degrees = Double(text), degrees.isFinite else {
                throw CommandFault(
                    .usage, zh: "--\(name) 应为度数，如 30.398，不能是“\(text)”",
                    en: "--\(name) must be degrees, such as 30.398, not \"\(text)\"")
            }
            place.append(.init(name, .double(degrees)))
        }
        if !place.isEmpty { members.append(.init("location", .object(place))) }
        let media = arguments.values("media").map { JSONValue.object([.init("ref", .string($0))]) }
        if !media.isEmpty { members.append(.init("media", .array(media))) }
        return (id, JSONValue.object(members).bytes)
    }

    private static func inner(_ arguments: Arguments, _ names: [(String, String)]) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        for (key, option) in names { members.add(key, arguments.value(option)) }
        return members
    }
}

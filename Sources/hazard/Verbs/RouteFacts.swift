import CommandArguments
import Foundation
import HazardCore
import HazardWire
internal import Wording

/// The facts of a report for `route explain`, from options or from a report file.
struct RouteFacts {
    static let options = [
        Option(
            "file", .value("REPORT.json"),
            summary: LocalText(
                zh: "一份上报（- 为标准输入），代替下列各项", en: "a report (- is standard input) in place of the options below")),
        Option("category", .value("CODE"), summary: LocalText(zh: "类别代码或英文标识", en: "code or id of the category")),
        Option(
            "condition", .value("CODE"),
            summary: LocalText(zh: "立案条件，默认第一个", en: "filing condition, the first by default")
        ),
        Option("programme", .value("ID"), summary: LocalText(zh: "项目", en: "programme")),
        Option(
            "district", .value("CODE"), form: .district,
            summary: LocalText(zh: "行政区划代码，默认项目的第一个", en: "code of the district, the programme's first by default")),
        Option(
            "at", .value("LAT,LON"),
            summary: LocalText(zh: "坐标，按配置的区域匹配", en: "a point, for the areas that the configuration draws")),
        Option(
            "crs", .choice(CoordinateSystem.allCases.map(\.rawValue)),
            summary: LocalText(zh: "坐标系，默认 wgs84", en: "reference system of the point, wgs84 by default")),
        Option(
            "road-class", .choice(RoadClass.allCases.map(\.rawValue)),
            summary: LocalText(zh: "道路类别", en: "class of the road")),
        Option(
            "kind", .choice(ReportKind.allCases.map(\.rawValue)), summary: LocalText(zh: "上报性质", en: "kind of report")),
        Option(
            "channel", .choice(Channel.allCases.map(\.rawValue)),
            summary: LocalText(zh: "渠道，默认 phone", en: "channel, phone by default")),
        Option(
            "reporter-kind", .choice(ReporterKind.allCases.map(\.rawValue)),
            summary: LocalText(zh: "上报人身份", en: "kind of reporter")),
        Option("hour", .value("0-23"), summary: LocalText(zh: "当地小时，默认 12", en: "local hour, 12 by default")),
        Option(
            "weekday", .choice(WeekdaySet.names),
            summary: LocalText(zh: "星期，默认 mon", en: "day of the week, mon by default")),
    ]

    let facts: RoutingFacts
    let category: HazardCategory
    /// Why the report's category is unusable; such a report always goes to triage.
    var unusable: [Evidence]?

    init(_ arguments: Arguments, _ policy: Policy) throws {
        if let file = arguments.value("file") {
            let report = try RouteFacts.report(file)
            guard policy.programmes[report.programme] != nil else {
                let name = ForeignText.line(report.programme)
                throw CommandFault(
                    .failed, zh: "没有配置项目 \(name)，见 programmes.yaml",
                    en: "programme: \(name) is not configured; see programmes.yaml")
            }
            if let given = report.location?.point {
                try RouteFacts.checkPlace(CoordinateConversion.wgs84(given), policy)
            }
            let classified = policy.classify(report)
            facts = policy.facts(
                of: report, category: classified.category.id, condition: classified.condition?.code, at: ZoneText.clock)
            category = classified.category
            unusable = classified.isUsable ? nil : classified.evidence
            return
        }
        let name = arguments.value("programme") ?? ""
        if !name.isEmpty, policy.programmes[name] == nil {
            throw RouteFacts.unknown("programme", name, Array(policy.programmes.keys))
        }
        let channel = arguments.value("channel").flatMap(Channel.init) ?? .phone
        var facts = RoutingFacts(programme: name, channel: channel)
        category = try RouteFacts.category(arguments, policy)
        facts.category = category.id
        facts.condition = try RouteFacts.condition(arguments, category)
        facts.district = arguments.value("district") ?? policy.programmes[name]?.districts.first
        facts.areas = try RouteFacts.areas(arguments, policy)
        facts.roadClass = arguments.value("road-class").flatMap(RoadClass.init)
        facts.kind = arguments.value("kind").flatMap(ReportKind.init) ?? .hazard
        facts.reporterKind = arguments.value("reporter-kind").flatMap(ReporterKind.init)
        facts.hour = try arguments.integer("hour", in: 0...23) ?? 12
        facts.weekday = (WeekdaySet.names.firstIndex(of: arguments.value("weekday") ?? "mon") ?? 0) + 1
        self.facts = facts
    }

    /// The areas that contain the point of `--at`.
    ///
    /// - Throws: `CommandFault` for a point outside all areas, because its report would be rejected.
    private static func areas(_ arguments: Arguments, _ policy: Policy) throws(CommandFault) -> [String] {
        guard let text = arguments.value("at") else { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard parts.count == 2, let latitude = parts[0], let longitude = parts[1], abs(latitude) <= 90,
            abs(longitude) <= 180
        else {
            throw CommandFault(
                .usage, zh: "--at“\(text)”不是 纬度,经度，如 30.39,104.55",
                en: "--at: \"\(text)\" is not LAT,LON in degrees, such as 30.39,104.55")
        }
        let crs = arguments.value("crs").flatMap(CoordinateSystem.init) ?? .wgs84
        let given = GivenPoint(point: Point(latitude: latitude, longitude: longitude), crs: crs)
        let point = CoordinateConversion.wgs84(given)
        try checkPlace(point, policy)
        return policy.areas.codes(at: point)
    }

    private static func checkPlace(_ point: Point, _ policy: Policy) throws(CommandFault) {
        guard policy.areas.isOutside(point) else { return }
        let rejection = Rejection.outOfArea(point, areas: policy.areas.areas.count)
        throw CommandFault(
            .failed, zh: "这份上报将无法使用（超出范围 out-of-area）：\(rejection.sentence.zh)",
            en: "this report would be a dead letter (out-of-area): \(rejection.sentence.en)")
    }

    private static func report(_ file: String) throws(CommandFault) -> Report {
        let bytes: [UInt8]
        do {
            let handle = file == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: file))
            bytes = Array(try handle.readToEnd() ?? Data())
        } catch {
            throw CommandFault(cannotRead: file, error)
        }
        do throws(Rejection) {
            return try ReportCodec.decode(bytes)
        } catch {
            let problems = ReportCodec.problems(of: bytes)
            func lines(_ language: Language) -> [String] {
                problems.map { "  " + ProblemLine($0, language).text(language) }
            }
            throw CommandFault(
                .failed, zh: (["\(file)：这份上报将无法使用："] + lines(.zh)).joined(separator: "\n"),
                en: (["\(file): this report would be a dead letter:"] + lines(.en)).joined(separator: "\n"))
        }
    }

    private static func category(_ arguments: Arguments, _ policy: Policy) throws -> HazardCategory {
        guard let name = arguments.value("category") else { throw UsageFault.missingOption("category") }
        guard let category = policy.category(name) else {
            throw unknown("category", name, policy.categories.map { "\($0.code) \($0.id)" })
        }
        return category
    }

    private static func condition(_ arguments: Arguments, _ category: HazardCategory) throws(CommandFault) -> String? {
        guard let name = arguments.value("condition") else { return category.conditions.first?.code }
        guard let condition = category.condition(name) else {
            throw unknown("condition", name, category.conditions.map(\.code))
        }
        return condition.code
    }

    private static func unknown(_ option: String, _ value: String, _ known: [String]) -> CommandFault {
        let list = known.sorted().joined(separator: ", ")
        let nearest = NearestName.of(value, among: known.flatMap { $0.split(separator: " ").map(String.init) })
        return CommandFault(
            .usage,
            zh: "--\(option)：没有配置“\(value)”；" + (nearest.map { "是否想用 \($0)？" } ?? "已配置的有：\(list)"),
            en: "--\(option): \"\(value)\" is not configured; "
                + (nearest.map { "did you mean \($0)?" } ?? "there are \(list)"))
    }
}

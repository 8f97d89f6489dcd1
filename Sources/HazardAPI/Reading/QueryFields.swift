internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import Wording

/// Reads the query of a request strictly: names every field that cannot be used, and every unknown one.
struct QueryFields {
    private(set) var problems: [FieldProblem] = []
    private var values: [String: String] = [:]

    init(_ query: [QueryItem], known: [String]) {
        for item in query {
            if !known.contains(item.name) {
                let names = known.joined(separator: ", ")
                refuse(
                    item.name, LocalText(zh: "没有这个查询字段", en: "the query field is not known here"),
                    hint: known.isEmpty
                        ? LocalText(zh: "请去掉它", en: "leave it out")
                        : LocalText(zh: "可用的有 \(names)", en: "one of \(names)"))
            } else if values[item.name] != nil {
                refuse(
                    item.name, LocalText(zh: "查询字段出现了两次", en: "the query field stands twice"),
                    hint: LocalText(zh: "请只写一次", en: "send it once"))
            } else if !item.value.isEmpty {
                values[item.name] = item.value
            }
        }
    }

    mutating func refuse(_ field: String, _ problem: LocalText, hint: LocalText) {
        problems.append(FieldProblem(field, problem, hint: hint))
    }

    /// - Throws: A 400 when anything was wrong.
    func finish() throws(Problem) {
        if !problems.isEmpty { throw .invalid(problems) }
    }

    // MARK: - Values

    /// Text of at most 128 bytes.
    mutating func text(_ name: String) -> String? {
        guard let value = values[name] else { return nil }
        guard value.utf8.count <= 128 else {
            refuse(
                name, LocalText(zh: "值超过 128 字节", en: "the value is longer than 128 bytes"),
                hint: LocalText(zh: "最多 128 字节", en: "send at most 128 bytes"))
            return nil
        }
        return value
    }

    /// The address of a page: text of at most 2,048 bytes; nil for a longer one.
    func longText(_ name: String) -> String? { values[name].flatMap { $0.utf8.count <= 2048 ? $0 : nil } }

    /// One of a closed list of names.
    mutating func named<Value: RawRepresentable<String> & CaseIterable>(_ name: String) -> Value? {
        guard let text = values[name] else { return nil }
        guard let value = Value(rawValue: text) else {
            let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
            refuse(
                name, LocalText(zh: "应为下列之一：\(names)", en: "expected one of \(names)"),
                hint: LocalText(zh: "请写 \(names) 之一", en: "send one of \(names)"))
            return nil
        }
        return value
    }

    /// `true` or `false`.
    mutating func flag(_ name: String) -> Bool? {
        switch values[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default:
            refuse(
                name, LocalText(zh: "应为 true 或 false", en: "expected true or false"),
                hint: LocalText(zh: "请写 true 或 false", en: "send true or false"))
            return nil
        }
    }

    /// The wanted number of entries; 50 when the request names none.
    mutating func limit(most: Int) -> Int {
        guard let text = values["limit"] else { return min(50, most) }
        guard let limit = Int(text), (1...most).contains(limit) else {
            refuse(
                "limit", LocalText(zh: "应为 1 至 \(most) 的整数", en: "expected a whole number from 1 to \(most)"),
                hint: LocalText(zh: "请写 1 至 \(most)", en: "send 1 to \(most)"))
            return 1
        }
        return limit
    }

    /// A duration above 0, which the request gives in seconds.
    mutating func duration(_ name: String, most: Duration) -> Duration? {
        guard let text = values[name] else { return nil }
        guard let seconds = Double(text), seconds > 0, seconds < 1e9, .seconds(seconds) <= most else {
            let limit = most.components.seconds
            refuse(
                name, LocalText(zh: "应为大于 0、至多 \(limit) 的秒数", en: "expected seconds above 0, at most \(limit)"),
                hint: LocalText(zh: "请写数字，如 5", en: "send a number such as 5"))
            return nil
        }
        return .seconds(seconds)
    }

    /// A time, or a local day: its first instant, or as an end the first instant after it.
    mutating func instant(_ name: String, _ zone: ZoneOffset, isEnd: Bool = false) -> Instant? {
        guard let text = text(name) else { return nil }
        // In a query a plus sign means a space. Many clients forget to write it as %2B.
        if let instant = TimeText.parse(text) ?? TimeText.parse(text.replacing(" ", with: "+")) { return instant }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if text.utf8.count == 10, parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), let date = CivilDate(year: year, month: month, day: day)
        {
            return zone.startOfDay(date).adding(minutes: isEnd ? 24 * 60 : 0)
        }
        refuse(
            name,
            LocalText(zh: "应为\(TimeText.form.zh)，或日期", en: "expected \(TimeText.form.en), or a day"),
            hint: isEnd
                ? LocalText(zh: "请写日期，如 2026-11-01，包括当天", en: "send a day such as 2026-11-01, which is included")
                : LocalText(zh: "请写日期，如 2026-11-01", en: "send a day such as 2026-11-01"))
        return nil
    }

    /// The id of a case.
    mutating func caseID(_ name: String, hint: LocalText) -> CaseID? {
        guard let text = text(name) else { return nil }
        guard let id = CaseID(text) else {
            refuse(name, LocalText(zh: "应为案卷编号", en: "expected a case id"), hint: hint)
            return nil
        }
        return id
    }

    /// The id of a report.
    mutating func reportID(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        guard Identifier.isValid(text) else {
            refuse(
                name, LocalText(zh: "应为\(Identifier.form.zh)", en: "expected \(Identifier.form.en)"),
                hint: LocalText(zh: "请写上报时用的编号", en: "send the id that the report was sent with"))
            return nil
        }
        return text
    }

    // MARK: - What the configuration knows

    /// The id of a configured department.
    mutating func department(_ policy: Policy) -> String? {
        let id = text("department").map(policy.currentDepartment)
        if let id, policy.departments[id] == nil { problems.append(.unknownDepartment) }
        return id
    }

    /// The id of a configured programme.
    mutating func programme(_ policy: Policy) -> String? {
        let id = text("programme")
        if let id, policy.programmes[id] == nil {
            refuse(
                "programme", LocalText(zh: "没有配置这个项目", en: "no programme of this id is configured"),
                hint: LocalText(zh: "请写 programmes.yaml 中的编号", en: "send an id of programmes.yaml"))
        }
        return id
    }

    /// The code of a configured category, which the request names by code or id.
    mutating func category(_ policy: Policy) -> String? {
        guard let name = text("category") else { return nil }
        guard let known = policy.category(name) else {
            refuse(
                "category", LocalText(zh: "没有配置这个类别", en: "no category of this code or id is configured"),
                hint: LocalText(zh: "请写类别代码，如 T02", en: "send a code such as T02"))
            return nil
        }
        return known.code
    }

    /// The codes that a configured category has and had; empty when the request names none.
    mutating func categories(_ policy: Policy) -> [String] {
        guard let code = category(policy) else { return [] }
        return [code] + (policy.category(code)?.was ?? [])
    }

    /// The department that a caller of the role `department` asks about: the one it names, else its only one.
    ///
    /// - Throws: A 403 when it names another one than its own.
    mutating func ownDepartment(_ named: String?, of caller: Caller) throws(Problem) -> String? {
        guard caller.role == .department else { return named }
        if let named {
            guard caller.departments.contains(named) else { throw caller.otherDepartment }
            return named
        }
        guard let own = caller.department else {
            let departments = caller.departments.joined(separator: ", ")
            refuse(
                "department", LocalText(zh: "令牌属于几个部门", en: "the token is for several departments"),
                hint: LocalText(zh: "请写其中之一：\(departments)", en: "send one of \(departments)"))
            return nil
        }
        return own
    }
}

extension FieldProblem {
    /// A department that the configuration does not know.
    static let unknownDepartment = FieldProblem(
        "department", LocalText(zh: "没有配置这个部门", en: "no department of this id is configured"),
        hint: LocalText(zh: "请写 departments.yaml 中的编号", en: "send an id of departments.yaml"))
}

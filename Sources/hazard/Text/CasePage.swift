import CommandArguments
import HazardCore
internal import HazardText
internal import Wording
import HazardWire
import JSONText

/// One case as a page of text: its state, its departments, and its history.
struct CasePage {
    let value: JSONValue
    let zone: ZoneText
    let words: AnswerWords

    var text: String {
        var lines = facts
        if let tasks = value["tasks"]?.array, !tasks.isEmpty {
            lines += ["", words("部门：", "Departments:")] + indented(TextTable.lines(tasks.map(task)))
        }
        lines += section("申请：", "Requests:", "requests", request)
        lines += section("奖励：", "Rewards:", "rewards") { reward in
            let unit = words.word(NameLists.units, reward["unit"]?.string ?? "")
            return [
                reward["rule"]?.string ?? "?", "\(reward["amount"]?.int ?? 0) \(unit)",
                reward["report_id"]?.string ?? "",
                reward["state"]?.string.map { words.word(NameLists.rewardStates, $0) }
                    ?? words("待核定", "asked for"),
                words.word(NameLists.rewardReasons, reward["reason"]?.string ?? ""),
            ]
        }
        lines += section("关联：", "Links:", "links") { link in
            [words.word(NameLists.links, link["kind"]?.string ?? "?"), link["case_id"]?.string ?? "?"]
        }
        if let history = value["history"]?.array, !history.isEmpty {
            lines += ["", words("经过：", "History:")] + indented(TextTable.lines(history.map(event)))
        }
        return lines.joined(separator: "\n")
    }

    /// A list of the case as a table under a heading; nothing when the list is empty.
    private func section(_ zh: String, _ en: String, _ name: String, _ row: (JSONValue) -> [String]) -> [String] {
        guard let list = value[name]?.array, !list.isEmpty else { return [] }
        return ["", words(zh, en)] + indented(TextTable.lines(list.map(row)))
    }

    private var facts: [String] {
        var rows: [[String]] = []
        func add(_ zh: String, _ en: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            rows.append([words(zh, en), text])
        }
        add("案卷", "Case", value["case_id"]?.string)
        add("状态", "State", state)
        if value["suspended_until"] != nil { add("挂账至", "Held until", zone.text(value["suspended_until"])) }
        add("类别", "Category", category)
        add("项目", "Programme", value["programme"]?.string.map(words.programme))
        add("内容", "Text", value["text"]?.string)
        add("地点", "Place", place)
        add("受理", "Opened", zone.text(value["opened_at"]))
        let paging = CaseFacts.paging(value)?.text { (instant: Instant) in zone.text(instant) }
        add("派警", "Paging", paging.map { words($0.zh, $0.en) })
        add("已告知的电话", "Numbers told", told)
        if value["next_due_at"] != nil { add("下一时限", "Next due", zone.text(value["next_due_at"])) }
        if value["due_at"] != nil { add("时限", "Due", zone.text(value["due_at"])) }
        if value["closed_at"] != nil { add("结束", "Ended", zone.text(value["closed_at"])) }
        add("规则", "Rule", value["decision"]?["rule"]?.string.map(words.rule))
        add("依据", "Because", because)
        add("次选", "Runner-up", value["decision"]?["runner_up"]?.string.map(words.categoryName))
        add("时限依据", "Limit", limits)
        add("标记", "Flags", flags)
        add("上报", "Reports", words.list(value["reports"]?.array?.compactMap { $0["report_id"]?.string } ?? []))
        return TextTable.lines(rows)
    }

    private var state: String {
        let name = words.state(value["state"]?.string ?? "?")
        let code = value["close_code"]?.string.map { words.facts.inBrackets(words.word(NameLists.results, $0)) } ?? ""
        return "\(name)\(code)  \(value["priority"]?.string ?? "")  v\(value["version"]?.int ?? 0)"
    }

    private var category: String {
        let id = value["category"]?["id"]?.string ?? ""
        let condition = value["condition"]?.string.map { " / " + words.condition($0, of: id) } ?? ""
        return words.category(value["category"]) + condition
    }

    /// Why the case has its category, and why a person should check it.
    private var because: String {
        words.evidence(value["decision"]).joined(separator: words("；", "; "))
    }

    private var limits: String? {
        func limit(_ name: String) -> String? {
            value["limits"]?[name]?.string.map { text in Limit(text).map(words.facts.limit) ?? ForeignText.line(text) }
        }
        guard let due = limit("due") else { return nil }
        let safe = limit("make_safe").map { words("，排险 ", ", make safe ") + $0 } ?? ""
        let rule = value["close_rule"]?.string.map { words.word(NameLists.closeRules, $0) } ?? ""
        return due + safe + (rule.isEmpty ? "" : words("；结案须", "; closes with: ") + rule)
    }

    private var place: String {
        CasePage.place(of: value)
    }

    /// A place in words: its address, road segment and district, or its coordinates.
    static func place(of value: JSONValue) -> String {
        let location = value["location"]
        var parts = [location?["address"]?.line].compactMap { $0 }
        if let segment = location?["segment"], let from = segment["from"]?.line, let to = segment["to"]?.line {
            parts.append("\(from)→\(to)")
        }
        if let latitude = location?["lat"]?.double, let longitude = location?["lon"]?.double, parts.isEmpty {
            parts.append("\(degrees(latitude)),\(degrees(longitude))")
        }
        if let district = location?["district"]?.line { parts.append(district) }
        return parts.joined(separator: "  ")
    }

    /// Degrees with five decimal places, which is about a metre.
    static func degrees(_ value: Double) -> String { "\((value * 100_000).rounded() / 100_000)" }

    /// The emergency numbers that reporters were told.
    private var told: String {
        (value["told_numbers"]?.array ?? []).map { told in
            let numbers = told["numbers"]?.array?.compactMap { $0.line }.joined(separator: " ") ?? ""
            return "\(numbers) → \(told["report_id"]?.line ?? "?")"
        }.joined(separator: "; ")
    }

    private var flags: String {
        (value["flags"]?.object ?? []).compactMap { member in
            switch member.value {
            case .bool(true): words.word(NameLists.flags, member.key)
            case .int(let count) where count > 0:
                words.word(NameLists.flags, member.key) + words(" \(count) 次", "=\(count)")
            default: nil
            }
        }.joined(separator: words("、", " "))
    }

    private func task(_ task: JSONValue) -> [String] {
        let due = task["due_at"].map { words("时限 ", "due ") + zone.text($0) } ?? ""
        let state = task["state"]?.string ?? "?"
        let isAlive = TaskState(rawValue: state)?.isAlive ?? false
        let level = EscalationLevel(rawValue: Int(task["rung"]?.int ?? 0)) ?? .none
        let result = task["result"]?.string.map { words.word(NameLists.results, $0) }
        return [
            words.department(task["department"]?.string ?? "?"), words.role(task["role"]?.string ?? ""),
            words.task(state), result ?? due,
            isAlive && task["rung_at"] != nil ? words.light(level.light) : "",
        ]
    }

    private func request(_ request: JSONValue) -> [String] {
        let decided = request["decided_by"]?.string.map { words("批复 ", "by ") + $0 } ?? ""
        return [
            request["id"]?.string ?? "?", words.department(request["department"]?.string ?? "?"),
            words.word(NameLists.requests, request["kind"]?.string ?? "?"),
            words.word(NameLists.requestStates, request["state"]?.string ?? "?"),
            request["until"].map { words("至 ", "until ") + zone.text($0) } ?? "", decided,
            request["reason"]?.string ?? "",
        ]
    }

    private func event(_ event: JSONValue) -> [String] {
        let to = words.state(event["to"]?.string ?? "")
        return [
            zone.text(event["at"]), words.kind(event), event["from"] == event["to"] ? "" : "→ " + to,
            words.actor(event["actor"]), words.reasonAndNote(event).joined(separator: "  "),
        ]
    }

    private func indented(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }
}

import CommandArguments
import HazardCore
import JSONText

/// One case as a page of text: where it stands, who acts, and everything that happened.
struct CasePage {
    let value: JSONValue
    let zone: ZoneText
    let words: CaseWords

    var text: String {
        var lines = facts
        if let tasks = value["tasks"]?.array, !tasks.isEmpty {
            lines += ["", words("部门：", "Departments:")] + indented(TextTable.lines(tasks.map(task)))
        }
        lines += section("申请：", "Requests:", "requests") { request in
            [
                request["id"]?.string ?? "?", request["department"]?.string ?? "?", request["kind"]?.string ?? "?",
                request["state"]?.string ?? "?", request["reason"]?.string ?? "",
            ]
        }
        lines += section("奖励：", "Rewards:", "rewards") { reward in
            let amount = "\(reward["amount"]?.int ?? 0) \(reward["unit"]?.string ?? "")"
            return [
                reward["rule"]?.string ?? "?", amount, reward["report_id"]?.string ?? "",
                reward["state"]?.string ?? words("待核定", "asked for"), reward["reason"]?.string ?? "",
            ]
        }
        lines += section("关联：", "Links:", "links") { [$0["kind"]?.string ?? "?", $0["case_id"]?.string ?? "?"] }
        if let history = value["history"]?.array, !history.isEmpty {
            lines += ["", words("经过：", "History:")] + indented(TextTable.lines(history.map(event)))
        }
        return lines.joined(separator: "\n")
    }

    /// A list of the case as a table under a heading; nothing when it is empty.
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
        add("类别", "Category", category)
        add("来源", "Programme", value["programme"]?.string)
        add("内容", "Text", value["text"]?.string)
        add("地点", "Place", place)
        add("受理", "Opened", zone.text(value["opened_at"]))
        if value["due_at"] != nil { add("时限", "Due", zone.text(value["due_at"])) }
        if value["closed_at"] != nil { add("结束", "Ended", zone.text(value["closed_at"])) }
        add("规则", "Rule", value["decision"]?["rule"]?.string)
        add("标记", "Flags", flags)
        add("上报", "Reports", value["reports"]?.array?.compactMap { $0["report_id"]?.string }.joined(separator: ", "))
        return TextTable.lines(rows)
    }

    private var state: String {
        let name = words.state(value["state"]?.string ?? "?")
        let code = value["close_code"]?.string.map { " (\($0))" } ?? ""
        return "\(name)\(code)  \(value["priority"]?.string ?? "")  v\(value["version"]?.int ?? 0)"
    }

    private var category: String {
        let category = value["category"]
        let name = [category?["code"]?.string, category?["name"]?.string].compactMap { $0 }.joined(separator: " ")
        return name + (value["condition"]?.string.map { " / \($0)" } ?? "")
    }

    private var place: String {
        CasePage.place(of: value)
    }

    /// The words of a place: its address, its segment, its district, else its coordinates.
    static func place(of value: JSONValue) -> String {
        let location = value["location"]
        var parts = [location?["address"]?.string].compactMap { $0 }
        if let segment = location?["segment"], let from = segment["from"]?.string, let to = segment["to"]?.string {
            parts.append("\(from)→\(to)")
        }
        if let latitude = location?["lat"]?.double, let longitude = location?["lon"]?.double, parts.isEmpty {
            parts.append("\(latitude),\(longitude)")
        }
        if let district = location?["district"]?.string { parts.append(district) }
        return parts.joined(separator: "  ")
    }

    private var flags: String {
        (value["flags"]?.object ?? []).compactMap { member in
            switch member.value {
            case .bool(true): member.key
            case .int(let count) where count > 0: "\(member.key)=\(count)"
            default: nil
            }
        }.joined(separator: " ")
    }

    private func task(_ task: JSONValue) -> [String] {
        let due = task["due_at"].map { words("时限 ", "due ") + zone.text($0) } ?? ""
        let state = task["state"]?.string ?? "?"
        let isAlive = TaskState(rawValue: state)?.isAlive ?? false
        let rung = Rung(rawValue: Int(task["rung"]?.int ?? 0)) ?? .none
        return [
            task["department"]?.string ?? "?", words.role(task["role"]?.string ?? ""), words.task(state),
            task["result"]?.string ?? due, isAlive && task["rung_at"] != nil ? words.light(rung.light) : "",
        ]
    }

    private func event(_ event: JSONValue) -> [String] {
        let actor = [event["actor"]?["role"]?.string, event["actor"]?["ref"]?.string].compactMap { $0 }
        let to = words.state(event["to"]?.string ?? "")
        let said = [event["reason"]?.string, event["note"]?.string].compactMap { $0 }.joined(separator: "  ")
        return [
            zone.text(event["at"]), event["kind"]?.string ?? "?", event["from"] == event["to"] ? "" : "→ " + to,
            actor.joined(separator: "/"), said,
        ]
    }

    private func indented(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }
}

import CommandArguments
import HTTP
import HazardCore
internal import HazardText
import HazardWire
import JSONText
internal import Wording

/// `hazard queue`: the open work of a department.
let queueVerb = Verb(
    path: ["queue"],
    summary: LocalText(
        zh: "列出部门未完成的任务：灯、时限、已多久", en: "list a department's open work: its light, deadline and age"),
    options: [.json] + Server.options,
    positionals: [Positional("DEPARTMENT", summary: LocalText(zh: "部门编号", en: "id of the department"))]
) { arguments in
    let department = arguments.positional("DEPARTMENT") ?? ""
    let server = try Server(arguments)
    let tasks = try OpenTask.all(of: department, server)
    let words = server.words
    if arguments.flag("json") {
        for task in tasks { Terminal.print(bytes: task.json.bytes) }
        return .done
    }
    guard !tasks.isEmpty else {
        Terminal.printError(words("没有未完成的任务", "no open work"))
        return .done
    }
    Terminal.print(QueueTable(department: department, tasks: tasks, zone: server.zone, words: words).text)
    return .done
}

/// A department's task that is not finished, with its case.
struct OpenTask {
    let task: JSONValue
    let value: JSONValue
    /// Milliseconds since the department was given the task.
    let age: Int64
    let light: Light?
    /// The earliest time limit of the task: to accept, or to finish.
    let dueAt: Instant?

    /// Nil when the case has no open task of the department.
    init?(_ value: JSONValue, of department: String, at now: Instant) {
        let tasks = value["tasks"]?.array ?? []
        guard let task = tasks.first(where: { $0["department"]?.string == department && OpenTask.isOpen($0) }) else {
            return nil
        }
        self.task = task
        self.value = value
        func time(_ name: String) -> Instant? { task[name]?.string.flatMap(TimeText.parse) }
        let start = time("sent_at") ?? time("created_at") ?? now
        age = max(0, now.milliseconds - start.milliseconds)
        let accept = task["state"]?.string == TaskState.sent.rawValue ? time("ack_by") : nil
        dueAt = [accept, time("due_at")].compactMap(\.self).min { $0 < $1 }
        if let dueAt, dueAt < now {
            light = .red
        } else if time("due_at") != nil {
            light = (EscalationLevel(rawValue: Int(task["rung"]?.int ?? 0)) ?? .none).light
        } else {
            light = nil
        }
    }

    static func isOpen(_ task: JSONValue) -> Bool {
        task["state"]?.string.flatMap(TaskState.init)?.isAlive ?? false
    }

    /// The states of cases whose departments may have open tasks.
    private static let states = CaseState.allCases.filter { !$0.isEnded }

    /// The open tasks of a department, the most urgent first.
    static func all(of department: String, _ server: Server) throws -> [OpenTask] {
        var found: [OpenTask] = []
        for state in states {
            var after: String?
            repeat {
                var query = [("department", department), ("state", state.rawValue), ("limit", "200")]
                if let after { query.append(("after", after)) }
                let page = try server.get("/v1/cases" + CaseFilters.text(query))
                let now = ZoneText.clock
                found += (page["cases"]?.array ?? []).compactMap { OpenTask($0, of: department, at: now) }
                after = page["next"]?.string
            } while after != nil
        }
        return found.sorted { $0.order < $1.order }
    }

    /// Emergencies first, then the earliest time limit.
    private var order: (Int, Int64, String) {
        let isEmergency = value["priority"]?.string == Priority.p0.rawValue
        return (isEmergency ? 0 : 1, (dueAt ?? .endOfTime).milliseconds, value["case_id"]?.string ?? "")
    }

    var json: JSONValue {
        .object([
            .init("task_id", task["task_id"] ?? .null), .init("case_id", value["case_id"] ?? .null),
            .init("department", task["department"] ?? .null), .init("role", task["role"] ?? .null),
            .init("state", task["state"] ?? .null), .init("priority", value["priority"] ?? .null),
            .init("category", value["category"]?["code"] ?? .null),
            .init("district", value["location"]?["district"] ?? .null),
            .init("light", light.map { .string($0.rawValue) } ?? .null), .init("age_seconds", .int(age / 1000)),
            .init("sent_at", task["sent_at"] ?? .null), .init("ack_by", task["ack_by"] ?? .null),
            .init("due_at", task["due_at"] ?? .null), .init("text", value["text"] ?? .null),
        ])
    }
}

/// The open work of a department as a table with a line of counts.
struct QueueTable {
    let department: String
    let tasks: [OpenTask]
    let zone: ZoneText
    let words: AnswerWords

    var text: String {
        let head = [
            words("灯", "light"), words("案卷", "case"), words("等级", "priority"), words("状态", "state"),
            words("角色", "role"), words("类别", "category"), words("时限", "due"), words("已历时", "age"),
            words("内容", "text"),
        ]
        return ([counts, ""] + TextTable.lines([head] + tasks.map(cells))).joined(separator: "\n")
    }

    private var counts: String {
        let lights = Light.allCases.reversed().compactMap { light -> String? in
            let count = tasks.count { $0.light == light }
            return count == 0 ? nil : "\(words.light(light)) \(count)"
        }
        let oldest = tasks.map(\.age).max().map { words("最久 ", "oldest ") + AgeText.text($0, words) }
        let parts = [words("未完成 \(tasks.count)", "\(tasks.count) open")] + lights + [oldest].compactMap(\.self)
        return words.department(department) + words("：", ": ") + words.list(parts)
    }

    private func cells(_ task: OpenTask) -> [String] {
        let text = task.value["text"]?.line ?? ""
        return [
            task.light.map(words.light) ?? "-", task.value["case_id"]?.line ?? "?",
            task.value["priority"]?.line ?? "", words.task(task.task["state"]?.string ?? "?"),
            words.role(task.task["role"]?.string ?? ""), words.category(task.value["category"]),
            task.dueAt.map(zone.text) ?? "-", AgeText.text(task.age, words),
            text.count > 24 ? text.prefix(24) + "…" : text,
        ]
    }
}

/// How long something has lasted, for people.
enum AgeText {
    /// The two largest units of a number of milliseconds: `3 h 20 min`.
    static func text(_ milliseconds: Int64, _ words: AnswerWords) -> String {
        let seconds = milliseconds / 1000
        let units: [(Int64, String)] = [
            (seconds / 86_400, words("天", "d")), (seconds / 3600 % 24, words("小时", "h")),
            (seconds / 60 % 60, words("分", "min")), (seconds % 60, words("秒", "s")),
        ]
        let first = units.firstIndex { $0.0 > 0 } ?? 3
        let shown = units[first...].prefix(2).filter { $0.0 > 0 || first == 3 }
        return shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}

import CommandArguments
import HazardCore
internal import HazardText
import HazardWire
import JSONText

/// Turns the events of a stream into lines: one for each change of a case, one for each change of a task.
struct LiveLines {
    let zone: ZoneText
    let words: AnswerWords
    let hasColours: Bool
    private var event = ""
    private var data = ""
    /// The sequence number of the last event shown for each case, so that each event is shown once.
    private var lastShown: [String: Int64] = [:]

    /// The id of the last event, with which a stream is resumed.
    private(set) var position: String?

    init(zone: ZoneText, words: AnswerWords, hasColours: Bool) {
        self.zone = zone
        self.words = words
        self.hasColours = hasColours
    }

    /// Makes the next stream start with the present.
    mutating func forgetPosition() { position = nil }

    /// One event of the stream.
    struct Event {
        let name: String
        let value: JSONValue
    }

    /// Reads a line of the stream. Returns an event when it is complete.
    mutating func take(_ line: String) -> Event? {
        if line.isEmpty {
            defer { (event, data) = ("", "") }
            guard !data.isEmpty, let value = try? JSONValue(reading: Array(data.utf8)) else { return nil }
            return Event(name: event.isEmpty ? "message" : event, value: value)
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts.count == 2 ? String(parts[1].first == " " ? parts[1].dropFirst() : parts[1]) : ""
        switch parts[0] {
        case "event": event = text
        case "id": position = text
        case "data": data += data.isEmpty ? text : "\n" + text
        default: break
        }
        return nil
    }

    /// The line for people; nil when nothing is new.
    mutating func text(_ event: Event) -> String? {
        switch event.name {
        case "case": caseLine(event.value)
        case "task": taskLine(event.value)
        case "similar": SimilarLines(zone: zone, words: words).inline(event.value)
        default: nil
        }
    }

    /// For a new case, its subject. For a known case, all events since it was last shown.
    private mutating func caseLine(_ value: JSONValue) -> String? {
        let id = value["case_id"]?.line ?? "?"
        let history = value["history"]?.array ?? []
        let before = lastShown[id]
        lastShown[id] = history.last?["seq"]?.int ?? 0
        // When the stream starts in the middle of a case's course, only its last event is new.
        let since = before ?? lastShown[id].map { $0 - 1 } ?? 0
        let news = history.filter { ($0["seq"]?.int ?? 0) > since }
        guard !news.isEmpty else { return nil }
        let isNew = value["version"]?.int == 1
        let what = isNew ? subject(value) : news.map(happened).joined(separator: words("；", "; "))
        let state = coloured(value["state"]?.string ?? "?")
        return "\(time(news.last?["at"]))  \(bold(id))  \(state)  \(what)"
    }

    /// A line about something that happened before the stream was opened.
    struct Past {
        let at: Instant
        let text: String
        let value: JSONValue
        /// Whether nothing happened to the case after it.
        let isLast: Bool
    }

    /// What happened to cases since a time, in the order of time. The stream shows none of it again.
    mutating func past(of cases: [JSONValue], since: Instant) -> [Past] {
        var found: [Past] = []
        for value in cases {
            let history = value["history"]?.array ?? []
            lastShown[value["case_id"]?.line ?? "?"] = history.last?["seq"]?.int ?? 0
            for (index, event) in history.enumerated() {
                guard let at = event["at"]?.string.flatMap(TimeText.parse), at >= since else { continue }
                let what = index == 0 ? subject(value) : happened(event)
                let state = coloured(event["to"]?.string ?? "?")
                let line = "\(time(event["at"]))  \(bold(value["case_id"]?.line ?? "?"))  \(state)  \(what)"
                found.append(Past(at: at, text: line, value: value, isLast: index == history.count - 1))
            }
        }
        return found.sorted { $0.at < $1.at }
    }

    private func subject(_ value: JSONValue) -> String {
        [
            value["priority"]?.line, words.category(value["category"]), CasePage.place(of: value),
        ].compactMap { $0 }.joined(separator: " ")
    }

    private func happened(_ event: JSONValue) -> String {
        let sentences = words.reasonAndNote(event).joined(separator: "  ")
        return "\(words.kind(event)) · \(words.actor(event["actor"]))" + (sentences.isEmpty ? "" : " · " + sentences)
    }

    private func taskLine(_ task: JSONValue) -> String {
        let name = task["department"]?.string ?? "?"
        let state = task["state"]?.string ?? "?"
        let isAlive = TaskState(rawValue: state)?.isAlive ?? true
        let due = isAlive ? task["due_at"].map { words("，时限 ", ", due ") + minute($0) } ?? "" : ""
        return
            "          ↳ \(words.departmentName(name))\(words.facts.inBrackets(words.role(task["role"]?.string ?? "")))  "
            + words.task(state) + due
    }

    /// Month, day, hour and minute.
    private func minute(_ value: JSONValue) -> String { String(zone.text(value).dropFirst(5).prefix(11)) }

    private func time(_ value: JSONValue?) -> String { String(zone.text(value).suffix(8)) }

    private func bold(_ text: String) -> String { hasColours ? TextStyle.bold(text) : text }

    private func coloured(_ state: String) -> String {
        let text = words.state(state)
        guard hasColours else { return text }
        let style: TextStyle =
            switch state {
            case "triage": .magenta
            case "registered", "dispatched": .yellow
            case "in-progress": .cyan
            case "resolved", "checking": .blue
            case "closed": .green
            default: .red
            }
        return style(text)
    }
}

import Foundation
import JSONText

/// Follows the live stream on its own thread, prints every change, and keeps the latest state of every case.
final class DemoWatch: @unchecked Sendable {
    // Unchecked: `cases`, `tasks`, `isOpen` and `hasEnded` are used only under `changed`.

    private let server: Server
    private let firstLines: LiveLines
    private let changed = NSCondition()
    private var cases: [String: JSONValue] = [:]
    /// The latest state of every task, by task id.
    private var tasks: [String: JSONValue] = [:]
    private var isOpen = false
    private var hasEnded = false

    init(server: Server, lines: LiveLines) {
        self.server = server
        firstLines = lines
    }

    /// Starts to follow. Returns false when the stream is not open within that time.
    func start(seconds: Double) -> Bool {
        let thread = Thread { [self] in follow() }
        thread.name = "demo-tail"
        thread.start()
        return wait(seconds: seconds) { isOpen || hasEnded } && !hasEnded
    }

    /// Waits for the case that has the report, meets the condition, and has received all of its tasks; nil when the
    /// time is over.
    func find(
        report: String, version: Int64 = 1, seconds: Double = 15, where condition: (JSONValue) -> Bool = { _ in true }
    ) -> JSONValue? {
        var found: JSONValue?
        _ = wait(seconds: seconds) {
            found = cases.values.first { value in
                let reports = value["reports"]?.array ?? []
                return reports.contains { $0["report_id"]?.string == report } && (value["version"]?.int ?? 0) >= version
                    && hasAllTasks(value) && condition(value)
            }
            return found != nil || hasEnded
        }
        return found
    }

    private func hasAllTasks(_ value: JSONValue) -> Bool {
        let id = value["case_id"]?.string ?? ""
        return (value["tasks"]?.array ?? []).allSatisfy { task in
            let taskID = id + "/" + (task["department"]?.string ?? "")
            guard let received = tasks[taskID] else { return false }
            return (received["version"]?.int ?? 0) >= (task["version"]?.int ?? 0) && received["state"] == task["state"]
        }
    }

    private func wait(seconds: Double, _ condition: () -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        changed.lock()
        defer { changed.unlock() }
        while !condition() {
            guard changed.wait(until: end) else { return condition() }
        }
        return true
    }

    private func follow() {
        var lines = firstLines
        do {
            try server.stream("/v1/stream", opened: { update { isOpen = true } }) { line in
                if let event = lines.take(line) { take(event, &lines) }
                return true
            }
        } catch {
            Terminal.printError(error, server.words.language)
        }
        update { hasEnded = true }
    }

    private func take(_ event: LiveLines.Event, _ lines: inout LiveLines) {
        if let text = lines.text(event) { Terminal.print(text) }
        update {
            switch event.name {
            case "case": cases[event.value["case_id"]?.string ?? ""] = event.value
            case "task": tasks[event.value["task_id"]?.string ?? ""] = event.value
            default: break
            }
        }
    }

    private func update(_ change: () -> Void) {
        changed.lock()
        change()
        changed.broadcast()
        changed.unlock()
    }
}

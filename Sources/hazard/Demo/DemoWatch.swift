import Foundation
import JSONText

/// Follows the live stream on a thread of its own: prints every change and knows every case as it was told last.
final class DemoWatch: @unchecked Sendable {
    // Unchecked: `cases`, `tasks`, `isOpen` and `hasEnded` are touched under `changed` only.

    private let server: Server
    private let firstLines: LiveLines
    private let changed = NSCondition()
    private var cases: [String: JSONValue] = [:]
    /// Every task as it was told last.
    private var tasks: [String: JSONValue] = [:]
    private var isOpen = false
    private var hasEnded = false

    init(server: Server, lines: LiveLines) {
        self.server = server
        firstLines = lines
    }

    /// Begins to follow; false when the stream was not open in time.
    func start(seconds: Double) -> Bool {
        let thread = Thread { [self] in follow() }
        thread.name = "demo-tail"
        thread.start()
        return wait(seconds: seconds) { isOpen || hasEnded } && !hasEnded
    }

    /// The case that a report opened, once it is as asked and all of its tasks have been told; nil when that takes longer.
    func find(
        report: String, version: Int64 = 1, seconds: Double = 15, where fits: (JSONValue) -> Bool = { _ in true }
    ) -> JSONValue? {
        var found: JSONValue?
        _ = wait(seconds: seconds) {
            found = cases.values.first { value in
                let reports = value["reports"]?.array ?? []
                return reports.contains { $0["report_id"]?.string == report } && (value["version"]?.int ?? 0) >= version
                    && isTold(value) && fits(value)
            }
            return found != nil || hasEnded
        }
        return found
    }

    private func isTold(_ value: JSONValue) -> Bool {
        let id = value["case_id"]?.string ?? ""
        return (value["tasks"]?.array ?? []).allSatisfy { task in
            let taskID = id + "/" + (task["department"]?.string ?? "")
            guard let told = tasks[taskID] else { return false }
            return (told["version"]?.int ?? 0) >= (task["version"]?.int ?? 0) && told["state"] == task["state"]
        }
    }

    private func wait(seconds: Double, _ isSo: () -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        changed.lock()
        defer { changed.unlock() }
        while !isSo() {
            guard changed.wait(until: end) else { return isSo() }
        }
        return true
    }

    private func follow() {
        var lines = firstLines
        do {
            try server.stream("/v1/stream", opened: { note { isOpen = true } }) { line in
                if let event = lines.take(line) { take(event, &lines) }
                return true
            }
        } catch {
            Terminal.complain("\(error)")
        }
        note { hasEnded = true }
    }

    private func take(_ event: LiveLines.Event, _ lines: inout LiveLines) {
        if let text = lines.text(event) { Terminal.print(text) }
        note {
            switch event.name {
            case "case": cases[event.value["case_id"]?.string ?? ""] = event.value
            case "task": tasks[event.value["task_id"]?.string ?? ""] = event.value
            default: break
            }
        }
    }

    private func note(_ change: () -> Void) {
        changed.lock()
        change()
        changed.broadcast()
        changed.unlock()
    }
}

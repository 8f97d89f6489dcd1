import Foundation
import HazardCore
import HazardWire
import MessageLog
internal import Wording

/// Follows the topic of notices on its own thread, as a gateway does, and prints the notices.
final class DemoNotices: @unchecked Sendable {
    // Unchecked: `notices` and `isStopped` are used only under `changed`.

    private let log: any MessageLog
    private let topic: String
    private let words: AnswerWords
    private let changed = NSCondition()
    private var notices: [Notice] = []
    private var isStopped = false
    private let ended = DispatchSemaphore(value: 0)

    init(log: any MessageLog, topic: String, words: AnswerWords) {
        self.log = log
        self.topic = topic
        self.words = words
    }

    func start() {
        let thread = Thread { [self] in
            do {
                try follow()
            } catch {
                Terminal.printError(error, words.language)
            }
            ended.signal()
        }
        thread.name = "demo-notices"
        thread.start()
    }

    /// Stops reading, so that the log can be closed.
    func stop() {
        update { isStopped = true }
        _ = ended.wait(timeout: .now() + 5)
    }

    /// Waits up to 15 s for a notice of that kind to the report's sender. Returns whether there is one.
    func find(_ report: String, _ kind: NoticeKind, where condition: (Notice) -> Bool = { _ in true }) -> Bool {
        let end = Date(timeIntervalSinceNow: 15)
        changed.lock()
        defer { changed.unlock() }
        while !notices.contains(where: { $0.reportID == report && $0.kind == kind && condition($0) }) {
            guard !isStopped, changed.wait(until: end) else { return false }
        }
        return true
    }

    private func follow() throws {
        let reader = try log.reader(of: TopicPartition(topic, 0), from: 0)
        while !hasStopped {
            for record in try reader.read(max: 100, timeout: .milliseconds(100)).records {
                guard let value = record.value else { continue }
                let notice = try NoticeCodec.decode(value)
                Terminal.print("          ✉ \(notice.reportID)  \(notice.text[words.language])")
                update { notices.append(notice) }
            }
        }
    }

    private var hasStopped: Bool {
        changed.lock()
        defer { changed.unlock() }
        return isStopped
    }

    private func update(_ change: () -> Void) {
        changed.lock()
        change()
        changed.broadcast()
        changed.unlock()
    }
}

import Foundation
import HazardCore
import HazardWire
import MessageLog
internal import Wording

/// Reads what reporters are told as a gateway does: follows the notices on a thread of its own and prints them.
final class DemoNotices: @unchecked Sendable {
    // Unchecked: `notices` and `isStopped` are touched under `changed` only.

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
                Terminal.complain("\(error)")
            }
            ended.signal()
        }
        thread.name = "demo-notices"
        thread.start()
    }

    /// Lets go of the log, which can then be closed.
    func stop() {
        note { isStopped = true }
        _ = ended.wait(timeout: .now() + 5)
    }

    /// Whether the reporter was told of that, waiting for it.
    func find(_ report: String, _ kind: NoticeKind, where fits: (Notice) -> Bool = { _ in true }) -> Bool {
        let end = Date(timeIntervalSinceNow: 15)
        changed.lock()
        defer { changed.unlock() }
        while !notices.contains(where: { $0.reportID == report && $0.kind == kind && fits($0) }) {
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
                note { notices.append(notice) }
            }
        }
    }

    private var hasStopped: Bool {
        changed.lock()
        defer { changed.unlock() }
        return isStopped
    }

    private func note(_ change: () -> Void) {
        changed.lock()
        change()
        changed.broadcast()
        changed.unlock()
    }
}

internal import HTTP
internal import MessageLog
internal import Synchronization
internal import Telemetry
internal import Wording

/// Writes to the log what arrives over HTTP, and tells whether the log takes it: a server whose log takes nothing is not ready.
final class LogPosts: Sendable {
    /// A failure counts for so long after the last attempt: then requests come again, and show whether the log works.
    private static let memory = Duration.seconds(30)

    private struct Failure {
        var since: ContinuousClock.Instant
        var last: ContinuousClock.Instant
        var count: Int
        var reason: String
    }

    private let failure = Mutex<Failure?>(nil)

    /// Writes records durably; `event` names the log line of a failure.
    ///
    /// - Throws: A 503 when the log does not take them.
    func append(_ records: [NewRecord], logging event: StaticString, _ context: APIContext) throws(Problem) {
        do throws(LogFailure) {
            _ = try context.log.append(records)
            failure.withLock { $0 = nil }
        } catch {
            context.logger.error(event, ["reason": .string(error.description)])
            // A record that is too large says nothing about the next one.
            if !error.isTooLarge { failed(error.description) }
            throw .logUnavailable(error)
        }
    }

    private func failed(_ reason: String) {
        let now = ContinuousClock.now
        failure.withLock { failure in
            let isNew = failure.map { now - $0.last > Self.memory } ?? true
            failure = Failure(
                since: isNew ? now : failure?.since ?? now, last: now, count: isNew ? 1 : (failure?.count ?? 0) + 1,
                reason: reason)
        }
    }

    /// Why requests cannot be written, in one sentence; nil when the last one was, or was long ago.
    func reason(at now: ContinuousClock.Instant = .now) -> LocalText? {
        failure.withLock { failure in
            guard let failure, now - failure.last <= Self.memory else { return nil }
            let seconds = (now - failure.since).components.seconds
            return LocalText(
                zh: "日志已有 \(seconds) 秒写不进请求（拒绝 \(failure.count) 个）：\(failure.reason)",
                en: "the log has taken no request for \(seconds) s (\(failure.count) refused): \(failure.reason)")
        }
    }
}

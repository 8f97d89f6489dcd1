internal import HazardCore
internal import HazardWire

/// Decides what a record of the queue changes. Pure.
enum TaskIntake {
    /// What happened, for the log line.
    enum Effect: Hashable {
        /// Only the content is newer.
        case updated
        /// The task must be sent.
        case new
        /// The work must be done again: a new request.
        case again
        /// The task was taken away.
        case withdrawn
        /// The dispatcher did not allow what the bridge answered.
        case answerRefused(code: String)
    }

    /// After the first refused answer the remote's status is answered again after so long, then later each time.
    private static let firstRetry = Duration.minutes(10)
    private static let mostRetry = Duration.hours(6)

    /// Applies a record.
    ///
    /// - Parameters:
    ///   - message: The record.
    ///   - value: Its bytes.
    ///   - known: The task so far.
    ///   - mayBeSent: Whether a bridge with an earlier file may have sent it.
    ///   - now: The present time.
    /// - Returns: The task after the record; nil when the record changes nothing.
    static func apply(
        _ message: TaskMessage, _ value: [UInt8], to known: BridgedTask?, mayBeSent: Bool, now: Instant
    ) -> (task: BridgedTask, effect: Effect)? {
        let isAlive = message.state.isAlive && message.event != .revoked && message.event != .closed
        // After a restore of the log, an id may be given again to another case.
        guard var task = known, task.openedAt == message.openedAt else {
            var task = BridgedTask(
                taskID: message.taskID, version: message.version, openedAt: message.openedAt,
                nextAt: now)
            task.priority = message.priority.rawValue
            task.shard = message.caseID.shard
            task.record = value
            if !isAlive { task.phase = .ended }
            if mayBeSent {
                task.attemptedAt = message.openedAt
                task.firstAttemptAt = message.openedAt
            }
            return (task, isAlive ? .new : .updated)
        }
        guard message.version > task.version else { return nil }
        task.version = message.version
        task.record = value
        task.priority = message.priority.rawValue
        switch message.event {
        case .refused where message.cause != nil && message.cause == task.answer:
            refuse(&task, now: now)
            return (task, .answerRefused(code: message.code ?? ""))
        case .reopened where isAlive:
            restart(&task, now: now)
            return (task, .again)
        case .dispatched where isAlive && task.phase == .ended, .redispatched where isAlive && task.phase == .ended:
            restart(&task, now: now)
            return (task, .again)
        default: break
        }
        guard !isAlive, task.phase != .ended else { return (task, .updated) }
        task.phase = .ended
        return (task, .withdrawn)
    }

    private static func restart(_ task: inout BridgedTask, now: Instant) {
        task.cycle = task.version
        task.phase = .waiting
        task.attemptedAt = nil
        task.firstAttemptAt = nil
        task.nextAt = now
        task.tries = 0
        task.seen = ""
        task.answer = nil
        task.refusals = 0
    }

    /// The answer is given again later, as another message: the case may be suspended, or a photo may be missing.
    private static func refuse(_ task: inout BridgedTask, now: Instant) {
        task.refusals += 1
        let wait = min(mostRetry, firstRetry * (1 << min(10, task.refusals - 1)))
        task.phase = task.remoteID == nil ? .waiting : .followed
        task.attemptedAt = nil
        task.nextAt = now.adding(wait)
        task.seen = ""
        task.answer = nil
    }
}

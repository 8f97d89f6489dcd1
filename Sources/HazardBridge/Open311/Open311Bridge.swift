package import HazardConfig
internal import HazardCore
internal import HazardWire
internal import MessageLog
internal import SQLite
internal import Telemetry

/// Carries the tasks of one department to an Open311 endpoint, follows their status, and answers as the department.
///
/// One thread runs it. What it has read, what it attempts and what it must answer is in its file before it goes on:
///
/// - `Open311Bridge.attempt` writes down an attempt before the request leaves. After a crash such a task is in doubt, and the
///   remote is searched before anything is posted again (messages, Settled 13).
/// - The remote's answer and the feedback that it means are written in one transaction; `Outbox` sends the feedback.
package final class Open311Bridge {
    let department: String
    let endpoint: Open311Endpoint
    let surroundings: BridgeSurroundings
    let remote: Open311Remote
    let file: BridgeFile
    let tasks: TaskTable
    let outbox: Outbox
    let feedback: Open311Feedback
    let logger: Logger
    private let queue: QueueReader
    private let sender: OutboxSender
    /// New requests.
    var postGate: RemoteGate
    /// Searches, tokens and statuses: trouble with them delays no new request.
    var readGate: RemoteGate
    /// Answers to new requests, by marker, that left open whether the remote has the request.
    var unclear: [String: Int] = [:]
    private var isCaughtUp = false
    private var forgetsAt: ContinuousClock.Instant?

    /// Tasks that ended are forgotten after so long: longer than their records are kept, so that a record read again is known.
    private static let kept = Duration.days(90)

    /// Opens the bridge's file; connects to nothing.
    ///
    /// - Parameters:
    ///   - department: The department's id.
    ///   - endpoint: The remote.
    ///   - key: The content of `key_file`.
    ///   - sink: Where feedback goes.
    ///   - surroundings: Queue, clock and log lines.
    /// - Throws: `BridgeFault` when the file or the endpoint cannot be used.
    package init(
        _ department: String, _ endpoint: Open311Endpoint, key: String?, sink: any FeedbackSink,
        _ surroundings: BridgeSurroundings
    ) throws(BridgeFault) {
        self.department = department
        self.endpoint = endpoint
        self.surroundings = surroundings
        let client = try RemoteClient(
            try RemoteAddress(endpoint.url), timeout: endpoint.timeout, roots: endpoint.caFile)
        remote = Open311Remote(client, key: key, jurisdiction: endpoint.jurisdiction)
        logger = surroundings.logger.with(["department": .string(department), "remote": .string(remote.name)])
        let file = try BridgeFile(surroundings.directory, name: "open311-\(department)", log: surroundings.log)
        self.file = file
        (tasks, outbox) = try file.reading { () throws(SQLiteError) in (try TaskTable(file), try Outbox(file)) }
        feedback = Open311Feedback(department: department, remote: remote.name, zone: surroundings.zone)
        queue = QueueReader(surroundings, file)
        sender = OutboxSender(outbox, file, sink, surroundings)
        postGate = RemoteGate(surroundings)
        readGate = RemoteGate(surroundings)
    }

    var now: Instant { surroundings.now() }

    /// Runs until the program asks for an end.
    ///
    /// - Throws: `BridgeFault` when the bridge's file cannot be used any more.
    package func run() throws(BridgeFault) {
        logger.info("bridge-started", ["searchable": .bool(endpoint.isSearchable)])
        while !surroundings.isStopping() {
            try step()
        }
        logger.info("bridge-stopped")
    }

    /// One round: read, answer, work.
    ///
    /// - Throws: `BridgeFault` when the bridge's file cannot be used any more.
    package func step() throws(BridgeFault) {
        let wait = try timeToNext()
        if let read = try queue.read(wait: wait) {
            for part in read.parts { try take(part) }
            if read.atEnd, !isCaughtUp {
                isCaughtUp = true
                try file.catchUp()
                let counts = try tasks.counts()
                logger.info(
                    "queue-read",
                    ["waiting": .int(counts[.waiting] ?? 0), "followed": .int(counts[.followed] ?? 0)])
            }
        }
        try sender.send()
        // A task may be withdrawn by a later record: nothing is sent before the queue was read to its end.
        if isCaughtUp {
            try work()
            try sender.send()
        }
        let steady = surroundings.steady()
        if forgetsAt ?? steady <= steady {
            forgetsAt = steady + .seconds(3600)
            try tasks.forget(before: now.adding(.zero - Self.kept))
        }
    }

    /// How long the queue may be waited for.
    private func timeToNext() throws(BridgeFault) -> Duration {
        guard isCaughtUp else { return surroundings.longestWait }
        let (new, known) = try tasks.earliest()
        let now = now
        var wait = surroundings.longestWait
        if let new { wait = min(wait, max(now.duration(to: new), postGate.closedFor)) }
        if let known { wait = min(wait, max(now.duration(to: known), readGate.closedFor)) }
        return max(.zero, wait)
    }

    /// Applies the records of a partition and its position in one transaction.
    private func take(_ part: QueueReader.Part) throws(BridgeFault) {
        let known = try file.next(part.partition)
        guard !part.records.isEmpty || part.next != known else { return }
        let now = now
        let effects = try file.change {
            var effects: [(BridgedTask, TaskIntake.Effect, BridgedTask.Phase?)] = []
            for record in part.records {
                guard let value = record.value, let message = try? TaskCodec.decode(value) else {
                    logger.error("record-unreadable", ["offset": .int(Int(record.offset))])
                    continue
                }
                let known = try tasks.find(message.taskID)
                guard
                    let (task, effect) = TaskIntake.apply(
                        message, value, to: known, mayBeSent: endpoint.isSearchable && !file.hasCaughtUp, now: now)
                else { continue }
                try tasks.save(task, at: now)
                effects.append((task, effect, known?.phase))
            }
            try file.setNext(part.partition, part.next)
            return effects
        }
        for (task, effect, before) in effects { log(effect, of: task, before: before) }
    }

    private func log(_ effect: TaskIntake.Effect, of task: BridgedTask, before: BridgedTask.Phase?) {
        let id = LogValue.string(task.taskID)
        switch effect {
        case .updated, .new: break
        case .again: logger.info("task-again", ["task": id, "earlier": .string(task.remoteID ?? "")])
        case .withdrawn:
            // GeoReport v2 has no way to take a request back: a person tells the remote.
            if before == .waiting, task.attemptedAt == nil {
                logger.info("task-withdrawn", ["task": id])
            } else {
                logger.warning("task-withdrawn-after-sending", ["task": id, "request": .string(task.remoteID ?? "")])
            }
        case .answerRefused(let code):
            logger.warning("feedback-refused", ["task": id, "code": .string(code), "times": .int(task.refusals)])
        }
    }
}

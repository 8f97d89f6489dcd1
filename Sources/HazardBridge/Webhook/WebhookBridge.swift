internal import HazardConfig
package import HazardCore
internal import MessageLog
internal import Telemetry

/// Carries the records of one queue to a webhook, each at least once and in order.
///
/// The position moves on when the receiver has taken a record. A bridge that is killed in between sends that record again, with
/// the same `webhook-id`.
package final class WebhookBridge {
    /// What the queue holds.
    package enum Content: Sendable {
        case tasks, notices
    }

    private let surroundings: BridgeSurroundings
    private let content: Content
    private let only: Set<String>
    private let receiver: WebhookReceiver
    private let file: BridgeFile
    private let queue: QueueReader
    private let logger: Logger
    private var gate: RemoteGate
    private var waiting: [(partition: Int, record: Record)] = []
    /// Refusals of the first waiting record.
    private var refusals = 0
    /// The robots' providers limit how often a message may be sent.
    private var nextAt: ContinuousClock.Instant
    /// On the first start records before this are not sent.
    private let since: Instant?

    /// A record that is refused so often is set aside, so that it does not stop those behind it.
    private static let mostRefusals = 3

    /// Opens the bridge's file; connects to nothing.
    ///
    /// - Parameters:
    ///   - name: The department's id, or `notices`.
    ///   - content: What the queue holds.
    ///   - target: Where the records go.
    ///   - since: On the first start, records before this are not sent; nil: all are.
    ///   - surroundings: Queue, clock and log lines.
    /// - Throws: `BridgeFault` when the file or the address cannot be used.
    package init(
        _ name: String, _ content: Content, _ target: WebhookTarget, since: Instant?,
        _ surroundings: BridgeSurroundings
    ) throws(BridgeFault) {
        self.since = since
        self.surroundings = surroundings
        self.content = content
        only = Set(target.endpoint.only)
        receiver = try WebhookReceiver(target)
        file = try BridgeFile(surroundings.directory, name: "webhook-\(name)", log: surroundings.log)
        queue = QueueReader(surroundings, file)
        nextAt = surroundings.steady()
        logger = surroundings.logger.with(["queue": .string(name), "remote": .string(receiver.name)])
        gate = RemoteGate(surroundings)
    }

    /// Runs until the program asks for an end.
    ///
    /// - Throws: `BridgeFault` when the bridge's file cannot be used any more.
    package func run() throws(BridgeFault) {
        logger.info("bridge-started")
        while !surroundings.isStopping() {
            try step()
        }
        logger.info("bridge-stopped")
    }

    /// One round: one record is sent, or the queue is read.
    ///
    /// - Throws: `BridgeFault` when the bridge's file cannot be used any more.
    package func step() throws(BridgeFault) {
        guard let (partition, record) = waiting.first else {
            let read = try queue.read(wait: surroundings.longestWait)
            for part in read?.parts ?? [] {
                waiting += part.records.map { (part.partition, $0) }
            }
            if let read, read.atEnd, waiting.isEmpty { try file.catchUp() }
            return
        }
        if let since, !file.hasCaughtUp, record.timestamp < since.milliseconds { return try advance(partition, record) }
        let wait = max(gate.closedFor, surroundings.steady().duration(to: nextAt))
        if wait > .zero { return surroundings.pause(min(wait, surroundings.longestWait)) }
        guard let message = message(of: record) else {
            logger.error("record-unreadable", ["offset": .int(Int(record.offset))])
            return try advance(partition, record)
        }
        guard only.isEmpty || only.contains(message.kind) else { return try advance(partition, record) }
        do throws(WebhookReceiver.Failure) {
            try receiver.send(message, at: surroundings.now())
            gate.succeeded()
        } catch {
            return try failed(error, message, partition, record)
        }
        nextAt = surroundings.steady() + receiver.pace
        logger.info("webhook-sent", ["id": .string(message.id)])
        try advance(partition, record)
    }

    private func message(of record: Record) -> WebhookMessage? {
        switch content {
        case .tasks: WebhookMessage(task: record, zone: surroundings.zone)
        case .notices: WebhookMessage(notice: record, zone: surroundings.zone)
        }
    }

    private func failed(
        _ failure: WebhookReceiver.Failure, _ message: WebhookMessage, _ partition: Int, _ record: Record
    ) throws(BridgeFault) {
        let trouble: RemoteTrouble
        switch failure {
        case .trouble(let found): trouble = found
        case .refused(let reason):
            refusals += 1
            guard refusals < Self.mostRefusals else {
                logger.error("webhook-set-aside", ["id": .string(message.id), "reason": .string(reason)])
                try file.setAside(message.id, message.record, reason, at: surroundings.now())
                return try advance(partition, record)
            }
            trouble = RemoteTrouble(.unreadable, reason)
        }
        let wait = gate.failed(trouble)
        let fields: KeyValuePairs<StaticString, LogValue> = [
            "id": .string(message.id), "kind": .string(trouble.kind.rawValue), "reason": .string(trouble.reason),
            "again_after_ms": .int(Int(wait.milliseconds)),
        ]
        if trouble.kind == .settings {
            logger.error("webhook-unsent", fields)
        } else {
            logger.warning("webhook-unsent", fields)
        }
    }

    private func advance(_ partition: Int, _ record: Record) throws(BridgeFault) {
        try file.change { try file.setNext(partition, record.offset + 1) }
        waiting.removeFirst()
        refusals = 0
    }
}

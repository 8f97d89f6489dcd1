internal import HazardCore
internal import SQLite
internal import Telemetry

/// Sends what is in the outbox, in order.
final class OutboxSender {
    private let outbox: Outbox
    private let file: BridgeFile
    private let sink: any FeedbackSink
    private let surroundings: BridgeSurroundings
    private var gate: RemoteGate

    private static let most = 100

    init(_ outbox: Outbox, _ file: BridgeFile, _ sink: any FeedbackSink, _ surroundings: BridgeSurroundings) {
        self.outbox = outbox
        self.file = file
        self.sink = sink
        self.surroundings = surroundings
        gate = RemoteGate(surroundings)
    }

    /// Sends what can be sent now. A failure is logged and tried again later.
    ///
    /// - Throws: `BridgeFault` when the bridge's file cannot be used.
    func send() throws(BridgeFault) {
        while gate.closedFor == .zero {
            let entries = try outbox.first(Self.most)
            guard !entries.isEmpty else { return }
            let sent: Int
            do throws(FeedbackFailure) {
                try sink.send(entries.map(\.message))
                gate.succeeded()
                sent = entries.count
            } catch {
                sent = error.sent
                try failed(error, entries)
            }
            for entry in entries.prefix(sent) { try outbox.remove(entry.number) }
        }
    }

    private func failed(_ failure: FeedbackFailure, _ entries: [Outbox.Entry]) throws(BridgeFault) {
        if let message = failure.hopeless, let entry = entries.first(where: { $0.message == message }) {
            surroundings.logger.error(
                "feedback-set-aside",
                ["case": .string(message.caseID), "id": .string(message.eventID), "reason": .string(failure.reason)])
            try file.setAside(message.eventID, message.body, failure.reason, at: surroundings.now())
            try outbox.remove(entry.number)
            return
        }
        let wait = gate.failed(RemoteTrouble(.unreachable, failure.reason))
        surroundings.logger.warning(
            "feedback-unsent",
            ["reason": .string(failure.reason), "again_after_ms": .int(Int(wait.milliseconds))])
    }
}

internal import HazardCore
internal import Telemetry

/// What the bridge reads at the remote: ids of promised requests, and statuses.
extension Open311Bridge {
    /// After so many answers without a followed request, one after the other, the remote has it no longer.
    private static let mostMissing = 5
    /// A remote that promised an id is asked for it after so long.
    static let tokenWait = Duration.seconds(5)

    /// Asks for the id of a promised request.
    func redeem(_ task: BridgedTask) throws(BridgeFault) {
        let id: String?
        do throws(RemoteTrouble) {
            id = try remote.requestID(ofToken: task.remoteID ?? "")
        } catch {
            if error.isAbsent { return try postpone(task) }
            return report(error, "token-unread", readGate.failed(error))
        }
        readGate.succeeded()
        if let id { try begin(task, id: id) } else { try postpone(task) }
    }

    private func postpone(_ task: BridgedTask) throws(BridgeFault) {
        var task = task
        task.tries += 1
        task.nextAt = now.adding(max(Self.tokenWait, surroundings.backoff.wait(after: task.tries)))
        try save(task)
    }

    func follow(_ followed: [BridgedTask]) throws(BridgeFault) {
        let requests: [RemoteRequest]
        do throws(RemoteTrouble) {
            requests = try remote.requests(followed.compactMap(\.remoteID))
        } catch {
            return report(error, "status-unread", readGate.failed(error))
        }
        readGate.succeeded()
        let byID = Dictionary(requests.map { ($0.id, $0) }) { first, _ in first }
        for task in followed {
            if let request = byID[task.remoteID ?? ""] {
                try read(request, of: task)
            } else {
                try miss(task)
            }
        }
    }

    private func read(_ request: RemoteRequest, of task: BridgedTask) throws(BridgeFault) {
        let change = StatusChange.of(request, for: task)
        var task = task
        task.tries = 0
        task.seen = request.fingerprint
        task.nextAt = now.adding(poll)
        switch change {
        case .none: try save(task)
        case .noted: try save(task, saying: try feedback.noted(task, request, at: now))
        case .resolved:
            try finish(task, with: try feedback.resolved(task, request, at: now))
            logger.info("request-closed", ["task": .string(task.taskID), "request": .string(request.id)])
        case .returned(let reason):
            try finish(
                task, with: try feedback.returned(task, reason: reason, status: request.fingerprint, at: now))
            logger.info("request-rejected", ["task": .string(task.taskID), "request": .string(request.id)])
        }
    }

    /// The remote did not show a request that it had.
    private func miss(_ task: BridgedTask) throws(BridgeFault) {
        var task = task
        task.tries += 1
        task.nextAt = now.adding(poll)
        guard task.tries >= Self.mostMissing else { return try save(task) }
        logger.warning("request-gone", ["task": .string(task.taskID), "request": .string(task.remoteID ?? "")])
        let reason = "the remote has no request \(task.remoteID ?? "") any more"
        task.remoteID = nil
        try finish(task, with: try feedback.returned(task, reason: reason, status: "gone", at: now))
    }
}

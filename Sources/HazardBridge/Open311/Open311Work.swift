internal import HazardConfig
internal import HazardCore
internal import HazardWire
internal import Telemetry

/// What the bridge asks the remote.
extension Open311Bridge {
    /// After so many attempts an answer without an id, or one that cannot be read, ends the attempts.
    private static let mostUnclear = 5
    /// The remote's clock may be behind ours by so much.
    private static let clockMargin = Duration.hours(1)
    /// GeoReport v2 allows a search over 90 days.
    private static let longestSearch = Duration.days(89)

    /// Does what is due: a search, one new request, one token, one reading of statuses.
    func work() throws(BridgeFault) {
        if readGate.closedFor == .zero {
            let doubtful = try tasks.doubtful(at: now)
            if !doubtful.isEmpty { try settle(doubtful) }
        }
        if postGate.closedFor == .zero, let task = try tasks.due(.waiting, at: now, most: 1).first {
            try send(task)
        }
        if readGate.closedFor == .zero, let task = try tasks.due(.promised, at: now, most: 1).first {
            try redeem(task)
        }
        if readGate.closedFor == .zero {
            let followed = try tasks.due(.followed, at: now, most: Open311Remote.mostIDs)
            if !followed.isEmpty { try follow(followed) }
        }
    }

    // MARK: - New requests

    private func send(_ task: BridgedTask) throws(BridgeFault) {
        guard let message = try? TaskCodec.decode(task.record) else {
            return try finish(task, with: nil)
        }
        guard let code = endpoint.serviceCodes[message.category.id] ?? endpoint.otherServiceCode else {
            logger.warning(
                "no-service-code", ["task": .string(task.taskID), "category": .string(message.category.code)])
            let reason = "no service_code for the category \(message.category.code) \(message.category.name)"
            return try finish(task, with: try feedback.returned(task, reason: reason, status: "code", at: now))
        }
        let attempt = try attempt(task)
        let form = Open311Form.fields(
            of: message, serviceCode: code, marker: task.marker, earlier: task.remoteID, zone: surroundings.zone)
        let posted: Open311Remote.Posted
        do throws(RemoteTrouble) {
            posted = try remote.post(form)
        } catch {
            return try delay(attempt, error)
        }
        if posted != .unclear { postGate.succeeded() }
        try accept(posted, attempt)
    }

    /// Writes down, before the request leaves, that the remote may have it.
    private func attempt(_ task: BridgedTask) throws(BridgeFault) -> BridgedTask {
        guard endpoint.isSearchable else { return task }
        var task = task
        task.attemptedAt = now
        task.firstAttemptAt = task.firstAttemptAt ?? now
        task.nextAt = now.adding(endpoint.searchDelay)
        try save(task)
        return task
    }

    private func accept(_ posted: Open311Remote.Posted, _ task: BridgedTask) throws(BridgeFault) {
        switch posted {
        case .created(let id): try begin(task, id: id)
        case .promised(let token):
            var task = task
            task.phase = .promised
            task.remoteID = token
            task.attemptedAt = nil
            task.nextAt = now.adding(Self.tokenWait)
            try save(task)
        case .taken:
            logger.warning("request-without-id", ["task": .string(task.taskID)])
            // In doubt, a search finds the id; a list that never shows the request is not searched for ever.
            if endpoint.isSearchable, countUnclear(task) < Self.mostUnclear { return try doubt(task) }
            try finish(task, with: try feedback.accepted(task, id: nil, at: now))
        case .unclear:
            try answeredUnclearly(task)
        case .refused(let words):
            logger.warning("request-refused", ["task": .string(task.taskID), "reason": .string(words)])
            try finish(task, with: try feedback.returned(task, reason: words, status: words, at: now))
        }
    }

    /// The remote answered with success and no list: a page of a proxy, or a remote that speaks no JSON. Whether it has the
    /// request is not known; a person decides when it answers so again and again.
    private func answeredUnclearly(_ task: BridgedTask) throws(BridgeFault) {
        let times = countUnclear(task)
        guard times >= Self.mostUnclear else {
            return try delay(task, RemoteTrouble(.unreadable, "its answer is no JSON list", isInDoubt: true))
        }
        logger.error("request-unclear", ["task": .string(task.taskID), "times": .int(times)])
        let reason = "the remote's answers cannot be read; it may have this request"
        try finish(task, with: try feedback.returned(task, reason: reason, status: "unclear", at: now))
    }

    /// How many answers to this task's request, this one included, were without an id or could not be read.
    private func countUnclear(_ task: BridgedTask) -> Int {
        unclear[task.marker, default: 0] += 1
        return unclear[task.marker] ?? 1
    }

    /// Searches for the request later.
    private func doubt(_ task: BridgedTask) throws(BridgeFault) {
        var task = task
        task.tries += 1
        task.nextAt = now.adding(endpoint.searchDelay)
        try save(task)
    }

    /// The attempt failed, or its outcome is not known.
    private func delay(_ task: BridgedTask, _ trouble: RemoteTrouble) throws(BridgeFault) {
        if trouble.isInDoubt, endpoint.isSearchable {
            try doubt(task)
        } else {
            var task = task
            task.tries += 1
            task.attemptedAt = nil
            task.nextAt = now.adding(surroundings.backoff.wait(after: task.tries))
            try save(task)
        }
        report(trouble, "request-unsent", postGate.failed(trouble))
    }

    /// Follows a request from now on, and accepts the task.
    func begin(_ task: BridgedTask, id: String) throws(BridgeFault) {
        var task = task
        unclear[task.marker] = nil
        task.phase = .followed
        task.remoteID = id
        task.attemptedAt = nil
        task.tries = 0
        task.seen = ""
        task.nextAt = now.adding(poll)
        try save(task, saying: try feedback.accepted(task, id: id, at: now))
        logger.info("request-made", ["task": .string(task.taskID), "request": .string(id)])
    }

    // MARK: - Doubt

    /// Looks for requests that may exist, in one reading of the remote's list. What is not there is posted again.
    private func settle(_ doubtful: [BridgedTask]) throws(BridgeFault) {
        var missing = Dictionary(doubtful.map { ($0.marker, $0) }) { first, _ in first }
        let first = doubtful.map { $0.firstAttemptAt ?? $0.openedAt }.min() ?? now
        let since = max(first.adding(.zero - Self.clockMargin), now.adding(.zero - Self.longestSearch))
        var found: [(BridgedTask, String)] = []
        do throws(RemoteTrouble) {
            try remote.search(since: since) { request in
                for marker in Self.markers(in: request.description ?? "") {
                    if let task = missing.removeValue(forKey: marker) { found.append((task, request.id)) }
                }
                return !missing.isEmpty
            }
        } catch {
            // What was found before the trouble was found.
            for (task, id) in found { try begin(task, id: id) }
            return report(error, "search-failed", readGate.failed(error))
        }
        readGate.succeeded()
        for (task, id) in found { try begin(task, id: id) }
        for var task in missing.values {
            task.attemptedAt = nil
            task.nextAt = now
            try save(task)
        }
        logger.info("remote-searched", ["found": .int(found.count), "absent": .int(missing.count)])
    }

    /// The texts in brackets, brackets included.
    static func markers(in text: String) -> [String] {
        text.split(separator: "[").dropFirst(text.hasPrefix("[") ? 0 : 1)
            .compactMap { part in part.firstIndex(of: "]").map { "[" + part[...$0] } }
    }

    // MARK: - The file

    var poll: Duration { endpoint.poll * Double.random(in: 0.9...1.1) }

    func save(_ task: BridgedTask, saying message: FeedbackMessage? = nil) throws(BridgeFault) {
        let now = now
        try file.change {
            try tasks.save(task, at: now)
            if let message { try outbox.add(message) }
        }
    }

    /// Ends a task; `message` is the answer that ends it.
    func finish(_ task: BridgedTask, with message: FeedbackMessage?) throws(BridgeFault) {
        var task = task
        unclear[task.marker] = nil
        task.phase = .ended
        task.attemptedAt = nil
        task.answer = message?.eventID
        try save(task, saying: message)
    }

    func report(_ trouble: RemoteTrouble, _ event: StaticString, _ wait: Duration) {
        let fields: KeyValuePairs<StaticString, LogValue> = [
            "kind": .string(trouble.kind.rawValue), "reason": .string(trouble.reason),
            "again_after_ms": .int(Int(wait.milliseconds)),
        ]
        if trouble.kind == .settings { logger.error(event, fields) } else { logger.warning(event, fields) }
    }
}

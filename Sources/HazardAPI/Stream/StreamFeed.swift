internal import HazardWire
internal import HTTP
internal import HazardCore
internal import MessageLog
internal import Synchronization
internal import Telemetry

/// Makes the events of one client's stream, and holds its position.
///
/// It sends first what the client missed, from the log, and then what the hub holds. A client that resumes from the `id` of
/// any event misses nothing. Inside a commit that `id` is the position before the commit, so such a client gets the whole
/// commit again, and knows by `version` what it has seen.
final class StreamFeed: @unchecked Sendable {
    // Unchecked: `listen`, `start` and `holdReplay` run before the first refill, and refills never run at the same time.
    // Other threads use `replayPermit` only, which has a lock.

    /// After so many commits that were not for this client it gets a position event, so that it resumes from there.
    private static let mostSkippedCommits = 512
    /// The most tasks whose last text is remembered.
    private static let mostTasks = 10_000

    private let context: APIContext
    private let selection: CaseSelection
    private let caller: Caller
    private(set) var listener = -1

    private var cursor = 0
    private var position = StreamPosition()
    private var replay: [ChangelogReplay] = []
    private var pending: [ServerEvent] = []
    private var skipped = 0
    /// The hash of the text sent last of each task: a change of a case need not change every task.
    private var sentTasks: [String: Int] = [:]
    private let replayPermit = Mutex<Permit?>(nil)

    init(context: APIContext, selection: CaseSelection, caller: Caller) {
        self.context = context
        self.selection = selection
        self.caller = caller
    }

    // MARK: - Start and end

    func listen(_ stream: EventStream) {
        (listener, cursor) = context.hub.listen { [weak stream] signal in
            switch signal {
            case .more: stream?.wake()
            case .end: stream?.end()
            }
        }
    }

    func start(at position: StreamPosition, replay: [ChangelogReplay]) {
        self.position = position
        self.replay = replay
        pending = [positionEvent]
    }

    /// Holds the permit to read from the log until the replay ends.
    func holdReplay(_ permit: Permit) { replayPermit.withLock { $0 = permit } }

    func finishReplay() { replayPermit.withLock { $0 = nil } }

    // MARK: - Sending

    /// Offers the next events to the stream; returns whether more wait for room.
    func refill(_ stream: EventStream) -> Bool {
        for _ in 0..<64 {
            guard offerPending(stream) else { return true }
            do throws(LogFailure) {
                guard try readMore(stream) else { return false }
            } catch {
                context.logger.warning("stream-cut", ["reason": .string(error.description)])
                stream.end()
                return false
            }
        }
        return true
    }

    private func offerPending(_ stream: EventStream) -> Bool {
        var sent = 0
        while sent < pending.count, stream.offer(pending[sent]) { sent += 1 }
        pending.removeFirst(sent)
        return pending.isEmpty
    }

    /// Puts the next events into `pending`; false when there are none for now.
    private func readMore(_ stream: EventStream) throws(LogFailure) -> Bool {
        if let missed = replay.first {
            let (commits, next) = try missed.read(max: 50)
            for commit in commits { take(HubEntry(commit)) }
            if let next { position[missed.shard] = max(next, position[missed.shard] ?? 0) }
            if missed.isAtEnd { replay.removeFirst() }
            if replay.isEmpty { finishReplay() }
            return true
        }
        switch context.hub.entry(at: cursor) {
        case .failure:
            // The client is too slow: it comes back with its position, and reads the rest from the log.
            stream.end()
            return false
        case .success(nil):
            return false
        case .success(let entry?):
            cursor += 1
            take(entry)
            return true
        }
    }

    /// Makes the events of a commit, unless the stream has read it from the log already.
    private func take(_ entry: HubEntry) {
        if let seen = position[entry.shard], entry.changelogNext <= seen { return }
        let now = context.now()
        var found: [(name: String, data: [UInt8])] = []
        for index in entry.changes.indices where selection.contains(entry.changes[index].value, at: now) {
            found.append(("case", text(of: entry, index)))
            for task in entry.tasks(index, zone: context.zone) where isNew(task) { found.append(("task", task.bytes)) }
        }
        let before = position.text
        position[entry.shard] = entry.changelogNext
        let after = position.text
        for (index, event) in found.enumerated() {
            let id = index == found.count - 1 ? after : before
            pending.append(ServerEvent(event: event.name, id: id.isEmpty ? nil : id, data: event.data))
        }
        skipped = found.isEmpty ? skipped + 1 : 0
        if skipped >= Self.mostSkippedCommits {
            skipped = 0
            pending.append(positionEvent)
        }
    }

    private func text(of entry: HubEntry, _ index: Int) -> [UInt8] {
        caller.seesAccounts ? entry.changes[index].body : entry.caseWithoutAccounts(index, policy: context.policy)
    }

    /// Whether this task is for the client and differs from the text sent last.
    private func isNew(_ task: TaskText) -> Bool {
        guard selection.department == nil || selection.department == task.department else { return false }
        if sentTasks.count > Self.mostTasks { sentTasks = [:] }
        let hash = task.bytes.hashValue
        return sentTasks.updateValue(hash, forKey: task.id) != hash
    }

    /// An event that has only the position.
    private var positionEvent: ServerEvent {
        let id = position.text
        return ServerEvent(event: "position", id: id.isEmpty ? nil : id, data: "{\"position\":\"\(id)\"}")
    }
}

internal import HazardWire
internal import HTTP
internal import HazardCore
internal import MessageLog
internal import Synchronization
internal import Telemetry
internal import Wording

/// Makes the events of one client's stream, and holds its position.
///
/// It sends first what the client missed, from the log, and then what the hub holds. The `id` of an event names its record on
/// `hazard.cases` and the event among those of the record. A client that resumes from it misses nothing, and gets no event of
/// that record again.
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
    private let language: Language
    private let metrics: APIMetrics
    /// Nil when the client wants no suggestions.
    private let similar: SimilarCases?
    /// Finding suggestions takes some milliseconds for each new case, so in a storm and while it catches up a stream goes
    /// without: it has no more than so many commits waiting, and none with more changes.
    private static let mostWaiting = 16
    private static let mostChanges = 64
    /// Whether the commit that is read now may have suggestions.
    private var suggests = false
    private(set) var listener = -1

    private var cursor = 0
    private var position = StreamPosition()
    private var replay: [ChangelogReplay] = []
    private var pending: [ServerEvent] = []
    private var skipped = 0
    /// The hash of the text sent last of each task: a change of a case need not change every task.
    private var sentTasks: [String: Int] = [:]
    private let replayPermit = Mutex<Permit?>(nil)

    /// `language` is that of the last event, which says why the stream ends.
    init(
        context: APIContext, selection: CaseSelection, caller: Caller, language: Language, metrics: APIMetrics,
        similar: SimilarCases?
    ) {
        self.similar = similar
        self.context = context
        self.selection = selection
        self.caller = caller
        self.language = language
        self.metrics = metrics
    }

    // MARK: - Start and end

    func listen(_ stream: EventStream) {
        (listener, cursor) = context.hub.listen { [weak stream, language] signal in
            switch signal {
            case .more: stream?.wake()
            case .end(let reason): stream?.end(with: reason.event(in: language))
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
                stream.end(with: StreamEnd.logUnreadable.event(in: language))
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
            suggests = false
            for commit in commits { take(HubEntry(commit)) }
            if let next { advance(missed.shard, to: next) }
            if missed.isAtEnd { replay.removeFirst() }
            if replay.isEmpty { finishReplay() }
            return true
        }
        switch context.hub.entry(at: cursor) {
        case .failure:
            // The client is too slow: it comes back with its position, and reads the rest from the log.
            metrics.streamsDropped.add()
            context.logger.warning(
                "stream-dropped", ["name": .string(caller.name ?? ""), "reason": .string("too-slow")])
            stream.end(with: StreamEnd.tooSlow.event(in: language))
            return false
        case .success(nil):
            return false
        case .success(let entry?):
            cursor += 1
            suggests =
                similar != nil && entry.changes.count <= Self.mostChanges
                && context.hub.waiting(from: cursor) <= Self.mostWaiting
            take(entry)
            return true
        }
    }

    /// Makes the events of a commit that the stream has not sent yet, from the log or to this client before.
    private func take(_ entry: HubEntry) {
        if let seen = position[entry.shard], entry.changelogNext <= seen.next { return }
        let now = context.now()
        let before = pending.count
        for index in entry.changes.indices {
            if entry.offset(ofChange: index) >= position[entry.shard]?.next ?? 0 {
                take(entry, index, isWanted: selection.contains(entry.changes[index].value, at: now))
            }
            advance(entry.shard, to: entry.offset(afterChange: index))
        }
        skipped = pending.count == before ? skipped + 1 : 0
        if skipped >= Self.mostSkippedCommits {
            skipped = 0
            pending.append(positionEvent)
        }
    }

    /// Makes the events of one change: its case, its tasks, then what may be the same as a new case. Only the last one has the position after the change.
    private func take(_ entry: HubEntry, _ index: Int, isWanted: Bool) {
        guard isWanted else { return }
        let offset = entry.offset(ofChange: index)
        let place = position[entry.shard]
        let sent = place?.next == offset ? place?.events ?? 0 : 0
        var found: [(number: Int, name: String, data: [UInt8])] = []
        if sent == 0 { found.append((1, "case", text(of: entry, index))) }
        for (number, task) in entry.tasks(index, zone: context.zone).enumerated() where isNew(task) {
            // A task that was sent before the client came back is remembered, but not sent again.
            if number + 2 > sent { found.append((number + 2, "task", task.bytes)) }
        }
        if let last = suggestions(entry, index), last.number > sent { found.append(last) }
        for event in found.dropLast() {
            position[entry.shard] = StreamPosition.Place(next: offset, events: event.number)
            append(event.name, event.data)
        }
        guard let last = found.last else { return }
        advance(entry.shard, to: entry.offset(afterChange: index))
        append(last.name, last.data)
    }

    /// The event with the cases that are possibly the same as a new one; nil when there are none that the client may see.
    private func suggestions(_ entry: HubEntry, _ index: Int) -> (number: Int, name: String, data: [UInt8])? {
        let value = entry.changes[index].value
        guard suggests, let similar, value.version == 1 else { return nil }
        let found = similar.visible(entry.similar(index, similar), to: value, for: caller)
        guard !found.isEmpty else { return nil }
        return (value.tasks.count + 2, "similar", similar.bytes(found, to: value, for: caller))
    }

    private func append(_ name: String, _ data: [UInt8]) {
        pending.append(ServerEvent(event: name, id: position.text, data: data))
    }

    /// Moves the position in a shard forward, never back.
    private func advance(_ shard: Int, to next: Int64) {
        position[shard] = max(StreamPosition.Place(next: next), position[shard] ?? StreamPosition.Place(next: 0))
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

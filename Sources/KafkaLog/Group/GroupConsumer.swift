internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization
internal import Wording

/// This process's member of the group: it receives the assignments, and its metadata fences every transaction
/// (`DECISIONS.md` #10).
///
/// Its own thread serves rebalances and heartbeats. It reads no records: it accepts every assignment with an empty list, and each
/// shard's inputs are fetched after the shard is restored (`Fetcher` says why).
final class GroupConsumer: @unchecked Sendable {
    let settings: KafkaSettings
    let membership: Membership
    let fetcher: Fetcher
    let lookup: RecordLookup
    let diagnostics: DiagnosticHandler
    let counters: LogCounters
    private let host: any ShardHost
    private let member: Mutex<KafkaClient>
    private let state = Mutex(State())
    private let stopping = Atomic<Bool>(false)
    private let isAbandoned = Atomic<Bool>(false)
    private let stopped = Signal()

    private struct State {
        var assignment: Assignment?
        var number = 0
        var sessions: [Int: KafkaShardSession] = [:]
        /// Sessions for the host, which gets them after the callback has returned.
        var unassigned: [KafkaShardSession] = []
        /// Sessions whose writer was fenced during the assignment, with the number of heartbeats answered before.
        var fenced: [(session: KafkaShardSession, heartbeats: Int)] = []
        var hasFailed = false
        var mustRejoin = false
        var rejoined: [ContinuousClock.Instant] = []
    }

    /// Subscribes; the host gets its shards after the first rebalance.
    ///
    /// - Throws: `KafkaError` when a client cannot be made or the subscription is refused.
    init(
        _ settings: KafkaSettings, _ membership: Membership, host: any ShardHost, counters: LogCounters,
        diagnostics: @escaping DiagnosticHandler
    ) throws(KafkaError) {
        self.settings = settings
        self.membership = membership
        self.host = host
        self.diagnostics = diagnostics
        self.counters = counters
        fetcher = try Fetcher(settings, .fetcher, diagnostics: diagnostics)
        lookup = RecordLookup(settings, diagnostics: diagnostics)
        member = Mutex(try Self.consumer(settings, membership, diagnostics))
        try join()
        let thread = Thread { [self] in run() }
        thread.name = "kafka-group"
        thread.start()
    }

    /// The consumer that is the member now.
    var client: KafkaClient { member.withLock { $0 } }

    private static func consumer(
        _ settings: KafkaSettings, _ membership: Membership, _ diagnostics: @escaping DiagnosticHandler
    ) throws(KafkaError) -> KafkaClient {
        try KafkaClient(
            settings, .member(group: membership.group, member: membership.member), diagnostics: diagnostics)
    }

    private func join() throws(KafkaError) {
        try client.join(membership) { [weak self] code, list in self?.rebalance(code, list) }
    }

    /// Revokes every shard and leaves the group; false when that takes longer than the limit.
    func leave(within limit: Duration) -> Bool {
        stopping.store(true, ordering: .releasing)
        let done = stopped.wait(within: limit)
        if !done {
            // `LIBRDKAFKA.md`, Closing clients: the thread ends when the brokers answer.
            client.context.emit(
                .warning, "kafka.group.left",
                "Leaving group \(membership.group) took longer than \(limit); not waited for")
        }
        return done
    }

    /// Ends all clients.
    func close(within limit: Duration) {
        lookup.close()
        fetcher.close(within: limit)
        client.destroy(within: limit)
    }

    /// Ends like a killed process: the group gets no request, and the broker keeps the open transactions.
    func abandon() {
        isAbandoned.store(true, ordering: .releasing)
        stopping.store(true, ordering: .releasing)
        _ = stopped.wait(within: .seconds(5))
        close(within: .seconds(5))
    }

    // MARK: The group's thread

    private func run() {
        while !stopping.load(ordering: .acquiring) {
            serve()
            if state.withLock({ $0.mustRejoin }) { rejoin() }
        }
        defer { stopped.raise() }
        guard !isAbandoned.load(ordering: .acquiring) else {
            for session in state.withLock({ Array($0.sessions.values) }) { session.close() }
            return
        }
        // Revoked here first: with a static member the library may close without a revoke.
        release(lost: false)
        guard let consumer = client.retain() else { return }
        defer { client.release() }
        rd_kafka_assign(consumer, nil)
        rd_kafka_consumer_close(consumer)
    }

    /// Serves one consumer until the end, or until it must be replaced.
    private func serve() {
        let client = client
        guard let consumer = client.retain() else { return stopping.store(true, ordering: .releasing) }
        defer { client.release() }
        while !stopping.load(ordering: .acquiring), !state.withLock({ $0.mustRejoin }) {
            // `LIBRDKAFKA.md`, Liveness: any poll resets max.poll.interval.ms, so a stuck lane is found by `ShardStatus`.
            if let message = rd_kafka_consumer_poll(consumer, 100) {
                handle(message)
                rd_kafka_message_destroy(message)
            }
            fetcher.serve()
            assignSessions()
            restartFencedShards()
        }
    }

    /// Joins the group with a new consumer, after a member has fenced itself (`LIBRDKAFKA.md`, Self-fencing).
    private func rejoin() {
        release(lost: true)
        client.destroy(within: .seconds(2))
        do throws(KafkaError) {
            let new = try Self.consumer(settings, membership, diagnostics)
            member.withLock { $0 = new }
            try join()
        } catch { fail(error) }
        state.withLock { state in
            state.mustRejoin = false
            state.rejoined.append(.now)
        }
    }

    private func assignSessions() {
        let new = state.withLock { state in
            defer { state.unassigned = [] }
            return state.unassigned
        }
        for session in new { host.assign(session) }
    }

    private func handle(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        let code = message.pointee.err
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR__PARTITION_EOF else { return }
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) } ?? ""
        var error = KafkaError(code, origin: .group(membership.group), detail: text)
        switch code {
        case RD_KAFKA_RESP_ERR__FATAL:
            handleFatal(client.fatalError(membership) ?? error)
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT,
            RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL, RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
            error.isFatal = true
            fail(error)
        default:
            // Among them _MAX_POLL_EXCEEDED: the library has left and joins again by itself at the next poll.
            client.context.emit(.warning, "kafka.group.error", error.failure.description, ["code": error.code])
        }
    }

    /// Handles a fatal error of the member: rejoins after FENCED_INSTANCE_ID, otherwise fails.
    ///
    /// A member can fence itself, in two successive outages twice. Three times within a minute means that another process uses
    /// its name.
    private func handleFatal(_ error: KafkaError) {
        let isPermanent = state.withLock { state in
            state.rejoined.removeAll { $0.duration(to: .now) > .seconds(60) }
            guard error.code == "FENCED_INSTANCE_ID", state.rejoined.count < 2 else { return true }
            state.mustRejoin = true
            return false
        }
        guard !isPermanent else { return fail(error) }
        client.context.emit(
            .warning, "kafka.group.anew",
            "Member \(membership.member) was fenced: it joins group \(membership.group) again")
    }

    private func fail(_ error: KafkaError) {
        let isFirst = state.withLock { state in
            defer { state.hasFailed = true }
            return !state.hasFailed
        }
        guard isFirst else { return }
        state.withLock { $0.assignment }?.end()
        host.failed(error.failure)
    }

    // MARK: Rebalances (inside the callback)

    private func rebalance(
        _ code: rd_kafka_resp_err_t, _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        guard let consumer = client.retain() else { return }
        defer { client.release() }
        if code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS, let list, !stopping.load(ordering: .acquiring) {
            assigned(positions(in: list).map(\.position.at), consumer)
        } else {
            release(lost: rd_kafka_assignment_lost(consumer) == 1)
            rd_kafka_assign(consumer, nil)
        }
    }

    private func assigned(_ partitions: [TopicPartition], _ consumer: OpaquePointer) {
        counters.count(\.rebalances)
        release(lost: true)  // ends an earlier assignment, if there is one
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        do throws(KafkaError) {
            let numbers = partitions.map(\.partition).sorted()
            let shards = numbers.filter { $0 < membership.shards }
            for number in numbers where number >= membership.shards {
                client.context.emit(
                    .error, "kafka.group.beyond",
                    "Partition \(number) of \(membership.assignedBy) is beyond the \(membership.shards) shards")
            }
            guard let metadata = rd_kafka_consumer_group_metadata(consumer) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__STATE, origin: .group(membership.group))
            }
            let assignment = try Assignment(number: number, metadata: metadata)
            let sessions = shards.compactMap { session($0, assignment) }
            state.withLock { state in
                state.assignment = assignment
                state.sessions = Dictionary(uniqueKeysWithValues: sessions.map { ($0.shard, $0) })
                state.unassigned = sessions
            }
            assignNothing(consumer)
            client.context.emit(
                .info, "kafka.group.assigned",
                "Group \(membership.group) assigned \(sessions.count) of \(membership.shards) shards to this process",
                ["shards": shards.map(String.init).joined(separator: ","), "generation": "\(assignment.generation)"])
        } catch {
            assignNothing(consumer)
            fail(error)
        }
    }

    private func session(_ shard: Int, _ assignment: Assignment) -> KafkaShardSession? {
        let places = membership.inputs.map { TopicPartition($0, shard) }
        guard let inputs = ShardInputs(fetcher, places: places) else { return nil }
        return KafkaShardSession(shard: shard, assignment: assignment, inputs: inputs, group: self)
    }

    /// Revokes every shard. When `lost` is true, nothing may be committed any more, so the assignment ends first.
    private func release(lost: Bool) {
        let (assignment, sessions, unassigned) = state.withLock { state in
            defer {
                state.unassigned = []
                state.fenced = []
            }
            return (state.assignment, state.sessions, Set(state.unassigned.map(\.shard)))
        }
        guard let assignment else { return }
        if lost { assignment.end() }
        if !sessions.isEmpty {
            client.context.emit(
                lost ? .warning : .info, lost ? "kafka.group.lost" : "kafka.group.revoked",
                lost
                    ? "The group has removed this process: \(sessions.count) shards are lost"
                    : "The group revokes \(sessions.count) shards",
                ["generation": "\(assignment.generation)"])
        }
        for session in sessions.values { session.prepareToEnd() }
        for (shard, session) in sessions.sorted(by: { $0.key < $1.key }) {
            if !unassigned.contains(shard) { host.revoke(shard, lost: lost || assignment.hasEnded) }
            session.close()
        }
        assignment.end()
        state.withLock { state in
            state.assignment = nil
            state.sessions = [:]
        }
    }

    /// Accepts the assignment with an empty list, so that this consumer reads nothing. The list is owned and freed here.
    private func assignNothing(_ consumer: OpaquePointer) {
        guard let list = partitionList([]) else { return }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        let code = rd_kafka_assign(consumer, list)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        client.context.emit(
            .error, "kafka.group.assign", String(cString: rd_kafka_err2str(code)), ["code": ErrorCode.name(code)])
    }

    // MARK: For the sessions

    /// Records that another producer has fenced the writer of a shard that, as far as known, the group assigns to this process.
    func checkOwnership(of session: KafkaShardSession) {
        let heartbeats = client.context.heartbeatsAnswered
        state.withLock { $0.fenced.append((session, heartbeats)) }
    }

    /// Assigns a fenced shard to the host again when the group still regards this process as its owner two heartbeats later.
    ///
    /// Two, because the first may have been answered before the fence. If the group had removed this process, the revoke would
    /// have arrived with them. So a process without the shard that starts its writer disturbs the owner for seconds only.
    private func restartFencedShards() {
        let answered = client.context.heartbeatsAnswered
        let due: [KafkaShardSession] = state.withLock { state in
            let due = state.fenced.filter { answered >= $0.heartbeats + 2 }.map(\.session)
            state.fenced.removeAll { entry in due.contains { $0 === entry.session } }
            return due.filter { state.sessions[$0.shard] === $0 && !$0.assignment.hasEnded }
        }
        for old in due {
            host.revoke(old.shard, lost: true)
            old.close()
            guard let new = session(old.shard, old.assignment) else { continue }
            state.withLock { state in
                state.sessions[old.shard] = new
            }
            client.context.emit(
                .warning, "kafka.shard.again",
                "Another writer had fenced the writer of shard \(old.shard), but the group assigns the shard to this process: it starts again",
                ["shard": "\(old.shard)"])
            host.assign(new)
        }
    }

    // MARK: For metrics

    /// The number of owned shards, and the positions that our transactions have committed.
    var progress: (owned: Int, committed: [Position]) {
        state.withLock { state in (state.sessions.count, state.sessions.values.flatMap(\.inputs.committedPositions)) }
    }
}

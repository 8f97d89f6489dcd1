internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization

/// This process's one place in the group: it learns which shards are ours and proves it in every transaction.
///
/// A thread of its own serves rebalances and heartbeats; records never pass through it: every assignment is answered with
/// nothing to read, and each shard has its inputs fetched when it has restored (`Fetcher` says why).
final class GroupConsumer: @unchecked Sendable {
    let settings: KafkaSettings
    let membership: Membership
    let fetcher: Fetcher
    let note: LogNoteSink
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
        /// Given to the host after the callback has returned.
        var ungiven: [KafkaShardSession] = []
        /// Fenced while the assignment stands: with the number of heartbeats answered by then.
        var doubted: [(session: KafkaShardSession, heartbeats: Int)] = []
        var hasFailed = false
        var mustJoinAnew = false
        var joinedAnew: [ContinuousClock.Instant] = []
    }

    /// Subscribes; shards are given when the group has met.
    init(
        _ settings: KafkaSettings, _ membership: Membership, host: any ShardHost, counters: LogCounters,
        note: @escaping LogNoteSink
    ) throws(KafkaError) {
        self.settings = settings
        self.membership = membership
        self.host = host
        self.note = note
        self.counters = counters
        fetcher = try Fetcher(settings, .fetcher, note: note)
        member = Mutex(try Self.consumer(settings, membership, note))
        try join()
        let thread = Thread { [self] in run() }
        thread.name = "kafka-group"
        thread.start()
    }

    /// The consumer that is our member now.
    var client: KafkaClient { member.withLock { $0 } }

    private static func consumer(
        _ settings: KafkaSettings, _ membership: Membership, _ note: @escaping LogNoteSink
    ) throws(KafkaError) -> KafkaClient {
        try KafkaClient(settings, .member(group: membership.group, member: membership.member), note: note)
    }

    private func join() throws(KafkaError) {
        try client.join(membership) { [weak self] code, list in self?.rebalance(code, list) }
    }

    /// Gives every shard back and leaves; false when that took longer than the limit.
    func leave(within seconds: Double) -> Bool {
        stopping.store(true, ordering: .releasing)
        let done = stopped.wait(seconds: seconds)
        if !done {
            // Closing hangs in 2.0.2 while brokers are out of reach (#4117, #4187): the thread ends when they answer.
            client.context.say(
                .warning, "kafka.group.left",
                "Leaving group \(membership.group) took longer than \(seconds) s; not waited for")
        }
        return done
    }

    /// Ends both clients.
    func close(within seconds: Double) {
        fetcher.close(within: seconds)
        client.destroy(within: seconds)
    }

    /// Ends as a killed process does: the group hears nothing, and the sessions' writers stay as they are at the broker.
    func abandon() {
        isAbandoned.store(true, ordering: .releasing)
        stopping.store(true, ordering: .releasing)
        _ = stopped.wait(seconds: 5)
        close(within: 5)
    }

    // MARK: The group's thread

    private func run() {
        while !stopping.load(ordering: .acquiring) {
            serve()
            if state.withLock({ $0.mustJoinAnew }) { joinAnew() }
        }
        defer { stopped.raise() }
        guard !isAbandoned.load(ordering: .acquiring) else {
            for session in state.withLock({ Array($0.sessions.values) }) { session.close() }
            return
        }
        // Taken back by us first: with a static member the library may close without a revoke.
        release(lost: false)
        guard let consumer = client.hold() else { return }
        defer { client.release() }
        rd_kafka_assign(consumer, nil)
        rd_kafka_consumer_close(consumer)
    }

    /// Serves one consumer until the end, or until it is of no use any more.
    private func serve() {
        let client = client
        guard let consumer = client.hold() else { return stopping.store(true, ordering: .releasing) }
        defer { client.release() }
        while !stopping.load(ordering: .acquiring), !state.withLock({ $0.mustJoinAnew }) {
            // In 2.0.2 any poll counts as a sign of life (#4176): a stuck lane is for the lane's own watchdog to see.
            if let message = rd_kafka_consumer_poll(consumer, 100) {
                heard(message)
                rd_kafka_message_destroy(message)
            }
            fetcher.serve()
            giveNew()
            settleDoubts()
        }
    }

    /// Takes our place in the group with a new consumer.
    ///
    /// When a session times out in an outage, 2.0.2 joins again under a new member id while a heartbeat of the old one is still
    /// under way; the broker answers that with FENCED_INSTANCE_ID, and the library calls it fatal (seen): we fenced ourselves.
    private func joinAnew() {
        release(lost: true)
        client.destroy(within: 2)
        do throws(KafkaError) {
            let new = try Self.consumer(settings, membership, note)
            member.withLock { $0 = new }
            try join()
        } catch { fail(error) }
        state.withLock { state in
            state.mustJoinAnew = false
            state.joinedAnew.append(.now)
        }
    }

    private func giveNew() {
        let new = state.withLock { state in
            defer { state.ungiven = [] }
            return state.ungiven
        }
        for session in new { host.give(session) }
    }

    private func heard(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        let code = message.pointee.err
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR__PARTITION_EOF else { return }
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) } ?? ""
        var error = KafkaError(code, origin: "group \(membership.group)", detail: text)
        switch code {
        case RD_KAFKA_RESP_ERR__FATAL:
            ended(client.fatalError(membership) ?? error)
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT,
            RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL, RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
            error.isFatal = true
            fail(error)
        default:
            // Among them _MAX_POLL_EXCEEDED: the library has left and joins again by itself at the next poll.
            client.context.say(.warning, "kafka.group.error", error.description, ["code": error.code])
        }
    }

    /// Fenced as a member: by ourselves, perhaps, and in two outages on end twice; three times within a minute by another process
    /// of our name.
    private func ended(_ error: KafkaError) {
        let isAgain = state.withLock { state in
            state.joinedAnew.removeAll { $0.duration(to: .now) > .seconds(60) }
            guard error.code == "FENCED_INSTANCE_ID", state.joinedAnew.count < 2 else { return true }
            state.mustJoinAnew = true
            return false
        }
        guard !isAgain else { return fail(error) }
        client.context.say(
            .warning, "kafka.group.anew",
            "Fenced as member \(membership.member): joining group \(membership.group) anew")
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

    // MARK: Rebalances, inside the callback

    private func rebalance(
        _ code: rd_kafka_resp_err_t, _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        guard let consumer = client.hold() else { return }
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
        release(lost: true)  // nothing may be left of an earlier assignment
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        do throws(KafkaError) {
            let (shards, beyond) = try membership.wholeShards(partitions)
            for partition in beyond {
                client.context.say(
                    .warning, "kafka.group.beyond",
                    "\(partition) is beyond the \(membership.shards) shards and is not read")
            }
            guard let metadata = rd_kafka_consumer_group_metadata(consumer) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__STATE, origin: "group \(membership.group)")
            }
            let assignment = try Assignment(number: number, metadata: metadata)
            let sessions = shards.compactMap { session($0, assignment) }
            state.withLock { state in
                state.assignment = assignment
                state.sessions = Dictionary(uniqueKeysWithValues: sessions.map { ($0.shard, $0) })
                state.ungiven = sessions
            }
            assignNothing(consumer)
            client.context.say(
                .info, "kafka.group.assigned",
                "Group \(membership.group) gave us \(sessions.count) of \(membership.shards) shards",
                ["shards": shards.map(String.init).joined(separator: ","), "generation": "\(assignment.generation)"])
        } catch {
            assignNothing(consumer)
            fail(error)
        }
    }

    private func session(_ shard: Int, _ assignment: Assignment) -> KafkaShardSession? {
        guard let inputs = ShardInputs(fetcher, topics: membership.inputs, partition: shard) else { return nil }
        return KafkaShardSession(shard: shard, assignment: assignment, inputs: inputs, group: self)
    }

    /// Takes every shard back from the host. Lost: nothing may be committed any more, so the assignment ends first.
    private func release(lost: Bool) {
        let (assignment, sessions, ungiven) = state.withLock { state in
            defer {
                state.ungiven = []
                state.doubted = []
            }
            return (state.assignment, state.sessions, Set(state.ungiven.map(\.shard)))
        }
        guard let assignment else { return }
        if lost { assignment.end() }
        if !sessions.isEmpty {
            client.context.say(
                lost ? .warning : .info, lost ? "kafka.group.lost" : "kafka.group.revoked",
                lost
                    ? "The group has counted us out: \(sessions.count) shards are lost"
                    : "The group takes back \(sessions.count) shards",
                ["generation": "\(assignment.generation)"])
        }
        for session in sessions.values { session.prepareToEnd() }
        for (shard, session) in sessions.sorted(by: { $0.key < $1.key }) {
            if !ungiven.contains(shard) { host.take(shard, lost: lost || assignment.isOver) }
            session.close()
        }
        assignment.end()
        state.withLock { state in
            state.assignment = nil
            state.sessions = [:]
        }
    }

    /// Accepts the assignment without reading anything through this consumer; the list is ours and freed here.
    private func assignNothing(_ consumer: OpaquePointer) {
        guard let list = partitionList([]) else { return }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        let code = rd_kafka_assign(consumer, list)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        client.context.say(
            .error, "kafka.group.assign", String(cString: rd_kafka_err2str(code)), ["code": ErrorCode.name(code)])
    }

    // MARK: For the sessions

    /// Another producer has the shard's transactional id while the group, as far as we know, holds us for its owner.
    func reconsider(_ session: KafkaShardSession) {
        let heartbeats = client.context.heartbeatsAnswered
        state.withLock { $0.doubted.append((session, heartbeats)) }
    }

    /// Gives a fenced shard anew when two heartbeats later the group still holds us for its owner.
    ///
    /// Two: the first may have been answered before the fence. Had the group counted us out, the revoke would have come with
    /// them. So a zombie that re-started its writer takes the shard from its owner for seconds only.
    private func settleDoubts() {
        let answered = client.context.heartbeatsAnswered
        let due: [KafkaShardSession] = state.withLock { state in
            let due = state.doubted.filter { answered >= $0.heartbeats + 2 }.map(\.session)
            state.doubted.removeAll { entry in due.contains { $0 === entry.session } }
            return due.filter { state.sessions[$0.shard] === $0 && !$0.assignment.isOver }
        }
        for old in due {
            host.take(old.shard, lost: true)
            old.close()
            guard let new = session(old.shard, old.assignment) else { continue }
            state.withLock { state in
                state.sessions[old.shard] = new
            }
            client.context.say(
                .warning, "kafka.shard.again",
                "Another writer had fenced ours of shard \(old.shard), but the group holds us for its owner: the shard starts anew",
                ["shard": "\(old.shard)"])
            host.give(new)
        }
    }

    // MARK: For metrics

    /// The positions committed by our own transactions, and how many shards we own.
    var progress: (owned: Int, committed: [Position]) {
        state.withLock { state in (state.sessions.count, state.sessions.values.flatMap(\.inputs.committedPositions)) }
    }
}

internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization
internal import Wording

/// One shard during one assignment, on Kafka: the group's fetcher reads its inputs, and it has its own writer.
///
/// The lane's thread uses it; the group's thread may also call `close` when the shard is revoked.
final class KafkaShardSession: ShardSession, @unchecked Sendable {
    let shard: Int
    let assignment: Assignment
    let inputs: ShardInputs
    private let group: GroupConsumer
    private let isClosed = Atomic<Bool>(false)
    private let isFreed = Atomic<Bool>(false)
    private let isEnding = Atomic<Bool>(false)
    /// Held during every call. After `close`, the last thread that holds it frees the writer and the inputs.
    private let lock = NSLock()
    private var writer: TransactionalWriter?
    /// The writer cannot be used again: a new one is started before the next transaction.
    private var needsNewWriter = false

    init(shard: Int, assignment: Assignment, inputs: ShardInputs, group: GroupConsumer) {
        self.shard = shard
        self.assignment = assignment
        self.inputs = inputs
        self.group = group
    }

    /// The shard will be revoked: calls that wait return soon.
    func prepareToEnd() { isEnding.store(true, ordering: .releasing) }

    private var hasEnded: Bool { assignment.hasEnded || isClosed.load(ordering: .acquiring) }
    private var mayWait: Bool { !hasEnded && !isEnding.load(ordering: .acquiring) }

    private var notOwned: KafkaError {
        let place = (assignment.number, assignment.generation)
        return KafkaError(
            code: "_FENCED",
            reason: LocalText(
                zh: "本进程已不拥有该分片（分配 \(place.0)，世代 \(place.1)）",
                en: "this process no longer owns the shard (assignment \(place.0), generation \(place.1))"),
            origin: .shard(shard))
    }

    // MARK: Writer

    func openWriter() throws(CommitFailure) {
        try locked(ifClosed: .fenced(notOwned.failure)) { () throws(CommitFailure) in
            needsNewWriter = false
            do throws(KafkaError) { try replaceWriter() } catch { throw failureOfOpening(error) }
        }
    }

    /// Destroys the current writer and starts another one, whose start raises the epoch: no request of the old writer can take
    /// effect any more.
    private func replaceWriter() throws(KafkaError) {
        if let old = writer.take() { old.close(within: Self.closeLimit) }
        // A process without the shard that starts a writer would fence the rightful owner.
        guard !assignment.hasEnded else { throw notOwned }
        let new = try TransactionalWriter(
            group.settings, transactionalID: "\(group.membership.writerPrefix)\(shard)",
            diagnostics: group.diagnostics)
        do {
            try new.initialise(within: Self.startLimit) { mayWait }
        } catch {
            let explained = error.explained(byLogin: new.refusedLogin)
            new.close(within: Self.closeLimit)
            throw explained
        }
        guard !assignment.hasEnded else {
            new.close(within: Self.closeLimit)
            throw notOwned
        }
        writer = new
    }

    private static let closeLimit = Duration.seconds(2)
    private static let startLimit = Duration.seconds(40)

    private func failureOfOpening(_ error: KafkaError) -> CommitFailure {
        if assignment.hasEnded { return .fenced(notOwned.failure) }
        if ErrorCode.producerFences.contains(error.code) {
            group.checkOwnership(of: self)
            return .fenced(fencedByAnotherOwner(error))
        }
        return .unknown(error.failure)
    }

    func commit(
        _ records: [NewRecord], positions: [Position], watched: [TopicPartition]
    ) throws(CommitFailure) -> [Position] {
        try locked(ifClosed: .fenced(notOwned.failure)) { () throws(CommitFailure) in
            if assignment.hasEnded { throw .fenced(notOwned.failure) }
            if needsNewWriter {
                do throws(KafkaError) {
                    try replaceWriter()
                    needsNewWriter = false
                } catch {
                    if assignment.hasEnded { throw .fenced(notOwned.failure) }
                    // No transaction of this batch was begun.
                    throw .aborted(error.failure)
                }
            }
            guard let writer else {
                throw .unknown(
                    LogFailure(
                        code: "_STATE",
                        sentence: LocalText(
                            zh: "分片 \(shard)：没有打开写入者；应先打开",
                            en: "shard \(shard): no writer is open; openWriter comes first"),
                        isRetriable: true))
            }
            do throws(TransactionalWriter.Failure) {
                let marks = inputs.marksToCommit(with: positions)
                let places = try writer.commit(records, positions, marks: marks, watched: watched, assignment)
                if writer.isTainted { retireTaintedWriter() }
                inputs.committed(positions)
                return places
            } catch { throw failureOfCommit(error, writer) }
        }
    }

    /// What the lane must do after a failed commit.
    ///
    /// A writer that cannot be used again is closed. When nothing was written, this session starts a new one before the next
    /// transaction; otherwise the lane does so with `openWriter`.
    private func failureOfCommit(_ failure: TransactionalWriter.Failure, _ used: TransactionalWriter) -> CommitFailure {
        if used.isBroken {
            writer = nil
            used.close(within: Self.closeLimit)
        }
        switch failure {
        case .aborted(let error):
            needsNewWriter = used.isBroken
            return assignment.hasEnded ? .fenced(notOwned.failure) : .aborted(error.failure)
        case .refused(let topic, let error):
            needsNewWriter = used.isBroken
            return assignment.hasEnded ? .fenced(notOwned.failure) : .refused(topic: topic, error.failure)
        case .unknown(let error):
            return assignment.hasEnded ? .fenced(notOwned.failure) : .unknown(error.failure)
        case .fencedByGroup(let error):
            assignment.end()
            return .fenced(fencedByAnotherOwner(error))
        case .fencedByProducer(let error):
            // The group may still regard this process as the owner (the other one has lost the shard, or uses our names by
            // mistake). Then the group assigns the shard again.
            group.checkOwnership(of: self)
            return .fenced(fencedByAnotherOwner(error))
        }
    }

    private func fencedByAnotherOwner(_ error: KafkaError) -> LogFailure {
        group.counters.count(\.fenced)
        return LogFailure(
            code: error.code,
            sentence: LocalText(
                zh: "分片 \(shard)：现由另一个进程拥有（\(error.reason.zh)）",
                en: "shard \(shard): another process owns the shard now (\(error.reason.en))"),
            isRetriable: false)
    }

    /// Closes a writer whose EndTxn was sent more than once: a late copy could end the next transaction (LIBRDKAFKA.md,
    /// Late EndTxn).
    private func retireTaintedWriter() {
        needsNewWriter = true
        writer?.close(within: Self.closeLimit)
        writer = nil
        group.counters.count(\.tainted)
        group.diagnostics(
            Diagnostic(
                .warning, "kafka.writer.tainted",
                "The end of a transaction was sent more than once: shard \(shard) gets a new writer before its next transaction",
                ["shard": "\(shard)"]))
    }

    // MARK: Inputs

    func findInputs() throws(LogFailure) -> [TopicPartition] {
        try reading { () throws(KafkaError) in
            var places: [TopicPartition] = []
            for topic in group.membership.inputs {
                let partitions = try group.fetcher.partitions(of: topic)
                let shards = group.membership.shards
                guard partitions >= shards else {
                    throw .tooFewPartitions(of: topic, found: partitions, shards: shards)
                }
                places += stride(from: shard, to: partitions, by: shards).map { TopicPartition(topic, $0) }
            }
            inputs.read(places)
            return places
        }
    }

    func committed() throws(LogFailure) -> [Position] {
        try reading { () throws(KafkaError) in
            let committed = try group.client.committed(inputs.places) { mayWait }
            inputs.remember(committed)
            return committed.positions
        }
    }

    func replacedInputs() throws(LogFailure) -> [TopicPartition] {
        try reading { () throws(KafkaError) in
            try inputs.findReplaced(
                bounds: { (at) throws(KafkaError) in try group.client.bounds(of: at) },
                record: { (at, offset) throws(KafkaError) in try group.lookup.record(at: at, offset: offset) })
        }
    }

    func bounds(of at: TopicPartition) throws(LogFailure) -> (oldest: Int64, next: Int64) {
        try reading { () throws(KafkaError) in try group.client.bounds(of: at) }
    }

    func start(at positions: [Position]) throws(LogFailure) {
        try reading { () throws(KafkaError) in
            if assignment.hasEnded { throw notOwned }
            try inputs.start(at: positions)
        }
    }

    func poll(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch {
        try reading { () throws(KafkaError) in
            if assignment.hasEnded { throw notOwned }
            return try inputs.poll(max: Swift.max(1, max), timeout: timeout)
        }
    }

    private func reading<T>(_ body: () throws(KafkaError) -> T) throws(LogFailure) -> T {
        try locked(ifClosed: notOwned.failure) { () throws(LogFailure) in
            do throws(KafkaError) { return try body() } catch { throw error.failure }
        }
    }

    // MARK: Closing

    func close() {
        isClosed.store(true, ordering: .releasing)
        if lock.try() { unlock() }
    }

    private func locked<T, E: Error>(ifClosed failure: E, _ body: () throws(E) -> T) throws(E) -> T {
        lock.lock()
        defer { unlock() }
        guard !isClosed.load(ordering: .acquiring) else { throw failure }
        return try body()
    }

    /// Frees writer and inputs when the session was closed meanwhile, then unlocks.
    private func unlock() {
        while true {
            if isClosed.load(ordering: .acquiring) { free() }
            lock.unlock()
            // A `close` between the check and the unlock could not take the lock, so this thread must free.
            guard isClosed.load(ordering: .acquiring), !isFreed.load(ordering: .acquiring), lock.try() else { return }
        }
    }

    private func free() {
        guard !isFreed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        writer?.close(within: Self.closeLimit)
        writer = nil
        inputs.close()
    }
}

internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization

/// One shard during one assignment, on Kafka: its inputs come from the group's consumer, its writer is its own.
///
/// One thread uses it (the lane's); `close` may also come from the group's thread, when the shard was taken.
final class KafkaShardSession: ShardSession, @unchecked Sendable {
    let shard: Int
    let assignment: Assignment
    let inputs: ShardInputs
    private let group: GroupConsumer
    private let isClosed = Atomic<Bool>(false)
    private let isFreed = Atomic<Bool>(false)
    private let isEnding = Atomic<Bool>(false)
    /// Held during every call; whoever holds it last after `close` frees writer and inputs.
    private let turn = NSLock()
    private var writer: TransactionalWriter?
    /// The writer is gone through no fault of the lane's: made anew before the next transaction.
    private var renews = false

    init(shard: Int, assignment: Assignment, inputs: ShardInputs, group: GroupConsumer) {
        self.shard = shard
        self.assignment = assignment
        self.inputs = inputs
        self.group = group
    }

    private var origin: String { "shard \(shard)" }

    var isOver: Bool { assignment.isOver || isClosed.load(ordering: .acquiring) }

    /// The shard is about to be taken: calls that wait for something give up soon.
    func prepareToEnd() { isEnding.store(true, ordering: .releasing) }

    private var mayWait: Bool { !isOver && !isEnding.load(ordering: .acquiring) }

    private var ended: KafkaError {
        KafkaError(
            code: "_FENCED",
            reason:
                "this process no longer owns the shard (assignment \(assignment.number), generation \(assignment.generation))",
            origin: origin)
    }

    // MARK: Writer

    func openWriter() throws(CommitFailure) {
        try inTurn(ifClosed: .fenced(ended.failure)) { () throws(CommitFailure) in
            renews = false
            do throws(KafkaError) { try replaceWriter() } catch { throw seam(error) }
        }
    }

    /// Destroys the writer there is and starts another: its init bumps the epoch, so nothing of the old one can arrive any more.
    private func replaceWriter() throws(KafkaError) {
        if let old = writer.take() { old.close(within: 2) }
        // A zombie that started a writer would fence the rightful owner.
        guard !assignment.isOver else { throw ended }
        let new = try TransactionalWriter(
            group.settings, transactionalID: "\(group.membership.writerPrefix)\(shard)", note: group.note)
        do {
            try new.initialise(within: .seconds(40)) { mayWait }
        } catch {
            let whole = explained(error, by: new)
            new.close(within: 2)
            throw whole
        }
        guard !assignment.isOver else {
            new.close(within: 2)
            throw ended
        }
        writer = new
    }

    private func explained(_ error: KafkaError, by writer: TransactionalWriter) -> KafkaError {
        guard let login = writer.refusedLogin else { return error }
        var whole = error
        whole.reason += ". \(login)"
        return whole
    }

    func commit(
        _ records: [NewRecord], positions: [Position], watched: [TopicPartition]
    ) throws(CommitFailure) -> [Position] {
        try inTurn(ifClosed: .fenced(ended.failure)) { () throws(CommitFailure) in
            if assignment.isOver { throw .fenced(ended.failure) }
            if renews {
                do throws(KafkaError) {
                    try replaceWriter()
                    renews = false
                } catch {
                    if assignment.isOver { throw .fenced(ended.failure) }
                    // Nothing of this batch was begun.
                    throw .aborted(error.failure)
                }
            }
            guard let writer else {
                throw .unknown(
                    LogFailure(
                        code: "_STATE", reason: "\(origin): no writer is open; openWriter comes first",
                        isRetriable: true))
            }
            do throws(TransactionalWriter.Failure) {
                let places = try writer.commit(records, positions, watched: watched, assignment)
                if writer.isTainted { taint() }
                inputs.committed(positions)
                return places
            } catch { throw settle(error, writer) }
        }
    }

    /// What the lane must do after a failure. A used-up writer is let go of: renewed by us when nothing was written, else by
    /// the lane's `openWriter`.
    private func settle(_ failure: TransactionalWriter.Failure, _ used: TransactionalWriter) -> CommitFailure {
        if used.isBroken {
            writer = nil
            used.close(within: 2)
        }
        switch failure {
        case .aborted(let error):
            renews = used.isBroken
            return assignment.isOver ? .fenced(ended.failure) : .aborted(error.failure)
        case .refused(let topic, let error):
            renews = used.isBroken
            return assignment.isOver ? .fenced(ended.failure) : .refused(topic: topic, error.failure)
        case .unknown(let error):
            return assignment.isOver ? .fenced(ended.failure) : .unknown(error.failure)
        case .expelled(let error):
            assignment.end()
            return .fenced(fence(error))
        case .replaced(let error):
            // The group may still hold us for the owner (the other was a zombie, or uses our names by mistake): it finds out,
            // and gives the shard anew when we are.
            group.reconsider(self)
            return .fenced(fence(error))
        }
    }

    private func fence(_ error: KafkaError) -> LogFailure {
        group.counters.count(\.fenced)
        return LogFailure(
            code: error.code,
            reason:
                "\(origin): another process owns the shard now (\(error.reason))",
            isRetriable: false)
    }

    /// A late EndTxn could end the next transaction (KAFKA-17754): this producer begins no other.
    private func taint() {
        renews = true
        writer?.close(within: 2)
        writer = nil
        group.counters.count(\.tainted)
        group.note(
            LogNote(
                .warning, "kafka.writer.tainted",
                "The end of a transaction was sent more than once: the writer of shard \(shard) is started anew before the next",
                ["shard": "\(shard)"]))
    }

    private func seam(_ error: KafkaError) -> CommitFailure {
        if assignment.isOver { return .fenced(ended.failure) }
        if ErrorCode.producerFences.contains(error.code) {
            group.reconsider(self)
            return .fenced(fence(error))
        }
        return .unknown(error.failure)
    }

    // MARK: Inputs

    func committed() throws(LogFailure) -> [Position] {
        try reading { () throws(KafkaError) in
            try group.client.committed(inputs.topics.map { TopicPartition($0, shard) }) { mayWait }
        }
    }

    func bounds(of at: TopicPartition) throws(LogFailure) -> (oldest: Int64, next: Int64) {
        try reading { () throws(KafkaError) in try group.client.bounds(of: at) }
    }

    func start(at positions: [Position]) throws(LogFailure) {
        try reading { () throws(KafkaError) in
            if assignment.isOver { throw ended }
            try inputs.start(at: positions)
        }
    }

    func poll(max: Int, milliseconds: Int) throws(LogFailure) -> LogBatch {
        try reading { () throws(KafkaError) in
            if assignment.isOver { throw ended }
            return try inputs.poll(max: Swift.max(1, max), milliseconds: milliseconds)
        }
    }

    // MARK: The end

    func close() {
        isClosed.store(true, ordering: .releasing)
        if turn.try() { leaveTurn() }
    }

    private func reading<T>(_ body: () throws(KafkaError) -> T) throws(LogFailure) -> T {
        try inTurn(ifClosed: ended.failure) { () throws(LogFailure) in
            do throws(KafkaError) { return try body() } catch { throw error.failure }
        }
    }

    private func inTurn<T, E: Error>(ifClosed failure: E, _ body: () throws(E) -> T) throws(E) -> T {
        turn.lock()
        defer { leaveTurn() }
        guard !isClosed.load(ordering: .acquiring) else { throw failure }
        return try body()
    }

    /// Frees what is held when `close` came meanwhile, then lets the next in.
    private func leaveTurn() {
        while true {
            if isClosed.load(ordering: .acquiring) { free() }
            turn.unlock()
            // A close that came between the look and the unlock found the turn taken: freeing is left to us.
            guard isClosed.load(ordering: .acquiring), !isFreed.load(ordering: .acquiring), turn.try() else { return }
        }
    }

    private func free() {
        guard !isFreed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        writer?.close(within: 2)
        writer = nil
        inputs.close()
    }
}

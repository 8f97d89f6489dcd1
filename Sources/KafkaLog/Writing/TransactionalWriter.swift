internal import CLibrdkafka
internal import MessageLog

/// The transactional producer of one shard, from its `init` until it is destroyed. Used by one thread at a time.
///
/// begin → produce → flush → positions last → commit. Positions last, because a transaction begun while the markers of the last
/// one are written is told to wait: 20 ms where partitions are added, longer elsewhere (kafka.md, fact 3).
final class TransactionalWriter: @unchecked Sendable {
    /// Why a commit did not happen.
    enum Failure: Error {
        case aborted(KafkaError)
        case refused(topic: String, KafkaError)
        case unknown(KafkaError)
        /// Another producer has our transactional id.
        case replaced(KafkaError)
        /// The group has another generation or member in our place.
        case expelled(KafkaError)
    }

    private let client: KafkaClient
    // Borrowed from `client`, held from `init` to `close`.
    private let producer: OpaquePointer
    private let destinations = Destinations()
    private let ledger: DeliveryLedger
    private let patience: Duration
    private var numbers: [Int] = []
    private var isClosed = false
    /// More than one EndTxn left for the broker in one transaction: this producer must not begin another.
    private(set) var isTainted = false
    /// This producer begins no other transaction, for another reason.
    private(set) var isBroken = false

    /// A new producer of that id; it fences nobody before `initialise`.
    init(_ settings: KafkaSettings, transactionalID: String, note: @escaping LogNoteSink) throws(KafkaError) {
        let ledger = DeliveryLedger()
        let client = try KafkaClient(
            settings, .writer(transactionalID: transactionalID), deliveries: ledger, note: note)
        guard let producer = client.hold() else {
            throw KafkaError(RD_KAFKA_RESP_ERR__DESTROY, origin: "start of writer \(transactionalID)")
        }
        self.client = client
        self.producer = producer
        self.ledger = ledger
        patience = .milliseconds(
            ClientConfiguration.number("transaction.timeout.ms", of: producer) ?? 15_000)
    }

    var name: String { client.name }
    var context: ClientContext { client.context }
    var refusedLogin: String? { client.refusedLogin }

    /// Fences every older producer of the id and waits until its open transaction is resolved.
    ///
    /// Tries again while `mayGoOn` says so: the coordinator may be loading, or aborting the transaction of the one before.
    func initialise(within limit: Duration, while mayGoOn: () -> Bool) throws(KafkaError) {
        let deadline = ContinuousClock.now + limit
        while true {
            // A timed-out call is resumable, so it waits in slices and the caller can be told to stop in between.
            guard let failed = rd_kafka_init_transactions(producer, 1000) else { return }
            let error = KafkaError(consuming: failed, origin: "start of writer \(name)")
            guard error.isRetriable, !error.isFatal, mayGoOn(), ContinuousClock.now < deadline else { throw error }
        }
    }

    /// Lets go of the producer; it ends on a thread of its own, waited for up to the limit.
    func close(within seconds: Double) {
        guard !isClosed else { return }
        isClosed = true
        destinations.close()
        client.release()
        client.destroy(within: seconds)
    }

    deinit {
        close(within: 0)
    }

    // MARK: One transaction

    /// Writes the records and the positions, all or nothing.
    func commit(
        _ records: [NewRecord], _ positions: [Position], watched: [TopicPartition], _ assignment: Assignment
    ) throws(Failure) -> [Position] {
        guard !records.isEmpty || !positions.isEmpty else { return [] }
        try resolve(records)
        ledger.begin(
            watching: watched.compactMap { at in
                guard let index = records.firstIndex(where: { $0.topic == at.topic }) else { return nil }
                return DeliveryLedger.Watched(at: at, number: numbers[index])
            })
        _ = context.takeDenied()
        context.resetEndings()
        let deadline = ContinuousClock.now + patience
        if let failed = rd_kafka_begin_transaction(producer) {
            let error = KafkaError(consuming: failed, origin: "begin of \(name)")
            isBroken = true
            throw error.isReplaced ? .replaced(error) : .unknown(error)
        }
        if let error = produce(records) ?? flush(until: deadline) ?? send(positions, assignment, until: deadline) {
            throw undo(error)
        }
        try end(until: deadline)
        guard let places = ledger.watchedPositions else {
            isBroken = true
            throw .unknown(
                KafkaError(
                    code: "_NOOFFSET",
                    reason: "committed, but after a retry the place of a record is not known: read it back",
                    origin: "commit of \(name)"))
        }
        return places
    }

    /// Finds every destination before anything is begun, so that a missing topic costs nobody a transaction.
    private func resolve(_ records: [NewRecord]) throws(Failure) {
        destinations.forgetOld()
        numbers.removeAll(keepingCapacity: true)
        numbers.reserveCapacity(records.count)
        for record in records {
            do {
                numbers.append(try destinations.number(of: record.topic, producer))
            } catch {
                throw error.isTopics ? .refused(topic: record.topic, error.error) : .aborted(error.error.retriable)
            }
        }
    }

    /// Hands every record to the library; the first that is not taken ends it.
    private func produce(_ records: [NewRecord]) -> KafkaError? {
        for (index, record) in records.enumerated() {
            let number = numbers[index]
            let partition = destinations.partition(for: record, number)
            let handle = destinations.handle(number)
            var code = Produce.one(producer, handle, partition, record, DeliveryLedger.opaque(number))
            while code == RD_KAFKA_RESP_ERR__QUEUE_FULL {
                rd_kafka_poll(producer, 10)
                code = Produce.one(producer, handle, partition, record, DeliveryLedger.opaque(number))
            }
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
            // The transaction has failed already, or the producer has: commit will say why.
            guard code != RD_KAFKA_RESP_ERR__STATE, code != RD_KAFKA_RESP_ERR__FATAL else { return nil }
            ledger.fail(number, code)
            return KafkaError(code, origin: "writing to \(record.topic)[\(partition)]")
        }
        return nil
    }

    /// Waits for every record's report; when that takes long, looks whether a destination has gone.
    private func flush(until deadline: ContinuousClock.Instant) -> KafkaError? {
        while rd_kafka_flush(producer, 2000) != RD_KAFKA_RESP_ERR_NO_ERROR {
            if let failed = firstFailure { return failed }
            // A topic deleted meanwhile is tried again and again by the library until the record's time is over.
            if let gone = findGone() { return gone }
            guard ContinuousClock.now < deadline else {
                return KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, origin: "writing of \(name)")
            }
        }
        return firstFailure
    }

    /// A destination that is not there any more, remembered as the one that refuses.
    private func findGone() -> KafkaError? {
        for number in Set(numbers).sorted() {
            destinations.distrust(number)
            do throws(Destinations.Refusal) {
                _ = try destinations.number(of: destinations.topic(number), producer)
            } catch {
                guard error.isTopics else { continue }
                refusedTopic = destinations.topic(number)
                return error.error
            }
        }
        return nil
    }

    private var refusedTopic: String?
    /// Milliseconds a call may take before it is made again (it is resumable). Never -1: in 2.0.2 a commit whose EndTxn loses its
    /// connection again and again then waits for ever (seen), whatever the transaction's time-out.
    private static let slice: Int32 = 2000

    private var firstFailure: KafkaError? {
        if let (number, code) = ledger.failures.min(by: { $0.key < $1.key }) {
            return KafkaError(code, origin: "writing to \(destinations.topic(number))")
        }
        guard ledger.purged > 0 else { return nil }
        // The transaction has failed and no record says why: to ask by committing would leave its outcome open.
        var text = [CChar](repeating: 0, count: 512)
        let fatal = rd_kafka_fatal_error(producer, &text, text.count)
        guard fatal == RD_KAFKA_RESP_ERR_NO_ERROR else {
            var error = KafkaError(fatal, origin: "writing of \(name)", detail: String(text))
            error.isFatal = true
            return error
        }
        return KafkaError(
            code: "_PURGE_QUEUE", reason: "the transaction failed before all its records were written",
            origin: "writing of \(name)", isRetriable: true)
    }

    private func send(
        _ positions: [Position], _ assignment: Assignment, until deadline: ContinuousClock.Instant
    ) -> KafkaError? {
        guard !positions.isEmpty else { return nil }
        // Ours: freed below.
        guard let list = partitionList(positions) else {
            return KafkaError(RD_KAFKA_RESP_ERR__FAIL, origin: "positions")
        }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        while true {
            guard
                let failed = rd_kafka_send_offsets_to_transaction(producer, list, assignment.metadata, Self.slice)
            else { return nil }
            let error = KafkaError(consuming: failed, origin: "positions of \(name)")
            guard error.isRetriable, !error.isFatal, !error.requiresAbort, ContinuousClock.now < deadline else {
                return error
            }
        }
    }

    /// Commits; after EndTxn has left, only the broker knows what became of it.
    private func end(until deadline: ContinuousClock.Instant) throws(Failure) {
        while true {
            guard let failed = rd_kafka_commit_transaction(producer, Self.slice) else { break }
            let error = KafkaError(consuming: failed, origin: "commit of \(name)")
            // A timed-out call is resumable: the same again, and nothing else.
            if error.isRetriable, !error.isFatal, !error.requiresAbort, ContinuousClock.now < deadline { continue }
            guard context.endingsSent > 0 else { throw undo(error, commitAsked: true) }
            isBroken = true
            throw error.isReplaced ? .replaced(error) : .unknown(error)
        }
        isTainted = isTainted || context.endingsSent > 1
    }

    /// Aborts, and says what the failure means.
    ///
    /// As long as no commit was asked for, nothing is written whatever becomes of the abort: the next writer's start ends what is
    /// open. (A topic deleted before its partition was added leaves the coordinator without a transaction, and it answers the
    /// abort with INVALID_TXN_STATE, which is fatal to the producer.) Afterwards a commit may still wait in the library's queues,
    /// and only an abort that went through proves that it will not leave.
    private func undo(_ error: KafkaError, commitAsked: Bool = false) -> Failure {
        let refused = refusal(error)
        // Whatever failed, 2.0.2 may go on with numbers the broker never accepted (OUT_OF_ORDER_SEQUENCE_NUMBER, seen after a
        // refused record; #4438): this producer begins no other transaction.
        isBroken = true
        if error.isReplaced { return .replaced(error) }
        if let second = error.isFatal ? error : abort() {
            if second.isReplaced { return .replaced(second) }
            if commitAsked { return .unknown(second) }
        } else if commitAsked, context.endingsSent > 1 {
            return .unknown(error)
        }
        for number in Set(numbers) where ledger.failures[number] != nil { destinations.distrust(number) }
        if ErrorCode.groupFences.contains(error.code) { return .expelled(error) }
        if let refused { return .refused(topic: refused.topic, refused.error) }
        return .aborted(error.code.hasSuffix("AUTHORIZATION_FAILED") ? error : error.retriable)
    }

    private func abort() -> KafkaError? {
        let deadline = ContinuousClock.now + patience
        while let failed = rd_kafka_abort_transaction(producer, Self.slice) {
            let error = KafkaError(consuming: failed, origin: "abort of \(name)")
            guard error.isRetriable, !error.isFatal, ContinuousClock.now < deadline else { return error }
        }
        return nil
    }

    /// Which destination refused, when one did.
    private func refusal(_ error: KafkaError) -> (topic: String, error: KafkaError)? {
        defer { refusedTopic = nil }
        if let refusedTopic { return (refusedTopic, error) }
        for (number, code) in ledger.failures.sorted(by: { $0.key < $1.key }) {
            let topic = destinations.topic(number)
            // One that does not answer while others do is refused too, so that it holds up nobody else.
            let isSilent = code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT && ledger.arrived > 0
            guard ErrorCode.isRefusal(code) || isSilent else { continue }
            return (topic, KafkaError(code, origin: "writing to \(topic)"))
        }
        let denied = context.takeDenied()
        for number in numbers {
            let topic = destinations.topic(number)
            guard denied.contains(topic) else { continue }
            return (topic, KafkaError(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, origin: "writing to \(topic)"))
        }
        guard ledger.purged > 0, !error.isFatal, let gone = findGone(), let topic = refusedTopic else { return nil }
        return (topic, gone)
    }
}

extension KafkaError {
    /// Another producer has our transactional id.
    fileprivate var isReplaced: Bool { ErrorCode.producerFences.contains(code) }

    fileprivate var retriable: KafkaError {
        var same = self
        same.isRetriable = true
        return same
    }
}

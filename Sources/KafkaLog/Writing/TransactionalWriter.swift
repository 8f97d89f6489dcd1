internal import CLibrdkafka
internal import MessageLog
internal import Wording

/// The transactional producer of one shard. One thread at a time uses it (`DECISIONS.md` #2).
///
/// The order is: begin, produce, flush, send positions, commit. Positions are sent last (`LIBRDKAFKA.md`, Small transactions): a
/// transaction that begins before the markers of the last one are written must retry, and adding partitions retries soonest.
final class TransactionalWriter: @unchecked Sendable {
    /// Why a commit did not happen.
    enum Failure: Error {
        case aborted(KafkaError)
        case refused(topic: String, KafkaError)
        case unknown(KafkaError)
        /// Another producer has started with our transactional id.
        case fencedByProducer(KafkaError)
        /// The group has another generation, or another member of our name.
        case fencedByGroup(KafkaError)

        var error: KafkaError {
            switch self {
            case .aborted(let error), .refused(_, let error), .unknown(let error), .fencedByProducer(let error),
                .fencedByGroup(let error):
                error
            }
        }
    }

    private let client: KafkaClient
    // Borrowed from `client`, retained from `init` to `close`.
    private let producer: OpaquePointer
    private let destinations = Destinations()
    private let reports: DeliveryReports
    private let transactionTimeout: Duration
    /// The destination of each record of the current transaction.
    private var numbers: [Int] = []
    private var isClosed = false
    /// More than one EndTxn was sent in one transaction: this producer must not begin another transaction.
    private(set) var isTainted = false
    /// This producer must not begin another transaction, for another reason.
    private(set) var isBroken = false

    /// Makes a producer with that transactional id; it fences no other producer before `initialise`.
    ///
    /// - Throws: `KafkaError` when librdkafka refuses the settings.
    init(
        _ settings: KafkaSettings, transactionalID: String, diagnostics: @escaping DiagnosticHandler
    ) throws(KafkaError) {
        let reports = DeliveryReports()
        let client = try KafkaClient(
            settings, .writer(transactionalID: transactionalID), deliveries: reports,
            diagnostics: diagnostics)
        guard let producer = client.retain() else {
            throw KafkaError(RD_KAFKA_RESP_ERR__DESTROY, origin: .start(ofWriter: transactionalID))
        }
        self.client = client
        self.producer = producer
        self.reports = reports
        transactionTimeout = .milliseconds(
            ClientConfiguration.number("transaction.timeout.ms", of: producer) ?? 15_000)
    }

    var name: String { client.name }
    var context: ClientContext { client.context }
    var refusedLogin: LocalText? { client.refusedLogin }

    /// Fences every older producer with the id and waits until its open transaction is completed or aborted.
    ///
    /// Retries while `mayContinue` returns true: the coordinator may be loading, or may be aborting the older transaction.
    ///
    /// - Throws: `KafkaError` when the limit is reached or the error is permanent.
    func initialise(within limit: Duration, while mayContinue: () -> Bool) throws(KafkaError) {
        let deadline = ContinuousClock.now + limit
        while true {
            // A call that timed out can be repeated, so short timeouts let the caller stop in between.
            guard let failed = rd_kafka_init_transactions(producer, Int32(milliseconds: .seconds(1))) else { return }
            let error = KafkaError(consuming: failed, origin: .start(ofWriter: name))
            guard error.isRetriable, !error.isFatal, mayContinue(), ContinuousClock.now < deadline else { throw error }
        }
    }

    /// Releases the producer and waits up to the limit until it has ended.
    func close(within limit: Duration) {
        guard !isClosed else { return }
        isClosed = true
        destinations.close()
        client.release()
        client.destroy(within: limit)
    }

    deinit {
        close(within: .zero)
    }

    // MARK: One transaction

    /// Writes the records and the positions, all or nothing; returns the positions of `watched`.
    ///
    /// Positions need an assignment, whose generation fences them; `marks` become their metadata.
    ///
    /// - Throws: `Failure`, which says what was written and who fenced this producer.
    func commit(
        _ records: [NewRecord], _ positions: [Position], marks: [TopicPartition: RecordMark] = [:],
        watched: [TopicPartition], _ assignment: Assignment?
    ) throws(Failure) -> [Position] {
        guard !records.isEmpty || !positions.isEmpty else { return [] }
        try resolve(records)
        reports.begin(
            watching: watched.compactMap { at in
                guard let index = records.firstIndex(where: { $0.topic == at.topic }) else { return nil }
                return DeliveryReports.Watched(at: at, number: numbers[index])
            })
        _ = context.takeDeniedTopics()
        context.resetEndRequests()
        let deadline = ContinuousClock.now + transactionTimeout
        if let failed = rd_kafka_begin_transaction(producer) {
            let error = KafkaError(consuming: failed, origin: .begin(of: name))
            isBroken = true
            throw error.isProducerFence ? .fencedByProducer(error) : .unknown(error)
        }
        if let error = produce(records) ?? flush(until: deadline) ?? send(positions, marks, assignment, until: deadline)
        {
            throw abortTransaction(after: error)
        }
        try commitTransaction(until: deadline)
        guard let places = reports.watchedPositions else {
            isBroken = true
            throw .unknown(
                KafkaError(
                    code: "_NOOFFSET",
                    reason: LocalText(
                        zh: "已提交，但重试之后不知道一条记录的位点：请重新读取",
                        en: "committed, but after a retry the place of a record is not known: read it back"),
                    origin: .commit(of: name)))
        }
        return places
    }

    /// Finds every destination before the transaction begins, so that a missing topic does not abort a transaction.
    private func resolve(_ records: [NewRecord]) throws(Failure) {
        destinations.expireChecks()
        numbers.removeAll(keepingCapacity: true)
        numbers.reserveCapacity(records.count)
        for record in records {
            do {
                numbers.append(try destinations.number(of: record.topic, producer))
            } catch {
                throw error.isByTopic ? .refused(topic: record.topic, error.error) : .aborted(error.error.retriable)
            }
        }
    }

    /// Passes every record to the library; stops at the first that it refuses.
    private func produce(_ records: [NewRecord]) -> KafkaError? {
        for (index, record) in records.enumerated() {
            let number = numbers[index]
            let partition = destinations.partition(for: record, number)
            let handle = destinations.handle(number)
            var code = RecordProducer.produce(producer, handle, partition, record, DeliveryReports.opaque(number))
            while code == RD_KAFKA_RESP_ERR__QUEUE_FULL {
                rd_kafka_poll(producer, Int32(milliseconds: .milliseconds(10)))
                code = RecordProducer.produce(producer, handle, partition, record, DeliveryReports.opaque(number))
            }
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
            // The transaction or the producer has failed already; the commit returns the reason.
            guard code != RD_KAFKA_RESP_ERR__STATE, code != RD_KAFKA_RESP_ERR__FATAL else { return nil }
            reports.fail(number, code)
            return KafkaError(code, origin: .writing(to: "\(record.topic)[\(partition)]"))
        }
        return nil
    }

    /// Waits for the report of every record; when that takes long, checks whether a topic no longer exists.
    private func flush(until deadline: ContinuousClock.Instant) -> KafkaError? {
        while rd_kafka_flush(producer, Self.callTimeout) != RD_KAFKA_RESP_ERR_NO_ERROR {
            if let failed = firstFailure { return failed }
            // The library retries a record of a deleted topic until the record's timeout.
            if let missing = findMissingTopic() { return missing }
            guard ContinuousClock.now < deadline else {
                return KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, origin: .writing(by: name))
            }
        }
        return firstFailure
    }

    /// The error of a topic that no longer exists; `refusedTopic` is set to it.
    private func findMissingTopic() -> KafkaError? {
        for number in Set(numbers).sorted() {
            destinations.markUnverified(number)
            do throws(Destinations.Refusal) {
                _ = try destinations.number(of: destinations.topic(number), producer)
            } catch {
                guard error.isByTopic else { continue }
                refusedTopic = destinations.topic(number)
                return error.error
            }
        }
        return nil
    }

    private var refusedTopic: String?
    /// The timeout of one call, which is then repeated. Never -1 (`LIBRDKAFKA.md`, Endless commit).
    private static let callTimeout = Int32(milliseconds: .seconds(2))

    private var firstFailure: KafkaError? {
        if let (number, code) = reports.failures.min(by: { $0.key < $1.key }) {
            return KafkaError(code, origin: .writing(to: destinations.topic(number)))
        }
        guard reports.purgedCount > 0 else { return nil }
        // The transaction has failed and no report gives the reason. A commit would return it but might leave the outcome unknown.
        var text = [CChar](repeating: 0, count: 512)
        let fatal = rd_kafka_fatal_error(producer, &text, text.count)
        guard fatal == RD_KAFKA_RESP_ERR_NO_ERROR else {
            var error = KafkaError(fatal, origin: .writing(by: name), detail: String(text))
            error.isFatal = true
            return error
        }
        return KafkaError(
            code: "_PURGE_QUEUE",
            reason: LocalText(
                zh: "事务在全部记录写成之前失败", en: "the transaction failed before all its records were written"),
            origin: .writing(by: name), isRetriable: true)
    }

    private func send(
        _ positions: [Position], _ marks: [TopicPartition: RecordMark], _ assignment: Assignment?,
        until deadline: ContinuousClock.Instant
    ) -> KafkaError? {
        guard let assignment, !positions.isEmpty else { return nil }
        // Owned: freed below.
        guard let list = partitionList(positions, marks: marks) else {
            return KafkaError(RD_KAFKA_RESP_ERR__FAIL, origin: .positions(of: name))
        }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        while true {
            guard
                let failed = rd_kafka_send_offsets_to_transaction(producer, list, assignment.metadata, Self.callTimeout)
            else { return nil }
            let error = KafkaError(consuming: failed, origin: .positions(of: name))
            guard error.isRetriable, !error.isFatal, !error.requiresAbort, ContinuousClock.now < deadline else {
                return error
            }
        }
    }

    /// Commits. After EndTxn was sent, only the broker knows the outcome.
    private func commitTransaction(until deadline: ContinuousClock.Instant) throws(Failure) {
        while true {
            guard let failed = rd_kafka_commit_transaction(producer, Self.callTimeout) else { break }
            let error = KafkaError(consuming: failed, origin: .commit(of: name))
            // A call that timed out must be repeated, and no other call may be made.
            if error.isRetriable, !error.isFatal, !error.requiresAbort, ContinuousClock.now < deadline { continue }
            guard context.endRequestsSent > 0 else { throw abortTransaction(after: error, commitRequested: true) }
            isBroken = true
            throw error.isProducerFence ? .fencedByProducer(error) : .unknown(error)
        }
        isTainted = isTainted || context.endRequestsSent > 1
    }

    /// Aborts the transaction and returns what the failure means.
    ///
    /// Before a commit was requested, nothing is written even when the abort fails: the start of the next writer aborts the open
    /// transaction. (If a topic is deleted before its partition was added, the coordinator has no transaction and answers the
    /// abort with INVALID_TXN_STATE, which is fatal to the producer.) After a commit was requested, it may still be in the
    /// library's queues; only a successful abort proves that it will not be sent.
    private func abortTransaction(after error: KafkaError, commitRequested: Bool = false) -> Failure {
        let refused = refusal(error)
        // `LIBRDKAFKA.md`, Sequence numbers: this producer must not begin another transaction.
        isBroken = true
        if error.isProducerFence { return .fencedByProducer(error) }
        if let abortError = error.isFatal ? error : abort() {
            if abortError.isProducerFence { return .fencedByProducer(abortError) }
            if commitRequested { return .unknown(abortError) }
        } else if commitRequested, context.endRequestsSent > 1 {
            return .unknown(error)
        }
        for number in Set(numbers) where reports.failures[number] != nil { destinations.markUnverified(number) }
        if ErrorCode.groupFences.contains(error.code) { return .fencedByGroup(error) }
        if let refused { return .refused(topic: refused.topic, refused.error) }
        return .aborted(error.code.hasSuffix("AUTHORIZATION_FAILED") ? error : error.retriable)
    }

    private func abort() -> KafkaError? {
        let deadline = ContinuousClock.now + transactionTimeout
        while let failed = rd_kafka_abort_transaction(producer, Self.callTimeout) {
            let error = KafkaError(consuming: failed, origin: .abort(of: name))
            guard error.isRetriable, !error.isFatal, ContinuousClock.now < deadline else { return error }
        }
        return nil
    }

    /// The topic that refused a record; nil when none did.
    private func refusal(_ error: KafkaError) -> (topic: String, error: KafkaError)? {
        defer { refusedTopic = nil }
        if let refusedTopic { return (refusedTopic, error) }
        for (number, code) in reports.failures.sorted(by: { $0.key < $1.key }) {
            let topic = destinations.topic(number)
            // A topic that does not answer while others do is treated as refusing, so that it does not delay the others.
            let isSilent = code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT && reports.deliveredCount > 0
            guard ErrorCode.isTopicRefusal(code) || isSilent else { continue }
            return (topic, KafkaError(code, origin: .writing(to: topic)))
        }
        let denied = context.takeDeniedTopics()
        for number in numbers {
            let topic = destinations.topic(number)
            guard denied.contains(topic) else { continue }
            return (topic, KafkaError(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, origin: .writing(to: topic)))
        }
        guard reports.purgedCount > 0, !error.isFatal, let missing = findMissingTopic(), let topic = refusedTopic else {
            return nil
        }
        return (topic, missing)
    }
}

extension KafkaError {
    /// Another producer has started with our transactional id.
    fileprivate var isProducerFence: Bool { ErrorCode.producerFences.contains(code) }
}

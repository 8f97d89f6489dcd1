internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization
internal import Wording

/// The inputs of one shard during one assignment: their queue and the progress of each.
///
/// One thread at a time starts, polls and closes (the session's lock); any thread may read the committed positions.
final class ShardInputs: @unchecked Sendable {
    /// The partitions to read, in the order of their topics.
    private(set) var places: [TopicPartition]
    private let fetcher: Fetcher
    // Owned: freed in `close`; the client exists until then because it is retained.
    private let queue: OpaquePointer
    /// Buffer for the messages of one call; owned, freed in `close`.
    private var buffer: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    private var isClosed = false
    /// An error for the next call, because the last call returned records before it.
    private var pendingFailure: KafkaError?
    /// When the brokers last confirmed the ends of the inputs.
    private var endsConfirmed = ContinuousClock.now - .seconds(3600)
    private var inputs: [InputProgress]
    /// The memory of each place, by which a topic that was made anew is noticed.
    var memories: [InputMemory]
    private let committedNext = Mutex<[TopicPartition: Int64]>([:])

    /// Makes a queue for these partitions; nothing is fetched before `start`.
    ///
    /// Returns nil when the fetcher is closed.
    init?(_ fetcher: Fetcher, places: [TopicPartition]) {
        guard let handle = fetcher.client.retain() else { return nil }
        guard let queue = rd_kafka_queue_new(handle) else {
            fetcher.client.release()
            return nil
        }
        self.fetcher = fetcher
        self.places = places
        self.queue = queue
        inputs = places.map { _ in InputProgress() }
        memories = places.map { _ in InputMemory() }
        buffer = .allocate(capacity: Self.handful)
        buffer.initialize(repeating: nil)
    }

    /// Stops the inputs and frees the queue; no poll may follow. A second call does nothing.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        for at in places { fetcher.stop(at, for: ObjectIdentifier(self)) }
        rd_kafka_queue_destroy(queue)
        buffer.deallocate()
        fetcher.client.release()
    }

    deinit {
        close()
    }

    // MARK: Positions

    /// Reads these partitions from the next `start` on; what is known of those that stay is kept.
    func read(_ new: [TopicPartition]) {
        guard new != places else { return }
        for at in places where !new.contains(at) { fetcher.stop(at, for: ObjectIdentifier(self)) }
        let (inputs, memories) = (inputs, memories)
        let known = Dictionary(uniqueKeysWithValues: zip(places, zip(inputs, memories)))
        self.inputs = new.map { known[$0]?.0 ?? InputProgress() }
        self.memories = new.map { known[$0]?.1 ?? InputMemory() }
        places = new
    }

    /// Forgets a partition whose topic was made anew: its next record may have any offset.
    func forget(_ index: Int) {
        inputs[index] = InputProgress()
        memories[index] = InputMemory(isReplaced: true)
        committedNext.withLock { $0[places[index]] = nil }
    }

    /// The next offset to read of a place; nil when nothing is known.
    func next(of index: Int) -> Int64? { inputs[index].next }

    /// Starts or restarts at these positions; an input that is not named starts at its oldest record.
    ///
    /// - Throws: `KafkaError` when a partition cannot be started.
    func start(at positions: [Position]) throws(KafkaError) {
        pendingFailure = nil
        endsConfirmed = .now - .seconds(3600)
        for (index, at) in places.enumerated() {
            inputs[index].begin(at: positions.first { $0.at == at }?.next)
            try fetcher.start(at, from: inputs[index].next, into: queue, for: ObjectIdentifier(self))
        }
    }

    /// Records the positions that our transaction has committed.
    func committed(_ positions: [Position]) {
        committedNext.withLock { known in
            for position in positions { known[position.at] = position.next }
        }
        for (index, at) in places.enumerated() where positions.contains(where: { $0.at == at }) {
            memories[index].isReplaced = false
        }
    }

    var committedPositions: [Position] { committedNext.withLock { $0.map { Position($0.key, next: $0.value) } } }

    private var nextPositions: [Position] {
        zip(places, inputs).compactMap { at, input in input.next.map { Position(at, next: $0) } }
    }

    // MARK: Reading

    /// The most messages taken from the library at a time.
    private static let handful = 512
    /// A batch ends at this many bytes, even when more records were asked for: a lane's memory does not grow with the size of its
    /// records.
    private static let batchBytes = 16 << 20

    /// Returns the next records as `ShardSession.poll` does; with `checksEnd` the brokers confirm every end, otherwise at most
    /// twice a second.
    ///
    /// - Throws: `KafkaError` when an input cannot be read.
    func poll(max limit: Int, timeout: Duration, checksEnd: Bool = false) throws(KafkaError) -> LogBatch {
        if let failure = pendingFailure.take() { throw failure }
        let deadline = ContinuousClock.now + timeout
        var records: [Record] = []
        var left = deadline - .now
        let wasAtEnd = isAtKnownEnd
        while true {
            let wait = Int32(milliseconds: max(left, .zero))
            // `LIBRDKAFKA.md`, Batch consume: it waits its whole timeout unless the buffer is full. So this takes one message
            // first, then those that are available.
            if rd_kafka_consume_batch_queue(queue, wait, buffer.baseAddress, 1) == 1 {
                var bytes = try take(1, into: &records)
                var isMore = true
                while isMore, records.count < limit, bytes < Self.batchBytes, pendingFailure == nil {
                    let wanted = min(Self.handful, limit - records.count)
                    let count = rd_kafka_consume_batch_queue(queue, 0, buffer.baseAddress, wanted)
                    if count > 0 { bytes += try take(count, into: &records) }
                    isMore = count == wanted
                }
            }
            left = deadline - .now
            if !records.isEmpty || left <= .zero || (isAtKnownEnd && !wasAtEnd) { break }
        }
        return LogBatch(records: records, atEnd: isAtKnownEnd && isEndConfirmed(always: checksEnd), next: nextPositions)
    }

    /// Copies the messages and frees them; an error after records is thrown by the next call. Returns the bytes of the records.
    private func take(_ count: Int, into records: inout [Record]) throws(KafkaError) -> Int {
        defer {
            for index in 0..<count {
                if let message = buffer[index] { rd_kafka_message_destroy(message) }
                buffer[index] = nil
            }
        }
        var last: (handle: OpaquePointer?, partition: Int32) = (nil, -1)
        var input = 0
        var failure: KafkaError?
        var bytes = 0
        // The place of each input's last record in `records`.
        var lastRecords = [Int?](repeating: nil, count: places.count)
        for index in 0..<count {
            guard let message = buffer[index] else { continue }
            if message.pointee.rkt != last.handle || message.pointee.partition != last.partition {
                last = (message.pointee.rkt, message.pointee.partition)
                guard let found = self.input(of: message) else {
                    last = (nil, -1)
                    failure = failure ?? self.failure(of: message)
                    continue
                }
                input = found
            }
            switch message.pointee.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                switch inputs[input].take(message.pointee.offset) {
                case .next:
                    lastRecords[input] = records.count
                    records.append(Record(copying: message, at: places[input]))
                    bytes += message.pointee.len + message.pointee.key_len
                case .repeated: break
                case .stale(let reason):
                    failure =
                        failure
                        ?? KafkaError(
                            code: "_BAD_MSG", reason: reason, origin: .reading(places[input].description),
                            isRetriable: true)
                }
            case RD_KAFKA_RESP_ERR__PARTITION_EOF: inputs[input].reachedEnd(at: message.pointee.offset)
            default: failure = failure ?? self.failure(of: message)
            }
        }
        for (input, index) in lastRecords.enumerated() { if let index { memories[input].latest = records[index] } }
        guard let failure else { return bytes }
        if records.isEmpty { throw failure }
        pendingFailure = failure
        return bytes
    }

    private func input(of message: UnsafePointer<rd_kafka_message_t>) -> Int? {
        guard let handle = message.pointee.rkt, let name = rd_kafka_topic_name(handle) else { return nil }
        let partition = Int(message.pointee.partition)
        return places.firstIndex { $0.partition == partition && strcmp($0.topic, name) == 0 }
    }

    private func failure(of message: UnsafePointer<rd_kafka_message_t>) -> KafkaError? {
        let code = message.pointee.err
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) }
        var error = KafkaError(code, origin: origin(of: message), detail: text)
        if code == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET {
            error.reason = error.reason.followed(
                by: LocalText(
                    zh: "位点已不存在（已过保留期，或主题被重建）：可能丢失记录，须由操作员承认缺口",
                    en:
                        "The position no longer exists (retention has passed it, or the topic was created again): records may be lost; "
                        + "an operator must accept the gap"))
        }
        return error
    }

    private func origin(of message: UnsafePointer<rd_kafka_message_t>) -> LocalText {
        .reading(input(of: message).map { places[$0].description } ?? places.first?.description ?? "")
    }

    // MARK: The end

    private var isAtKnownEnd: Bool { inputs.allSatisfy(\.isAtEnd) }

    /// Asks the brokers whether the known ends are still the ends, at most twice a second.
    ///
    /// The library reports an end once and nothing during an outage (`LIBRDKAFKA.md`, End of partition): without this check,
    /// records behind an unreachable broker would count as read.
    private func isEndConfirmed(always: Bool) -> Bool {
        guard always || endsConfirmed.duration(to: .now) > .milliseconds(500) else { return true }
        guard let handle = fetcher.client.retain() else { return false }
        defer { fetcher.client.release() }
        for (at, next) in zip(places, inputs.map(\.next)) {
            var low: Int64 = 0
            var high: Int64 = 0
            // With read_committed, `high` is the last stable offset, so an open transaction does not hide the end.
            let code = rd_kafka_query_watermark_offsets(
                handle, at.topic, Int32(at.partition), &low, &high, Int32(milliseconds: .seconds(1)))
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let next, high <= next else { return false }
        }
        endsConfirmed = .now
        return true
    }
}

/// The progress of one input, and the check that its next record continues it.
struct InputProgress {
    /// The next offset to return; nil before the first record when the input starts at its oldest record.
    private(set) var next: Int64?
    private(set) var isAtEnd = false
    /// The last record returned before a rewind: the first record after it must not have a higher offset.
    private var mustRepeat: Int64?
    private var last: Int64?

    enum Step: Equatable {
        case next
        /// The record was returned before.
        case repeated
        /// The record was fetched before a rewind and does not follow the new position.
        case stale(LocalText)
    }

    mutating func begin(at asked: Int64?) {
        let start = asked.flatMap { $0 < 0 ? nil : $0 }
        if let last, last >= start ?? 0 { mustRepeat = last } else { mustRepeat = nil }
        next = start
        isAtEnd = false
    }

    mutating func take(_ offset: Int64) -> Step {
        if let next, offset < next { return .repeated }
        // Offsets may skip markers, aborted and compacted records, but a record that was returned before the rewind still exists.
        // If it does not come again, this message was fetched before the rewind (`LIBRDKAFKA.md`, Batch consume).
        if let must = mustRepeat, offset > must {
            return .stale(
                LocalText(
                    zh: "回退到 \(next ?? 0) 之后读到位点 \(offset)，而此前在该处读到过 \(must)：请重新开始",
                    en:
                        "offset \(offset) came after a rewind to \(next ?? 0), where \(must) was read before: start again"
                ))
        }
        mustRepeat = nil
        next = position(after: offset)
        last = offset
        isAtEnd = false
        return .next
    }

    mutating func reachedEnd(at offset: Int64) {
        if let next, offset < next { return }
        guard mustRepeat == nil else { return }
        // The end lies after markers: the position skips them, so that it is the next offset to read.
        next = offset
        isAtEnd = true
    }
}

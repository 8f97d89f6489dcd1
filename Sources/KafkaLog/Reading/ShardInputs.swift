internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization

/// The inputs of one shard during one assignment: their queue, and how far each was read.
///
/// One thread starts, polls and closes (the lane's, or whoever has the session's turn); others may ask for what was committed.
final class ShardInputs: @unchecked Sendable {
    let topics: [String]
    let partition: Int
    private let fetcher: Fetcher
    // Owned: freed in `close`; the client lives until then because it is held.
    private let queue: OpaquePointer
    /// Room for the messages of one call; owned by the polling thread, freed in `close`.
    private var room: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    private var isClosed = false
    private var waitingFailure: KafkaError?
    private var endsSeen = ContinuousClock.now - .seconds(3600)
    private var inputs: [InputProgress]
    private let committedNext = Mutex<[TopicPartition: Int64]>([:])

    /// A queue for partition `partition` of every topic; nothing is fetched before `start`.
    ///
    /// Answers `nil` when the fetcher is closed.
    init?(_ fetcher: Fetcher, topics: [String], partition: Int) {
        guard let handle = fetcher.client.hold() else { return nil }
        guard let queue = rd_kafka_queue_new(handle) else {
            fetcher.client.release()
            return nil
        }
        self.fetcher = fetcher
        self.topics = topics
        self.partition = partition
        self.queue = queue
        inputs = topics.map { _ in InputProgress() }
        room = .allocate(capacity: 1024)
        room.initialize(repeating: nil)
    }

    /// Stops the inputs and frees the queue; nothing is polled after it. Harmless twice.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        for topic in topics { fetcher.stop(TopicPartition(topic, partition), for: ObjectIdentifier(self)) }
        rd_kafka_queue_destroy(queue)
        room.deallocate()
        fetcher.client.release()
    }

    deinit {
        close()
    }

    // MARK: Positions

    /// Starts (again) at these positions; an input not named starts at its oldest record.
    func start(at positions: [Position]) throws(KafkaError) {
        waitingFailure = nil
        endsSeen = .now - .seconds(3600)
        for (index, topic) in topics.enumerated() {
            let at = TopicPartition(topic, partition)
            inputs[index].begin(at: positions.first { $0.at == at }?.next)
            try fetcher.start(at, from: inputs[index].next, into: queue, for: ObjectIdentifier(self))
        }
    }

    /// Our own transaction has committed these.
    func committed(_ positions: [Position]) {
        committedNext.withLock { known in
            for position in positions { known[position.at] = position.next }
        }
    }

    var committedPositions: [Position] { committedNext.withLock { $0.map { Position($0.key, next: $0.value) } } }

    private var nextPositions: [Position] {
        zip(topics, inputs).compactMap { topic, input in
            input.next.map { Position(TopicPartition(topic, partition), next: $0) }
        }
    }

    // MARK: Reading

    /// The next records, as `ShardSession.poll` says; `checksEnd` asks at every end instead of now and then.
    func poll(max most: Int, milliseconds: Int, checksEnd: Bool = false) throws(KafkaError) -> LogBatch {
        if let failure = waitingFailure.take() { throw failure }
        if room.count < most {
            room.deallocate()
            room = .allocate(capacity: most)
            room.initialize(repeating: nil)
        }
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        var records: [Record] = []
        var left = deadline - .now
        let wasAtEnd = isAtKnownEnd
        while true {
            let wait = Int32(clamping: Int((max(left, .zero) / .milliseconds(1)).rounded(.up)))
            // consume_batch_queue waits its whole time-out unless the room is filled: so first one message, then what is there.
            var count = rd_kafka_consume_batch_queue(queue, wait, room.baseAddress, 1)
            if count == 1, most > 1 {
                let more = rd_kafka_consume_batch_queue(queue, 0, room.baseAddress?.advanced(by: 1), most - 1)
                count += max(more, 0)
            }
            if count > 0 { try take(count, into: &records) }
            left = deadline - .now
            if !records.isEmpty || left <= .zero || (isAtKnownEnd && !wasAtEnd) { break }
        }
        return LogBatch(records: records, atEnd: isAtKnownEnd && endIsFresh(always: checksEnd), next: nextPositions)
    }

    /// Copies the messages and frees them; an error among them waits for the next call when there are records before it.
    private func take(_ count: Int, into records: inout [Record]) throws(KafkaError) {
        records.reserveCapacity(count)
        defer {
            for index in 0..<count {
                if let message = room[index] { rd_kafka_message_destroy(message) }
                room[index] = nil
            }
        }
        var lastHandle: OpaquePointer?
        var input = 0
        var failure: KafkaError?
        for index in 0..<count {
            guard let message = room[index] else { continue }
            if message.pointee.rkt != lastHandle {
                lastHandle = message.pointee.rkt
                guard let found = self.input(of: message) else {
                    lastHandle = nil
                    failure = failure ?? self.failure(of: message)
                    continue
                }
                input = found
            }
            switch message.pointee.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                switch inputs[input].take(message.pointee.offset) {
                case .next: records.append(Record(copying: message, topic: topics[input], partition: partition))
                case .repeated: break
                case .torn(let reason):
                    failure =
                        failure
                        ?? KafkaError(code: "_BAD_MSG", reason: reason, origin: origin(input), isRetriable: true)
                }
            case RD_KAFKA_RESP_ERR__PARTITION_EOF: inputs[input].reachedEnd(at: message.pointee.offset)
            default: failure = failure ?? self.failure(of: message)
            }
        }
        guard let failure else { return }
        if records.isEmpty { throw failure }
        waitingFailure = failure
    }

    private func input(of message: UnsafePointer<rd_kafka_message_t>) -> Int? {
        guard let handle = message.pointee.rkt, let name = rd_kafka_topic_name(handle) else { return nil }
        return topics.firstIndex { strcmp($0, name) == 0 }
    }

    private func origin(_ input: Int) -> String { "reading \(topics[input])[\(partition)]" }

    private func failure(of message: UnsafePointer<rd_kafka_message_t>) -> KafkaError? {
        let code = message.pointee.err
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) }
        var error = KafkaError(code, origin: "reading shard \(partition)", detail: text)
        if code == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET {
            error.reason +=
                ". The position is gone (retention passed it, or the topic was made anew): records may be lost; "
            error.reason += "an operator must accept the gap"
        }
        return error
    }

    // MARK: The end

    private var isAtKnownEnd: Bool { inputs.allSatisfy(\.isAtEnd) }

    /// Asks the brokers whether the ends seen are still the ends.
    ///
    /// The library tells of an end once, and says nothing during an outage: without asking, answers that wait behind a dead
    /// broker would count as read. Asked at most twice a second.
    private func endIsFresh(always: Bool) -> Bool {
        guard always || endsSeen.duration(to: .now) > .milliseconds(500) else { return true }
        guard let handle = fetcher.client.hold() else { return false }
        defer { fetcher.client.release() }
        for (topic, next) in zip(topics, inputs.map(\.next)) {
            var low: Int64 = 0
            var high: Int64 = 0
            // With read_committed this is the last stable offset (seen on 4.3): an open transaction does not hide the end.
            let code = rd_kafka_query_watermark_offsets(handle, topic, Int32(partition), &low, &high, 1000)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let next, high <= next else { return false }
        }
        endsSeen = .now
        return true
    }
}

/// How far one input was read, and whether what comes continues it.
struct InputProgress {
    /// The next offset to hand out; `nil` before the first when it begins at the oldest record.
    private(set) var next: Int64?
    private(set) var isAtEnd = false
    /// The last record handed out before a rewind: one at or before it must come first.
    private var mustRepeat: Int64?
    private var last: Int64?

    enum Step: Equatable {
        case next
        /// Handed out before.
        case repeated
        /// From before a rewind: not the record that must come now.
        case torn(String)
    }

    mutating func begin(at asked: Int64?) {
        let start = asked.flatMap { $0 < 0 ? nil : $0 }
        if let last, last >= start ?? 0 { mustRepeat = last } else { mustRepeat = nil }
        next = start
        isAtEnd = false
    }

    mutating func take(_ offset: Int64) -> Step {
        if let next, offset < next { return .repeated }
        // Offsets may jump over markers, aborted and compacted records; but one we have seen before the rewind is still there.
        // Not to see it again means this message was fetched before the rewind (#4208).
        if let must = mustRepeat, offset > must {
            return .torn(
                "offset \(offset) came after a rewind to \(next ?? 0), where \(must) was read before: start again")
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
        // The end stands behind markers: skip them, so that the position is where reading goes on.
        next = offset
        isAtEnd = true
    }
}

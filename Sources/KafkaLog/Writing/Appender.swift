internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization
internal import Wording

/// Writes records outside transactions. Any number of threads may use it; each call waits for its own records.
final class Appender: DeliveryHandler, @unchecked Sendable {
    private let client: KafkaClient
    private let stopping = Atomic<Bool>(false)
    private let pollingEnded = Signal()

    /// The records of one call, until they are reported.
    private final class PendingCall: Sendable {
        struct State {
            var places: [RecordPlace?]
            var missing: Int
            var failure: KafkaError?
        }
        let state: Mutex<State>
        let done = Signal()

        init(_ count: Int) {
            state = Mutex(State(places: Array(repeating: nil, count: count), missing: count))
        }
    }

    /// One record of a call. It is the record's opaque pointer, which owns it until the report.
    private final class PendingRecord: Sendable {
        let call: PendingCall
        let index: Int

        init(_ call: PendingCall, _ index: Int) {
            self.call = call
            self.index = index
        }
    }

    /// Makes an appender with its client and its polling thread.
    ///
    /// - Throws: `_INVALID_ARG` when librdkafka refuses the settings.
    static func open(
        _ settings: KafkaSettings, diagnostics: @escaping DiagnosticHandler
    ) throws(KafkaError) -> Appender {
        let relay = Relay()
        let client = try KafkaClient(settings, .appender, deliveries: relay, diagnostics: diagnostics)
        let appender = Appender(client)
        relay.target.withLock { $0.appender = appender }
        return appender
    }

    /// Forwards delivery reports to the appender, because the client needs a handler before the appender exists.
    private final class Relay: DeliveryHandler {
        struct Target {
            weak var appender: Appender?
        }
        let target = Mutex(Target())
        func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
            target.withLock { $0.appender }?.delivered(message)
        }
    }

    private init(_ client: KafkaClient) {
        self.client = client
        let thread = Thread { [self] in
            defer { pollingEnded.raise() }
            guard let producer = client.retain() else { return }
            defer { client.release() }
            while !stopping.load(ordering: .acquiring) {
                rd_kafka_poll(producer, Int32(milliseconds: .milliseconds(100)))
            }
        }
        thread.name = "kafka-append"
        thread.start()
    }

    /// Writes the records and returns where each is.
    ///
    /// - Throws: `KafkaError` of the first record that was not written; others may have been.
    func append(_ records: [NewRecord]) throws(KafkaError) -> [RecordPlace] {
        guard !records.isEmpty else { return [] }
        let call = PendingCall(records.count)
        try client.use { (producer) throws(KafkaError) in
            // A missing topic is found here, before its record waits for its timeout.
            let handles = try open(Set(records.map(\.topic)), producer)
            defer { for handle in handles.values { rd_kafka_topic_destroy(handle) } }
            for (index, record) in records.enumerated() {
                guard let handle = handles[record.topic] else { continue }
                let pending = Unmanaged.passRetained(PendingRecord(call, index))
                var code = RD_KAFKA_RESP_ERR__QUEUE_FULL
                while true {
                    // -1 selects the library's partitioner, murmur2_random, which gateways use too.
                    code = RecordProducer.produce(
                        producer, handle, record.partition.map { Int32(clamping: $0) } ?? -1, record, pending.toOpaque()
                    )
                    guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else { break }
                    usleep(1000)
                }
                guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
                pending.release()
                settle(call, index, .failure(KafkaError(code, origin: .writing(to: record.topic))))
            }
        }
        // Every record is reported within message.timeout.ms.
        guard call.done.wait(within: .seconds(90)) else {
            throw KafkaError(
                RD_KAFKA_RESP_ERR__TIMED_OUT, origin: .writing(records: records.count),
                refusedLogin: client.refusedLogin)
        }
        let result = call.state.withLock { $0 }
        if let failure = result.failure { throw failure }
        return result.places.compactMap(\.self)
    }

    private func open(_ topics: Set<String>, _ producer: OpaquePointer) throws(KafkaError) -> [String: OpaquePointer] {
        var handles: [String: OpaquePointer] = [:]
        do throws(KafkaError) {
            for topic in topics {
                guard let handle = rd_kafka_topic_new(producer, topic, nil) else {
                    throw KafkaError(rd_kafka_last_error(), origin: .topic(topic))
                }
                handles[topic] = handle
                guard !knownTopics.withLock({ $0.contains(topic) }) else { continue }
                do throws(Destinations.Refusal) {
                    _ = try Destinations.partitions(of: topic, handle, producer)
                } catch { throw error.error }
                knownTopics.withLock { _ = $0.insert(topic) }
            }
            return handles
        } catch {
            for handle in handles.values { rd_kafka_topic_destroy(handle) }
            throw error
        }
    }

    /// Topics that exist, as far as known.
    private let knownTopics = Mutex<Set<String>>([])

    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        guard let opaque = message.pointee._private else { return }
        let pending = Unmanaged<PendingRecord>.fromOpaque(opaque).takeRetainedValue()
        let topic = message.pointee.rkt.flatMap { rd_kafka_topic_name($0) }.map { String(cString: $0) } ?? ""
        guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            knownTopics.withLock { _ = $0.remove(topic) }
            settle(pending.call, pending.index, .failure(KafkaError(message.pointee.err, origin: .writing(to: topic))))
            return
        }
        settle(
            pending.call, pending.index,
            .success(
                RecordPlace(
                    at: TopicPartition(topic, Int(message.pointee.partition)), offset: message.pointee.offset,
                    timestamp: rd_kafka_message_timestamp(message, nil))))
    }

    private func settle(_ call: PendingCall, _ index: Int, _ result: Result<RecordPlace, KafkaError>) {
        let isLast = call.state.withLock { state in
            switch result {
            case .success(let place): state.places[index] = place
            case .failure(let error): state.failure = state.failure ?? error
            }
            state.missing -= 1
            return state.missing == 0
        }
        if isLast { call.done.raise() }
    }

    /// Waits for pending records during half of the limit, then ends the client.
    func close(within limit: Duration) {
        let deadline = ContinuousClock.now + limit
        if let producer = client.retain() {
            rd_kafka_flush(producer, Int32(milliseconds: limit / 2))
            client.release()
        }
        stopping.store(true, ordering: .releasing)
        _ = pollingEnded.wait(within: deadline.timeLeft(atLeast: .milliseconds(200)))
        client.destroy(within: deadline.timeLeft(atLeast: .milliseconds(200)))
    }
}

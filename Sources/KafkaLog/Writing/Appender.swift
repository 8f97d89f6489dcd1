internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization

/// Writes records outside transactions, for any number of threads; each call waits for its own records.
final class Appender: DeliveryTaker, @unchecked Sendable {
    private let client: KafkaClient
    private let stopping = Atomic<Bool>(false)
    private let polled = Signal()

    /// One call's records, waiting for their reports.
    private final class Wait: Sendable {
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

    /// One record of one call: its opaque pointer, owned by the record until its report.
    private final class Ticket: Sendable {
        let wait: Wait
        let index: Int

        init(_ wait: Wait, _ index: Int) {
            self.wait = wait
            self.index = index
        }
    }

    static func open(_ settings: KafkaSettings, note: @escaping LogNoteSink) throws(KafkaError) -> Appender {
        let taker = Relay()
        let client = try KafkaClient(settings, .appender, deliveries: taker, note: note)
        let appender = Appender(client)
        taker.target.withLock { $0.appender = appender }
        return appender
    }

    /// The client wants to know its taker before the appender can exist.
    private final class Relay: DeliveryTaker {
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
            defer { polled.raise() }
            guard let producer = client.hold() else { return }
            defer { client.release() }
            while !stopping.load(ordering: .acquiring) { rd_kafka_poll(producer, 100) }
        }
        thread.name = "kafka-append"
        thread.start()
    }

    /// Writes the records and answers where each is. On failure some may have been written.
    func append(_ records: [NewRecord]) throws(KafkaError) -> [RecordPlace] {
        guard !records.isEmpty else { return [] }
        let wait = Wait(records.count)
        try client.use { (producer) throws(KafkaError) in
            // A topic that does not exist is known before its record waits in vain.
            let handles = try open(Set(records.map(\.topic)), producer)
            defer { for handle in handles.values { rd_kafka_topic_destroy(handle) } }
            for (index, record) in records.enumerated() {
                guard let handle = handles[record.topic] else { continue }
                let ticket = Unmanaged.passRetained(Ticket(wait, index))
                var code = RD_KAFKA_RESP_ERR__QUEUE_FULL
                while true {
                    // -1: the library's partitioner, murmur2_random, as every gateway's.
                    code = Produce.one(
                        producer, handle, record.partition.map { Int32(clamping: $0) } ?? -1, record, ticket.toOpaque())
                    guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else { break }
                    usleep(1000)
                }
                guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
                ticket.release()
                settle(wait, index, .failure(KafkaError(code, origin: "writing to \(record.topic)")))
            }
        }
        // Every record is reported within message.timeout.ms.
        guard wait.done.wait(seconds: 90) else {
            throw KafkaError(
                RD_KAFKA_RESP_ERR__TIMED_OUT, origin: "writing \(records.count) records",
                detail: client.refusedLogin)
        }
        let result = wait.state.withLock { $0 }
        if let failure = result.failure { throw failure }
        return result.places.compactMap(\.self)
    }

    private func open(_ topics: Set<String>, _ producer: OpaquePointer) throws(KafkaError) -> [String: OpaquePointer] {
        var handles: [String: OpaquePointer] = [:]
        do throws(KafkaError) {
            for topic in topics {
                guard let handle = rd_kafka_topic_new(producer, topic, nil) else {
                    throw KafkaError(rd_kafka_last_error(), origin: "topic \(topic)")
                }
                handles[topic] = handle
                guard !known.withLock({ $0.contains(topic) }) else { continue }
                do throws(Destinations.Refusal) {
                    _ = try Destinations.partitions(of: topic, handle, producer)
                } catch { throw error.error }
                known.withLock { _ = $0.insert(topic) }
            }
            return handles
        } catch {
            for handle in handles.values { rd_kafka_topic_destroy(handle) }
            throw error
        }
    }

    private let known = Mutex<Set<String>>([])

    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        guard let opaque = message.pointee._private else { return }
        let ticket = Unmanaged<Ticket>.fromOpaque(opaque).takeRetainedValue()
        let topic = message.pointee.rkt.flatMap { rd_kafka_topic_name($0) }.map { String(cString: $0) } ?? ""
        guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            known.withLock { _ = $0.remove(topic) }
            settle(ticket.wait, ticket.index, .failure(KafkaError(message.pointee.err, origin: "writing to \(topic)")))
            return
        }
        settle(
            ticket.wait, ticket.index,
            .success(
                RecordPlace(
                    at: TopicPartition(topic, Int(message.pointee.partition)), offset: message.pointee.offset,
                    timestamp: rd_kafka_message_timestamp(message, nil))))
    }

    private func settle(_ wait: Wait, _ index: Int, _ result: Result<RecordPlace, KafkaError>) {
        let isLast = wait.state.withLock { state in
            switch result {
            case .success(let place): state.places[index] = place
            case .failure(let error): state.failure = state.failure ?? error
            }
            state.missing -= 1
            return state.missing == 0
        }
        if isLast { wait.done.raise() }
    }

    /// Waits for what is under way, then ends the client.
    func close(within seconds: Double) {
        let deadline = Date(timeIntervalSinceNow: seconds)
        if let producer = client.hold() {
            rd_kafka_flush(producer, Int32(clamping: Int(seconds * 500)))
            client.release()
        }
        stopping.store(true, ordering: .releasing)
        _ = polled.wait(seconds: max(0.2, deadline.timeIntervalSinceNow))
        client.destroy(within: max(0.2, deadline.timeIntervalSinceNow))
    }
}

internal import CLibrdkafka
internal import Synchronization

/// Takes the delivery reports of a producer, on the thread that polls it.
protocol DeliveryTaker: AnyObject, Sendable {
    /// The message is borrowed for the call.
    func delivered(_ message: UnsafePointer<rd_kafka_message_t>)
}

/// What the callbacks of one client know: handed to librdkafka as its opaque pointer.
///
/// `KafkaClient` holds it, and one more reference stands for the pointer until `rd_kafka_destroy` has returned: no callback
/// can come after that. Callbacks run on librdkafka's threads (log, requests) or on the thread that polls (all others).
final class ClientContext: Sendable {
    let name: String
    private let note: LogNoteSink
    private let deliveries: (any DeliveryTaker)?
    /// EndTxn requests that left for the broker since `resetEndings`.
    private let endings = Atomic<Int>(0)
    /// Heartbeats the group coordinator has answered.
    private let heartbeats = Atomic<Int>(0)
    private let known = Mutex(Known())

    private struct Known {
        var statistics = ""
        var denied: Set<String> = []
        var refusedLogin: String?
        var rebalanced:
            (@Sendable (rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> Void)?
    }

    init(name: String, deliveries: (any DeliveryTaker)?, note: @escaping LogNoteSink) {
        self.name = name
        self.deliveries = deliveries
        self.note = note
    }

    // MARK: What the owner sets and asks

    func onRebalance(
        _ body:
            @escaping @Sendable (rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> Void
    ) {
        known.withLock { $0.rebalanced = body }
    }

    /// Breaks the circle of references once the client is destroyed.
    func forgetHandlers() {
        known.withLock { $0.rebalanced = nil }
    }

    func resetEndings() { endings.store(0, ordering: .sequentiallyConsistent) }
    var endingsSent: Int { endings.load(ordering: .sequentiallyConsistent) }
    var heartbeatsAnswered: Int { heartbeats.load(ordering: .sequentiallyConsistent) }

    /// librdkafka's last statistics as JSON; empty before the first.
    var statistics: String { known.withLock { $0.statistics } }

    /// Topics the broker has refused to add to a transaction since asked last.
    func takeDenied() -> Set<String> {
        known.withLock { state in
            defer { state.denied = [] }
            return state.denied
        }
    }

    /// Why the broker does not let this client in, when that is so.
    var refusedLogin: String? { known.withLock { $0.refusedLogin } }

    func say(_ level: LogNote.Level, _ event: String, _ message: String, _ fields: [String: String] = [:]) {
        note(LogNote(level, event, message, fields.merging(["client": name]) { theirs, _ in theirs }))
    }

    // MARK: What the callbacks tell

    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        deliveries?.delivered(message)
    }

    func rebalance(_ code: rd_kafka_resp_err_t, _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) {
        known.withLock { $0.rebalanced }?(code, list)
    }

    func requestSent(_ apiKey: Int16) {
        // 26 is EndTxn. Two in one transaction mean the library tried again: the first may still arrive, late, and end the
        // next transaction instead (KAFKA-17754).
        if apiKey == 26 { endings.add(1, ordering: .sequentiallyConsistent) }
    }

    func responseReceived(_ apiKey: Int16, _ code: rd_kafka_resp_err_t) {
        if apiKey == 12, code == RD_KAFKA_RESP_ERR_NO_ERROR { heartbeats.add(1, ordering: .sequentiallyConsistent) }
    }

    func measured(_ json: String) {
        known.withLock { $0.statistics = json }
    }

    func failed(_ code: rd_kafka_resp_err_t, _ reason: String) {
        var sentence = reason
        if code == RD_KAFKA_RESP_ERR__AUTHENTICATION {
            if reason.contains("SCRAM"), rd_kafka_version() < 0x0206_01ff { sentence += ". \(Self.scramHint)" }
            known.withLock { $0.refusedLogin = sentence }
        }
        say(.warning, "kafka.client.error", sentence, ["code": ErrorCode.name(code)])
    }

    /// librdkafka sends its nonce twice before 2.6.1 (#4895); Kafka 4 compares strictly and answers "invalid credentials".
    static let scramHint =
        "This librdkafka is older than 2.6.1 and cannot log in with SCRAM to Kafka 4, although user and password may be "
        + "right: use sasl.mechanisms PLAIN over TLS, mutual TLS or OAUTHBEARER, or a broker before 4.0"

    func logged(_ level: Int32, _ facility: String, _ text: String) {
        if facility == "ADDPARTS", let topic = Self.deniedTopic(in: text) {
            known.withLock { _ = $0.denied.insert(topic) }
        }
        // The same settings go to consumers and producers: each that is for the other would be warned of.
        guard facility != "CONFWARN" else { return }
        let weight: LogNote.Level =
            switch level {
            case ...3: .error
            case 4: .warning
            case 5, 6: .info
            default: .debug
            }
        say(weight, "kafka.library", text, ["facility": facility])
    }

    /// The topic in `Failed to add partition "topic" [3] to transaction: Broker: Topic authorization failed`.
    ///
    /// The API tells only that some partition was refused, not which; this line of librdkafka's (1.4 to 2.10) does.
    static func deniedTopic(in text: String) -> String? {
        guard text.contains(String(cString: rd_kafka_err2str(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED))) else {
            return nil
        }
        let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasSuffix("Failed to add partition ") else { return nil }
        return String(parts[1])
    }
}

/// The C functions librdkafka calls; the opaque pointer is the client's context, borrowed for the call.
enum Callbacks {
    private static func context(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        opaque.map { Unmanaged<ClientContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Registers everything on a configuration whose opaque is `context`.
    static func register(on conf: OpaquePointer, _ context: UnsafeMutableRawPointer, _ role: ClientRole) {
        rd_kafka_conf_set_opaque(conf, context)
        rd_kafka_conf_set_log_cb(conf) { client, level, facility, text in
            guard let client, let facility, let text else { return }
            Callbacks.context(rd_kafka_opaque(client))?.logged(level, String(cString: facility), String(cString: text))
        }
        rd_kafka_conf_set_error_cb(conf) { _, code, reason, opaque in
            let text = reason.map { String(cString: $0) } ?? ""
            Callbacks.context(opaque)?.failed(rd_kafka_resp_err_t(rawValue: code), text)
        }
        rd_kafka_conf_set_stats_cb(conf) { _, json, length, opaque in
            guard let json else { return 0 }
            let bytes = UnsafeRawBufferPointer(start: json, count: length)
            Callbacks.context(opaque)?.measured(String(decoding: bytes, as: UTF8.self))
            return 0  // the library frees the text
        }
        switch role {
        case .writer, .appender:
            // Without a delivery callback flush looks only every 10 ms in 2.0.2: commits nine times slower.
            rd_kafka_conf_set_dr_msg_cb(conf) { _, message, opaque in
                guard let message else { return }
                Callbacks.context(opaque)?.delivered(message)
            }
        case .member:
            rd_kafka_conf_set_rebalance_cb(conf) { _, code, list, opaque in
                Callbacks.context(opaque)?.rebalance(code, list)
            }
        case .fetcher, .reader, .admin: break
        }
        guard role.watchesRequests else { return }
        rd_kafka_conf_interceptor_add_on_new(
            conf, "hazard",
            { client, _, opaque, _, _ in
                _ = rd_kafka_interceptor_add_on_request_sent(
                    client, "hazard",
                    { _, _, _, _, apiKey, _, _, _, opaque in
                        Callbacks.context(opaque)?.requestSent(apiKey)
                        return RD_KAFKA_RESP_ERR_NO_ERROR
                    }, opaque)
                return rd_kafka_interceptor_add_on_response_received(
                    client, "hazard",
                    { _, _, _, _, apiKey, _, _, _, _, code, opaque in
                        Callbacks.context(opaque)?.responseReceived(apiKey, code)
                        return RD_KAFKA_RESP_ERR_NO_ERROR
                    }, opaque)
            }, context)
    }
}

extension ClientRole {
    /// Writers count their EndTxn requests, members the answers to their heartbeats.
    fileprivate var watchesRequests: Bool {
        switch self {
        case .member, .writer: true
        case .appender, .fetcher, .reader, .admin: false
        }
    }
}

internal import CLibrdkafka
internal import Synchronization
internal import Wording

/// Receives the delivery reports of a producer, on the thread that polls it.
protocol DeliveryHandler: AnyObject, Sendable {
    /// The message is borrowed for the call.
    func delivered(_ message: UnsafePointer<rd_kafka_message_t>)
}

/// The state that the callbacks of one client use: librdkafka holds it as its opaque pointer.
///
/// `KafkaClient` holds a reference, and a second one stands for the opaque pointer until `rd_kafka_destroy` has returned; no
/// callback follows after that. Callbacks run on librdkafka's threads (log, requests) or on the polling thread (all others).
final class ClientContext: Sendable {
    let name: String
    private let handler: DiagnosticHandler
    private let deliveries: (any DeliveryHandler)?
    /// EndTxn requests sent since `resetEndRequests`.
    private let endRequests = Atomic<Int>(0)
    /// Heartbeats the group coordinator has answered.
    private let heartbeats = Atomic<Int>(0)
    private let state = Mutex(State())

    private struct State {
        var statistics = ""
        var deniedTopics: Set<String> = []
        var refusedLogin: LocalText?
        var rebalanced:
            (@Sendable (rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> Void)?
    }

    init(name: String, deliveries: (any DeliveryHandler)?, diagnostics: @escaping DiagnosticHandler) {
        self.name = name
        self.deliveries = deliveries
        handler = diagnostics
    }

    // MARK: For the owner

    func onRebalance(
        _ body:
            @escaping @Sendable (rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> Void
    ) {
        state.withLock { $0.rebalanced = body }
    }

    /// Breaks the reference cycle after the client is destroyed.
    func forgetHandlers() {
        state.withLock { $0.rebalanced = nil }
    }

    func resetEndRequests() { endRequests.store(0, ordering: .sequentiallyConsistent) }
    var endRequestsSent: Int { endRequests.load(ordering: .sequentiallyConsistent) }
    var heartbeatsAnswered: Int { heartbeats.load(ordering: .sequentiallyConsistent) }

    /// librdkafka's latest statistics as JSON; empty before the first.
    var statistics: String { state.withLock { $0.statistics } }

    /// Topics that the broker has refused to add to a transaction since the last call.
    func takeDeniedTopics() -> Set<String> {
        state.withLock { state in
            defer { state.deniedTopics = [] }
            return state.deniedTopics
        }
    }

    /// Why the broker refuses the login of this client; nil when it does not.
    var refusedLogin: LocalText? { state.withLock { $0.refusedLogin } }

    func emit(_ level: Diagnostic.Level, _ event: String, _ message: String, _ fields: [String: String] = [:]) {
        handler(Diagnostic(level, event, message, fields.merging(["client": name]) { given, _ in given }))
    }

    // MARK: For the callbacks

    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        deliveries?.delivered(message)
    }

    func rebalance(_ code: rd_kafka_resp_err_t, _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) {
        state.withLock { $0.rebalanced }?(code, list)
    }

    func requestSent(_ apiKey: Int16) {
        // 26 is EndTxn. Two in one transaction mean that the library retried: the first may arrive late and end the next
        // transaction (`LIBRDKAFKA.md`, Late EndTxn).
        if apiKey == 26 { endRequests.add(1, ordering: .sequentiallyConsistent) }
    }

    func responseReceived(_ apiKey: Int16, _ code: rd_kafka_resp_err_t) {
        // 12 is Heartbeat.
        if apiKey == 12, code == RD_KAFKA_RESP_ERR_NO_ERROR { heartbeats.add(1, ordering: .sequentiallyConsistent) }
    }

    func measured(_ json: String) {
        state.withLock { $0.statistics = json }
    }

    func failed(_ code: rd_kafka_resp_err_t, _ reason: String) {
        var sentence = ErrorCode.reason(ErrorCode.name(code), reason)
        if code == RD_KAFKA_RESP_ERR__AUTHENTICATION {
            if reason.contains("SCRAM"), rd_kafka_version() < 0x0206_01ff {
                sentence = sentence.followed(by: Self.scramAdvice)
            }
            state.withLock { [sentence] in $0.refusedLogin = sentence }
        }
        emit(.warning, "kafka.client.error", sentence.en, ["code": ErrorCode.name(code)])
    }

    /// What to do when SCRAM fails although user and password may be right (`LIBRDKAFKA.md`, SCRAM).
    private static let scramAdvice = LocalText(
        zh: "本机的 librdkafka 早于 2.6.1，无法以 SCRAM 登录 Kafka 4，即使用户名与密码正确：请改用 TLS 上的 sasl.mechanisms "
            + "PLAIN、双向 TLS 或 OAUTHBEARER，或使用 4.0 之前的 broker",
        en:
            "This librdkafka is older than 2.6.1 and cannot log in with SCRAM to Kafka 4, although user and password may be "
            + "right: use sasl.mechanisms PLAIN over TLS, mutual TLS or OAUTHBEARER, or a broker before 4.0")

    func logged(_ level: Int32, _ facility: String, _ text: String) {
        if facility == "ADDPARTS", let topic = Self.deniedTopic(in: text) {
            state.withLock { _ = $0.deniedTopics.insert(topic) }
        }
        // Consumers and producers get the same settings; the library warns of each that is for the other type.
        guard facility != "CONFWARN" else { return }
        let severity: Diagnostic.Level =
            switch level {
            case ...3: .error
            case 4: .warning
            case 5, 6: .info
            default: .debug
            }
        emit(severity, "kafka.library", text, ["facility": facility])
    }

    /// The topic in `Failed to add partition "topic" [3] to transaction: Broker: Topic authorization failed`.
    ///
    /// The API says only that some partition was refused; this log line names it (`LIBRDKAFKA.md`, Refused topics).
    static func deniedTopic(in text: String) -> String? {
        guard text.contains(String(cString: rd_kafka_err2str(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED))) else {
            return nil
        }
        let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasSuffix("Failed to add partition ") else { return nil }
        return String(parts[1])
    }
}

/// The C functions that librdkafka calls. The opaque pointer is the client's context, borrowed for the call.
enum Callbacks {
    private static func context(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        opaque.map { Unmanaged<ClientContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Registers all callbacks of a role on a configuration whose opaque pointer is `context`.
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
            // `LIBRDKAFKA.md`, Delivery reports: without this callback a commit takes nine times as long.
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
    /// Writers count their EndTxn requests, members count the answers to their heartbeats.
    fileprivate var watchesRequests: Bool {
        switch self {
        case .member, .writer: true
        case .appender, .fetcher, .reader, .admin: false
        }
    }
}

internal import CLibrdkafka
internal import MessageLog
internal import Wording

/// An error of Kafka or librdkafka: a bounded code, a sentence, and what may be done about it.
struct KafkaError: Error, Hashable {
    /// librdkafka's name of the error (`_TRANSPORT`, `TOPIC_AUTHORIZATION_FAILED`): a closed list, safe as a metric label.
    var code: String
    /// What is wrong, with librdkafka's own text.
    var reason: LocalText
    /// What the client was doing, such as `commit of hazard-3`.
    var origin: LocalText
    /// The same call may succeed later.
    var isRetriable = false
    /// The client cannot be used any more: destroy it.
    var isFatal = false
    /// The open transaction must be aborted before any other call.
    var requiresAbort = false

    /// The same error as `MessageLog` throws it.
    var failure: LogFailure {
        LogFailure(
            code: code, sentence: LocalText(zh: "\(origin.zh)：\(reason.zh)", en: "\(origin.en): \(reason.en)"),
            isRetriable: isRetriable && !isFatal)
    }
}

extension KafkaError {
    /// Makes an error from a librdkafka error object, and frees that object.
    init(consuming error: OpaquePointer, origin: LocalText) {
        let code = ErrorCode.name(rd_kafka_error_code(error))
        self.init(
            code: code, reason: ErrorCode.reason(code, String(cString: rd_kafka_error_string(error))), origin: origin,
            isRetriable: rd_kafka_error_is_retriable(error) == 1, isFatal: rd_kafka_error_is_fatal(error) == 1,
            requiresAbort: rd_kafka_error_txn_requires_abort(error) == 1)
        rd_kafka_error_destroy(error)
    }

    /// Makes an error from a bare code; the reason is a refused login, else the text that the library gave with the code.
    init(
        _ code: rd_kafka_resp_err_t, origin: LocalText, detail: String? = nil, refusedLogin: LocalText? = nil
    ) {
        let name = ErrorCode.name(code)
        let text = ErrorCode.reason(name, detail ?? String(cString: rd_kafka_err2str(code)))
        self.init(
            code: name, reason: refusedLogin ?? text, origin: origin,
            isRetriable: ErrorCode.isTemporary(code), isFatal: code == RD_KAFKA_RESP_ERR__FATAL)
    }

    /// The same error; when the broker has refused the login, with that reason.
    func explained(byLogin refusal: LocalText?) -> KafkaError {
        guard let refusal else { return self }
        var error = self
        error.reason = error.reason.followed(by: refusal)
        return error
    }

    /// An input topic has fewer partitions than there are shards, so some shards would read nothing.
    static func tooFewPartitions(of topic: String, found: Int, shards: Int) -> KafkaError {
        KafkaError(
            code: "INVALID_PARTITIONS",
            reason: LocalText(
                zh: "有 \(found) 个分区，而分片有 \(shards) 个：请用 `kafka-topics.sh --alter --partitions \(shards)` 补足",
                en: "has \(found) partitions, but there are \(shards) shards: add partitions with "
                    + "`kafka-topics.sh --alter --partitions \(shards)`"),
            origin: .topic(topic), isRetriable: true)
    }

    static let closed = KafkaError(
        code: "_DESTROY", reason: LocalText(zh: "日志已关闭", en: "this log is closed"), origin: .kafkaLog)

    /// The same error, marked as retriable.
    var retriable: KafkaError {
        var error = self
        error.isRetriable = true
        return error
    }
}

extension LocalText {
    /// This sentence and the next one.
    func followed(by next: LocalText) -> LocalText {
        LocalText(zh: "\(zh)。\(next.zh)", en: "\(en). \(next.en)")
    }
}

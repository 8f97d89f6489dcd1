internal import HTTP
internal import MessageLog
internal import Wording

extension LogFailure {
    /// A reader returned no record within the timeout, although it had not reached the end.
    static func noRecord(of at: TopicPartition, within timeout: Duration) -> LogFailure {
        let milliseconds = timeout.millisecondsRoundedUp
        return LogFailure(
            code: "timeout",
            sentence: LocalText(
                zh: "\(at) 在 \(milliseconds) 毫秒内没有给出记录", en: "\(at) gave no record within \(milliseconds) ms"),
            isRetriable: true)
    }
}

extension Problem {
    /// The message log failed. Its own reason stays in the server's log, because it names files and brokers.
    static func logUnavailable(_ failure: LogFailure) -> Problem {
        Problem(
            503, "log-unavailable", zh: "消息日志暂时不可用（\(failure.code)）：请稍后原样重发，重复发送无害",
            en: "the message log cannot be used now (\(failure.code)): send the same again later, a repeat is harmless",
            headers: ["Retry-After": failure.isRetriable ? "2" : "30"])
    }
}

internal import HTTP
internal import MessageLog

extension Problem {
    /// The log did not do what was asked; its own words stay in the server's log, for they name files and brokers.
    static func logUnavailable(_ failure: LogFailure) -> Problem {
        Problem(
            503, "log-unavailable",
            "the message log cannot be used now (\(failure.code)): send the same again later, a repeat is harmless",
            headers: ["Retry-After": failure.isRetriable ? "2" : "30"])
    }
}

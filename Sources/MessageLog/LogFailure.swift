/// What went wrong with the log, in words for a person and a code for a metric label.
package struct LogFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A bounded name such as `_TRANSPORT` or `disk-full`; safe as a metric label.
    package var code: String
    /// The sentence for people: what happened, where, and what to do.
    package var reason: String
    /// Waiting and doing the same again may succeed.
    package var isRetriable: Bool

    package init(code: String, reason: String, isRetriable: Bool) {
        self.code = code
        self.reason = reason
        self.isRetriable = isRetriable
    }

    package var description: String { "\(reason) [\(code)]" }

    /// Another process holds the embedded log.
    package var isInUse: Bool { code == "locked" }

    /// A record is larger than its topic takes: Kafka's own name for it, and the embedded log's.
    package var isTooLarge: Bool { code == "MSG_SIZE_TOO_LARGE" || code == "record-too-large" }
}

/// Why a commit did not happen, by what the lane must do next.
package enum CommitFailure: Error, Sendable {
    /// Nothing was written and nothing will be: decide the same batch again and commit it.
    case aborted(LogFailure)
    /// Nothing was written because this destination cannot take the record: leave its tasks queued, then as `aborted`.
    case refused(topic: String, LogFailure)
    /// It may or may not have been written: close the session's writer, recover (`openWriter`, restore, positions).
    case unknown(LogFailure)
    /// Another owner has the shard: let go of it and touch nothing.
    case fenced(LogFailure)

    package var failure: LogFailure {
        switch self {
        case .aborted(let failure), .refused(_, let failure), .unknown(let failure), .fenced(let failure): failure
        }
    }
}

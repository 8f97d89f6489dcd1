package import Wording

/// What went wrong with the log: a sentence for people in both languages, and a code for a metric label.
package struct LogFailure: BilingualError, Hashable {
    /// A bounded name such as `_TRANSPORT` or `disk-full`; safe as a metric label.
    package var code: String
    /// What happened, where, and what to do.
    package var sentence: LocalText
    /// The same call may succeed later.
    package var isRetriable: Bool

    package init(code: String, sentence: LocalText, isRetriable: Bool) {
        self.code = code
        self.sentence = sentence
        self.isRetriable = isRetriable
    }

    /// The sentence with the code.
    package var text: LocalText { LocalText(zh: "\(sentence.zh) [\(code)]", en: "\(sentence.en) [\(code)]") }

    package var description: String { text.en }

    /// The English sentence, for log lines.
    package var reason: String { sentence.en }

    /// Another process has locked the embedded log.
    package var isInUse: Bool { code == "locked" }

    /// The record is larger than its topic allows: Kafka's code, or the embedded log's.
    package var isTooLarge: Bool {
        code == "MSG_SIZE_TOO_LARGE" || code == "RECORD_LIST_TOO_LARGE" || code == "record-too-large"
    }
}

/// Why a commit did not happen, by what the lane must do next.
package enum CommitFailure: Error, Sendable {
    /// Nothing was written and nothing will be: decide the same batch again and commit it.
    case aborted(LogFailure)
    /// Nothing was written because this topic does not accept a record: leave its tasks queued, then continue as after `aborted`.
    case refused(topic: String, LogFailure)
    /// The records may or may not have been written: open a new writer, restore, and read the positions again.
    case unknown(LogFailure)
    /// Another owner has the shard: stop using it and write nothing.
    case fenced(LogFailure)

    package var failure: LogFailure {
        switch self {
        case .aborted(let failure), .refused(_, let failure), .unknown(let failure), .fenced(let failure): failure
        }
    }
}

internal import MessageLog
internal import SQLite

extension LogFailure {
    /// What a statement of the log's file met, in words for a person.
    init(_ problem: SQLiteError, path: String) {
        if problem.isFull {
            self.init(
                code: "disk-full", reason: "\(path): the disk is full, so nothing was written: make room on it",
                isRetriable: true)
        } else if problem.isBusy {
            self.init(
                code: "busy",
                reason: "\(path): another program holds the file's write lock: only the serving process may write it",
                isRetriable: true)
        } else if problem.isCorrupt {
            self.init(
                code: "corrupt", reason: "\(path): \(problem.message): restore the file from a backup",
                isRetriable: false)
        } else {
            self.init(
                code: "io-error",
                reason: "\(path): \(problem.message) (\(problem.code)): check the disk and its permissions",
                isRetriable: false)
        }
    }

    static let closed = LogFailure(code: "closed", reason: "the embedded log is closed", isRetriable: false)

    static func unknownTopic(_ topic: String) -> LogFailure {
        LogFailure(
            code: "unknown-topic",
            reason: "there is no topic \(topic) in the embedded log: create it with topics apply",
            isRetriable: false)
    }

    static func unknownPartition(_ at: TopicPartition, of count: Int) -> LogFailure {
        LogFailure(
            code: "unknown-partition",
            reason: "\(at.topic) has no partition \(at.partition): it has \(count), counted from 0", isRetriable: false)
    }

    static func beyondEnd(_ at: TopicPartition, next: Int64, end: Int64) -> LogFailure {
        LogFailure(
            code: "beyond-end",
            reason:
                "position \(next) of \(at) lies beyond its end \(end): it was taken from another log, or this one is an "
                + "older copy",
            isRetriable: false)
    }

    static func over(shard: Int) -> LogFailure {
        LogFailure(
            code: "fenced",
            reason: "shard \(shard) is no longer this session's: another owner has it or it was given back",
            isRetriable: false)
    }
}

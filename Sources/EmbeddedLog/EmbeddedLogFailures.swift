internal import Foundation
internal import MessageLog
internal import SQLite
internal import Wording

/// Every failure of the embedded log, with its sentence in both languages.
extension LogFailure {
    private init(_ code: String, isRetriable: Bool = false, zh: String, en: String) {
        self.init(code: code, sentence: LocalText(zh: zh, en: en), isRetriable: isRetriable)
    }

    // MARK: The file and its directory

    /// An error of SQLite in the log's file.
    init(_ error: SQLiteError, path: String) {
        if error.isFull {
            self.init(
                "disk-full", isRetriable: true, zh: "\(path)：磁盘已满，没有写入任何内容：请清出空间",
                en: "\(path): the disk is full, so nothing was written: make room on it")
        } else if error.isBusy {
            self.init(
                "busy", isRetriable: true, zh: "\(path)：另一个程序持有文件的写锁：只有服务进程可以写它",
                en: "\(path): another program holds the file's write lock: only the serving process may write it")
        } else if error.isCorrupt {
            self.init(
                "corrupt", zh: "\(path)：文件已损坏（\(error.message)）：请从备份恢复",
                en: "\(path): \(error.message): restore the file from a backup")
        } else {
            self.init(
                "io-error", zh: "\(path)：\(error.message)（\(error.code)）：请检查磁盘及其权限",
                en: "\(path): \(error.message) (\(error.code)): check the disk and its permissions")
        }
    }

    /// Any error met while the file is opened.
    static func opening(_ error: any Error, path: String) -> LogFailure {
        switch error {
        case let failure as LogFailure: return failure
        case let error as SQLiteError: return LogFailure(error, path: path)
        default:
            let reason = LocalText(describing: error)
            return LogFailure("io-error", zh: "\(path)：\(reason.zh)", en: "\(path): \(reason.en)")
        }
    }

    static func cannotMakeDirectory(_ directory: String, _ error: any Error) -> LogFailure {
        let systemError = (error as? CocoaError)?.underlying as? POSIXError
        let reason = systemError.map { SystemError.text($0.code.rawValue) } ?? LocalText(describing: error)
        return LogFailure(
            "io-error", zh: "\(directory)：无法创建日志目录：\(reason.zh)",
            en: "\(directory): the log's directory cannot be made: \(reason.en)")
    }

    /// `lock` is the lock file, whose system call has just set `errno`.
    static func cannotLock(_ lock: String) -> LogFailure {
        let reason = SystemError.last()
        return LogFailure(
            "io-error", zh: "\(lock)：\(reason.zh)：目录必须可写", en: "\(lock): \(reason.en): the directory must be writable")
    }

    static func locked(_ directory: String) -> LogFailure {
        LogFailure(
            "locked", isRetriable: true,
            zh: "\(directory) 中的内置日志正被另一个进程使用：请停止那个服务，或为本服务另设 log.embedded.directory",
            en: "the embedded log in \(directory) is in use by another process: stop that server, or give this one a "
                + "log.embedded.directory of its own")
    }

    /// `place` is the file or directory whose system call has just set `errno`.
    static func notAccessible(_ place: String) -> LogFailure {
        let reason = SystemError.last()
        return LogFailure(
            "io-error", zh: "\(place)：\(reason.zh)：它必须可读写",
            en: "\(place): \(reason.en): it must be readable and writable")
    }

    static func foreignFile(_ path: String, applicationID: Int64) -> LogFailure {
        LogFailure(
            "foreign-file",
            zh: "\(path) 是其他程序的数据库（application_id \(applicationID)）：请移走它，或为日志另设 log.embedded.directory",
            en:
                "\(path) is a database of another program (application_id \(applicationID)): move it away, or give the log "
                + "another log.embedded.directory")
    }

    static func otherVersion(_ path: String, found: Int64, known: Int64) -> LogFailure {
        LogFailure(
            "other-version",
            zh: "\(path) 的版本为 \(found)，本程序只认识版本 \(known)：请使用写它的程序或更新的程序",
            en:
                "\(path) has version \(found) and this program knows version \(known): use the program that wrote it, or a "
                + "newer one")
    }

    static func noWriteAheadLog(_ path: String) -> LogFailure {
        LogFailure(
            "no-wal", zh: "\(path)：此处无法使用预写日志（WAL）：请用本地磁盘",
            en: "\(path): no write-ahead log is possible there: use a local disk")
    }

    static let closed = LogFailure("closed", zh: "内置日志已关闭", en: "the embedded log is closed")

    // MARK: Topics and records

    static func unknownTopic(_ topic: String) -> LogFailure {
        LogFailure(
            "unknown-topic", zh: "内置日志中没有主题 \(topic)：请执行 `hazard topics apply` 创建",
            en: "there is no topic \(topic) in the embedded log: create it with `hazard topics apply`")
    }

    static func unknownPartition(_ at: TopicPartition, of count: Int) -> LogFailure {
        LogFailure(
            "unknown-partition", zh: "\(at.topic) 没有分区 \(at.partition)：它有 \(count) 个，从 0 编号",
            en: "\(at.topic) has no partition \(at.partition): it has \(count), counted from 0")
    }

    static func badTopicName(_ name: String) -> LogFailure {
        LogFailure(
            "bad-topic", zh: "“\(name)”不是主题名：应为 1 至 249 个 A–Z a–z 0–9 . _ - 字符",
            en: "\"\(name)\" is not a topic name: it must be 1 to 249 characters of A–Z a–z 0–9 . _ -")
    }

    static func badPartitionCount(_ topic: String, _ count: Int) -> LogFailure {
        LogFailure(
            "bad-topic", zh: "主题 \(topic) 要求 \(count) 个分区：只能是 1 至 10000 个",
            en: "topic \(topic) cannot have \(count) partitions: 1 to 10000 are allowed")
    }

    static func badSetting(_ name: String, of topic: String, value: String, expected: LocalText) -> LogFailure {
        LogFailure(
            "bad-setting", zh: "主题 \(topic)：\(name) 为“\(value)”：应为\(expected.zh)",
            en: "topic \(topic): \(name) is \"\(value)\": it must be \(expected.en)")
    }

    static func noKey(_ topic: String) -> LogFailure {
        LogFailure(
            "no-key", zh: "主题 \(topic) 采用压实（compact）：没有键的记录无法保存在其中",
            en: "\(topic) is compacted: a record without a key cannot be kept there")
    }

    static func tooLarge(_ bytes: Int, for topic: String, limit: Int) -> LogFailure {
        LogFailure(
            "record-too-large", zh: "\(bytes) 字节的记录超过主题 \(topic) 的上限 \(limit)：请调大其 max.message.bytes",
            en:
                "a record of \(bytes) bytes exceeds the limit of topic \(topic), \(limit) bytes: raise its max.message.bytes"
        )
    }

    // MARK: Groups and positions

    static func alreadyJoined(_ group: String) -> LogFailure {
        LogFailure(
            "joined", zh: "消费组 \(group) 已加入内置日志：请先退出",
            en: "group \(group) has joined the embedded log already: leave first")
    }

    static func noWriter(shard: Int) -> LogFailure {
        LogFailure(
            "no-writer", zh: "分片 \(shard) 没有打开写入者：请先打开", en: "shard \(shard) has no writer: open it first")
    }

    static func beyondEnd(_ at: TopicPartition, next: Int64, end: Int64) -> LogFailure {
        LogFailure(
            "beyond-end", zh: "\(at) 的位点 \(next) 超过其末尾 \(end)：位点来自另一个日志，或本日志是较旧的副本",
            en:
                "position \(next) of \(at) lies beyond its end \(end): it was taken from another log, or this one is an "
                + "older copy")
    }

    static func fenced(shard: Int) -> LogFailure {
        LogFailure(
            "fenced", zh: "分片 \(shard) 已不属于本会话：另一个进程拥有它，或它已被交还",
            en: "shard \(shard) no longer belongs to this session: another owner has it, or it was given back")
    }
}

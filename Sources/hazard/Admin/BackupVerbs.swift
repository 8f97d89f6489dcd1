import CaseStore
import CommandArguments
import EmbeddedLog
import Foundation
import HazardConfig
import MessageLog
internal import Wording

/// `hazard backup` and `hazard restore`: the embedded log and the account key. Everything else is built from them.
let backupVerbs = [
    Verb(
        path: ["backup"],
        summary: LocalText(
            zh: "备份内置日志和账号密钥（服务可以在运行）", en: "copy the embedded log and the account key; a server may run"),
        options: Configuration.options,
        positionals: [
            Positional("DIRECTORY", .one, summary: LocalText(zh: "空目录，或尚不存在", en: "empty, or not there yet"))
        ]
    ) { arguments in
        let work = try BackupWork(arguments)
        try work.backUp()
        return .done
    },
    Verb(
        path: ["restore"],
        summary: LocalText(
            zh: "从备份恢复内置日志和账号密钥（服务须已停止）", en: "put a backup back; the server must be stopped"),
        options: Configuration.options,
        positionals: [Positional("DIRECTORY", .one, summary: LocalText(zh: "备份目录", en: "the backup"))]
    ) { arguments in
        let work = try BackupWork(arguments)
        try work.restore()
        return .done
    },
]

/// A backup of the configuration's log and key.
private struct BackupWork {
    private let settings: Settings
    private let target: String
    private let words: AnswerWords

    private static let keyName = "account-key"

    init(_ arguments: Arguments) throws {
        settings = try Configuration.load(arguments).settings
        target = arguments.positional("DIRECTORY") ?? ""
        words = AnswerWords(language: arguments.language)
        guard settings.log.kind == .embedded else {
            throw CommandFault(
                .usage, zh: "log.kind 为 kafka：日志由 Kafka 保存，请按其方法备份；账号密钥写在 secrets.account_key_file",
                en:
                    "log.kind is kafka: back up the topics as Kafka does it; the account key is in secrets.account_key_file"
            )
        }
    }

    /// Where the account key lies: beside the store's directory.
    private var keyPath: String { StoreDirectory.accountKeyPath(beside: settings.store.directory) }

    func backUp() throws {
        let manager = FileManager.default
        if let entries = try? manager.contentsOfDirectory(atPath: target), !entries.isEmpty {
            throw CommandFault(
                .usage, zh: "\(target) 不是空目录：请换一个", en: "\(target) is not empty: name another directory")
        }
        do {
            try manager.createDirectory(
                atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: target)
        } catch {
            throw CommandFault(
                .failed, zh: "\(target) 无法新建：\(error.localizedDescription)",
                en: "\(target) cannot be created: \(error.localizedDescription)")
        }
        let bytes: Int
        do throws(LogFailure) {
            bytes = try LogBackup.copy(settings.log.embedded.directory, to: target)
        } catch {
            throw CommandFault(error)
        }
        Terminal.print(words("日志  ", "log  ") + "\(target)/log.db  \(bytes / 1024) KB")
        guard manager.fileExists(atPath: keyPath) else {
            Terminal.print(
                words("账号密钥由配置给出，不在备份中", "the account key comes from the configuration and is not in the backup"))
            return
        }
        try copyKey(from: keyPath, to: "\(target)/\(Self.keyName)")
        Terminal.print(words("密钥  ", "key  ") + "\(target)/\(Self.keyName)")
    }

    func restore() throws {
        let manager = FileManager.default
        guard manager.fileExists(atPath: "\(target)/log.db") else {
            throw CommandFault(
                .usage, zh: "\(target) 不是备份：没有 log.db", en: "\(target) is no backup: it has no log.db")
        }
        let key = "\(target)/\(Self.keyName)"
        if manager.fileExists(atPath: key), manager.fileExists(atPath: keyPath),
            manager.contents(atPath: key) != manager.contents(atPath: keyPath)
        {
            throw CommandFault(
                .failed, zh: "\(keyPath) 已有另一把账号密钥：请先移走它", en: "\(keyPath) is another account key: move it away first")
        }
        do throws(LogFailure) {
            try LogBackup.restore(target, to: settings.log.embedded.directory)
        } catch {
            throw CommandFault(error)
        }
        if manager.fileExists(atPath: key), !manager.fileExists(atPath: keyPath) { try copyKey(from: key, to: keyPath) }
        try removeShards()
        Terminal.print(
            words(
                "已恢复。下次 `hazard serve` 启动时从日志重建案卷。", "Restored. The next `hazard serve` builds the cases from the log.")
        )
    }

    /// The shards' files belong to the log that was there before.
    private func removeShards() throws {
        guard FileManager.default.fileExists(atPath: settings.store.directory) else { return }
        do throws(StoreFault) {
            let directory = try StoreDirectory(settings.store.directory)
            for shard in 0..<settings.log.shards { try directory.delete(shard: shard) }
        } catch {
            throw CommandFault(.failed, zh: error.text.zh, en: error.text.en)
        }
    }

    private func copyKey(from source: String, to copy: String) throws {
        let manager = FileManager.default
        guard let bytes = manager.contents(atPath: source),
            manager.createFile(atPath: copy, contents: bytes, attributes: [.posixPermissions: 0o600])
        else {
            throw CommandFault(.failed, zh: "\(copy) 无法写入", en: "\(copy) cannot be written")
        }
    }
}

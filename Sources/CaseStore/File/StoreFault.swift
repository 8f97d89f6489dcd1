internal import SQLite
package import Wording

/// Why a shard's file, or the directory of all shards, cannot be used: a sentence for the officer on duty.
package struct StoreFault: BilingualError, Hashable {
    /// The closed list of what can be wrong.
    package enum Kind: Hashable, Sendable {
        /// The file was filled from another Kafka cluster or embedded log.
        case otherCluster(found: String, expected: String)
        /// The file was filled from topics with other names.
        case otherTopics(found: [String], expected: [String])
        /// The topics had another number of partitions, so cases would be searched for in the wrong file.
        case otherShardCount(found: Int, expected: Int)
        /// The file belongs to another shard and was renamed.
        case otherShard(found: Int, expected: Int)
        /// A newer program wrote the file.
        case newerSchema(found: Int, known: Int)
        /// An older program wrote the file; rebuilding it is the migration.
        case olderSchema(found: Int, known: Int)
        case corrupt(reason: LocalText)
        /// The disk is full or failing, or the process has no permission.
        case disk(reason: LocalText)
        /// Another connection or server writes to the file; its process id, where known.
        case inUse(by: Int32?)
        /// The row cannot be written: a fault of the program that wrote the record.
        case refused(reason: LocalText)
        /// A small file beside the shards' files is not valid; the reason says what to do.
        case unusableFile(reason: LocalText)
    }

    package var kind: Kind
    /// The whole path of the file or directory.
    package var path: String
    /// Nil when the fault concerns the directory.
    package var shard: Int?

    package init(_ kind: Kind, path: String, shard: Int? = nil) {
        self.kind = kind
        self.path = path
        self.shard = shard
    }

    /// The program may delete the file and build it again from `hazard.cases` without an operator.
    package var canRebuild: Bool {
        switch kind {
        case .corrupt, .olderSchema: true
        case .otherCluster, .otherTopics, .otherShardCount, .otherShard, .newerSchema, .disk, .inUse, .refused,
            .unusableFile:
            false
        }
    }

    package var description: String { text.en }

    package var text: LocalText {
        let (problem, fix) = (problem, fix)
        return LocalText(zh: "\(path)：\(problem.zh)\(fix.zh)", en: "\(path): \(problem.en) \(fix.en)")
    }

    /// Makes the fault of an SQLite error, by what the operator can do about it.
    init(_ error: SQLiteError, path: String, shard: Int?) {
        let kind: Kind
        if error.isCorrupt {
            kind = .corrupt(reason: error.text)
        } else if error.isBusy {
            kind = .inUse(by: nil)
        } else if Self.diskCodes.contains(where: error.code.hasPrefix) {
            kind = .disk(reason: error.text)
        } else {
            kind = .refused(reason: error.text)
        }
        self.init(kind, path: path, shard: shard)
    }

    private static let diskCodes = [
        "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH",
        "SQLITE_NOMEM",
    ]
}

extension StoreFault {
    private var problem: LocalText {
        switch kind {
        case .otherCluster(let found, let expected):
            LocalText(
                zh: "数据来自集群“\(found)”，而配置指向集群“\(expected)”。",
                en: "was filled from cluster \"\(found)\", the configuration leads to cluster \"\(expected)\".")
        case .otherTopics(let found, let expected):
            LocalText(
                zh: "数据来自主题 \(found.joined(separator: "、"))，而配置为 \(expected.joined(separator: "、"))。",
                en: "was filled from the topics \(found.joined(separator: ", ")), the configuration names "
                    + "\(expected.joined(separator: ", ")).")
        case .otherShardCount(let found, let expected):
            LocalText(
                zh: "建立时主题有 \(found) 个分区，现在有 \(expected) 个。",
                en: "was filled when the topics had \(found) partitions, now they have \(expected).")
        case .otherShard(let found, let expected):
            LocalText(
                zh: "存放的是分片 \(found)，此处应为分片 \(expected)。",
                en: "holds shard \(found) where shard \(expected) is expected.")
        case .newerSchema(let found, let known):
            LocalText(
                zh: "由更新的程序写成（结构版本 \(found)，本程序只认识 \(known)）。",
                en: "was written by a newer program (schema \(found), this one knows \(known)).")
        case .olderSchema(let found, let known):
            LocalText(
                zh: "由较旧的程序写成（结构版本 \(found)，本程序需要 \(known)）。",
                en: "was written by an older program (schema \(found), this one needs \(known)).")
        case .corrupt(let reason): LocalText(zh: "已损坏：\(reason.zh)。", en: "is damaged: \(reason.en).")
        case .disk(let reason): LocalText(zh: "无法读写：\(reason.zh)。", en: "cannot be read or written: \(reason.en).")
        case .inUse(let process?):
            LocalText(zh: "正被进程 \(process) 使用。", en: "is in use by process \(process).")
        case .inUse(nil): LocalText(zh: "正被另一个进程使用。", en: "is in use by another process.")
        case .refused(let reason): LocalText(zh: "拒绝写入一行：\(reason.zh)。", en: "refuses a row: \(reason.en).")
        case .unusableFile(let reason): reason
        }
    }

    private var fix: LocalText {
        let rebuild = rebuild
        return switch kind {
        case .otherCluster, .otherTopics, .otherShard:
            LocalText(
                zh: "请改正 `store.directory`；若配置无误，\(rebuild.zh)。",
                en: "Correct `store.directory`, or if the configuration is right, \(rebuild.en).")
        case .otherShardCount:
            LocalText(
                zh: "分区数建立后不可改：请改回原数，或另设 `store.directory`。",
                en: "The number of partitions cannot change: restore it, or use a new `store.directory`.")
        case .newerSchema:
            LocalText(
                zh: "请启动更新的程序；若是有意降级，\(rebuild.zh)。",
                en: "Start the newer program, or after a deliberate downgrade \(rebuild.en).")
        case .olderSchema, .corrupt:
            LocalText(zh: "没有丢失任何数据：\(rebuild.zh)。", en: "Nothing is lost: \(rebuild.en).")
        case .disk:
            LocalText(
                zh: "请清出空间、给予权限或修复磁盘，然后重新启动。",
                en: "Make room, give the rights or repair the disk, then start again.")
        case .inUse:
            LocalText(
                zh: "请停止另一个服务，或为本服务另设 `store.directory`。",
                en: "Stop the other server, or give this one a `store.directory` of its own.")
        case .refused:
            LocalText(
                zh: "请保留文件并上报此问题；若须立即运行，\(rebuild.zh)。",
                en: "Keep the file and report this; \(rebuild.en) if it must run at once.")
        case .unusableFile: LocalText(zh: "然后重新启动。", en: "Then start again.")
        }
    }

    private var rebuild: LocalText {
        guard let shard else { return LocalText(zh: "请执行 `hazard rebuild`", en: "run `hazard rebuild`") }
        let command = "`hazard rebuild --shard \(shard)`"
        return LocalText(zh: "请执行 \(command)", en: "run \(command)")
    }
}

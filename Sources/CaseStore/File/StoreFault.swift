internal import SQLite

/// Why a shard's file, or the directory of all of them, cannot be used: a sentence for the officer on duty.
package struct StoreFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bounded list of what can be wrong.
    package enum Kind: Hashable, Sendable {
        /// The file was filled from another Kafka cluster or embedded log.
        case otherCluster(found: String, expected: String)
        /// The file was filled from topics of other names.
        case otherTopics(found: [String], expected: [String])
        /// The topics had another number of partitions, so cases would be looked for in the wrong file.
        case otherShardCount(found: Int, expected: Int)
        /// The file is another shard's, renamed.
        case otherShard(found: Int, expected: Int)
        /// A newer program wrote it.
        case newerSchema(found: Int, known: Int)
        /// An older program wrote it; a rebuild is the migration.
        case olderSchema(found: Int, known: Int)
        case corrupt(reason: String)
        /// The disk is full, failing, or forbids.
        case disk(reason: String)
        /// Another connection or server writes here; the process, where known.
        case inUse(by: Int32?)
        /// What was to be written cannot be: a fault of the program that wrote the record.
        case refused(reason: String)
        /// A small file beside the shards' is not as it must be; the reason says what to do.
        case unusableFile(reason: String)
    }

    package var kind: Kind
    /// The file or directory, whole path.
    package var path: String
    /// Nil when the fault is the directory's.
    package var shard: Int?

    package init(_ kind: Kind, path: String, shard: Int? = nil) {
        self.kind = kind
        self.path = path
        self.shard = shard
    }

    /// The file may be deleted and built again from `hazard.cases` without asking anybody.
    package var canRebuild: Bool {
        switch kind {
        case .corrupt, .olderSchema: true
        case .otherCluster, .otherTopics, .otherShardCount, .otherShard, .newerSchema, .disk, .inUse, .refused,
            .unusableFile:
            false
        }
    }

    package var description: String { "\(path): \(problem) \(fix)" }

    /// What SQLite could not do with the file, as what the operator can do about it.
    init(_ error: SQLiteError, path: String, shard: Int?) {
        let kind: Kind
        if error.isCorrupt {
            kind = .corrupt(reason: error.description)
        } else if error.isBusy {
            kind = .inUse(by: nil)
        } else if Self.diskCodes.contains(where: error.code.hasPrefix) {
            kind = .disk(reason: error.description)
        } else {
            kind = .refused(reason: error.description)
        }
        self.init(kind, path: path, shard: shard)
    }

    private static let diskCodes = [
        "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH",
        "SQLITE_NOMEM",
    ]
}

extension StoreFault {
    private var problem: String {
        switch kind {
        case .otherCluster(let found, let expected):
            "was filled from cluster \"\(found)\", the configuration leads to cluster \"\(expected)\"."
        case .otherTopics(let found, let expected):
            "was filled from the topics \(found.joined(separator: ", ")), the configuration names "
                + "\(expected.joined(separator: ", "))."
        case .otherShardCount(let found, let expected):
            "was filled when the topics had \(found) partitions, now they have \(expected)."
        case .otherShard(let found, let expected):
            "holds shard \(found) where shard \(expected) is expected."
        case .newerSchema(let found, let known):
            "was written by a newer program (schema \(found), this one knows \(known))."
        case .olderSchema(let found, let known):
            "was written by an older program (schema \(found), this one needs \(known))."
        case .corrupt(let reason): "is damaged: \(reason)."
        case .disk(let reason): "cannot be read or written: \(reason)."
        case .inUse(let process?): "is in use by process \(process)."
        case .inUse(nil): "is in use by another process."
        case .refused(let reason): "refuses a row: \(reason)."
        case .unusableFile(let reason): reason
        }
    }

    private var fix: String {
        switch kind {
        case .otherCluster, .otherTopics, .otherShard:
            "Correct `store.directory`, or if the configuration is right, \(rebuild)."
        case .otherShardCount:
            "The number of partitions is fixed at birth: restore it, or use a new `store.directory`."
        case .newerSchema: "Start the newer program, or after a deliberate downgrade \(rebuild)."
        case .olderSchema, .corrupt: "Nothing is lost: \(rebuild)."
        case .disk: "Make room, give the rights or repair the disk, then start again."
        case .inUse: "Stop the other server, or give this one a `store.directory` of its own."
        case .refused: "Keep the file and report this; \(rebuild) if it must run at once."
        case .unusableFile: "Then start again."
        }
    }

    private var rebuild: String {
        guard let shard else { return "run `hazard rebuild`" }
        return "run `hazard rebuild --shard \(shard)`"
    }
}

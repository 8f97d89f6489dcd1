internal import SQLite
internal import Wording

/// Opens a shard's file for its writer: creates it, or checks schema and identity.
struct ShardOpening {
    let path: String
    let shard: Int
    let identity: StoreIdentity

    /// Returns the open connection.
    ///
    /// - Throws: `StoreFault`; `canRebuild` says whether the file may be deleted.
    func run() throws(StoreFault) -> SQLiteConnection {
        do {
            try SystemFile.makePrivate(path)
            let connection = try SQLiteConnection(path, mode: .readWriteCreate, busyTimeout: WriteAheadLog.busyTimeout)
            let isEmpty = try isEmpty(connection)
            if !isEmpty { try checkSchema(connection) }
            try configure(connection)
            if isEmpty { try create(connection) }
            try checkIdentity(connection)
            return connection
        } catch let error as SQLiteError {
            throw StoreFault(error, path: path, shard: shard)
        } catch let fault as StoreFault {
            throw fault
        } catch {
            throw fault(.refused(reason: LocalText(describing: error)))
        }
    }

    /// A new file, or one whose creation was interrupted.
    private func isEmpty(_ connection: SQLiteConnection) throws -> Bool {
        try connection.integer("PRAGMA user_version") == 0 && connection.integer("PRAGMA application_id") == 0
            && connection.integer("SELECT count(*) FROM sqlite_schema") == 0
    }

    private func checkSchema(_ connection: SQLiteConnection) throws {
        guard try connection.integer("PRAGMA application_id") == Int64(ShardSchema.applicationID) else {
            throw fault(
                .corrupt(
                    reason: LocalText(zh: "它是数据库，但不是本系统的分片", en: "it is a database, but not a shard of this program")))
        }
        let found = Int(try connection.integer("PRAGMA user_version") ?? 0)
        if found > ShardSchema.version { throw fault(.newerSchema(found: found, known: ShardSchema.version)) }
        if found < ShardSchema.version { throw fault(.olderSchema(found: found, known: ShardSchema.version)) }
    }

    /// Only this connection writes and checkpoints (`SQLiteConnection.Mode` gives the reason).
    private func configure(_ connection: SQLiteConnection) throws {
        try connection.execute("PRAGMA page_size = \(ShardSchema.pageSize)")
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw fault(
                .disk(reason: LocalText(zh: "文件系统不支持预写日志", en: "the file system allows no write-ahead log")))
        }
        try connection.execute(
            """
            PRAGMA synchronous = NORMAL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = 0;
            PRAGMA cache_size = -65536;
            PRAGMA temp_store = MEMORY;
            PRAGMA cell_size_check = ON;
            """)
    }

    private func create(_ connection: SQLiteConnection) throws {
        try connection.transaction {
            for statement in ShardSchema.statements { try connection.execute(statement) }
            let row = try connection.prepare("INSERT INTO identity VALUES (1, ?, ?, ?, ?)")
            row.bind(identity.cluster, at: 1)
            row.bind(identity.topics.joined(separator: "\n"), at: 2)
            row.bind(identity.shards, at: 3)
            row.bind(shard, at: 4)
            try row.run()
            try connection.execute("INSERT INTO marks VALUES (1, 0, 0, 0, 0, 0, 0, 0)")
        }
    }

    private func checkIdentity(_ connection: SQLiteConnection) throws {
        let query = try connection.prepare("SELECT cluster, topics, shards, shard FROM identity")
        let row = try query.first { row in
            let topics = row.string(1).split(separator: "\n").map(String.init)
            return (StoreIdentity(cluster: row.string(0), topics: topics, shards: row.int(2)), row.int(3))
        }
        guard let (found, foundShard) = row else {
            throw fault(.corrupt(reason: LocalText(zh: "缺少身份行", en: "the identity row is missing")))
        }
        if found.cluster != identity.cluster {
            throw fault(.otherCluster(found: found.cluster, expected: identity.cluster))
        }
        if found.topics != identity.topics {
            throw fault(.otherTopics(found: found.topics, expected: identity.topics))
        }
        if found.shards != identity.shards {
            throw fault(.otherShardCount(found: found.shards, expected: identity.shards))
        }
        if foundShard != shard { throw fault(.otherShard(found: foundShard, expected: shard)) }
    }

    private func fault(_ kind: StoreFault.Kind) -> StoreFault { StoreFault(kind, path: path, shard: shard) }
}

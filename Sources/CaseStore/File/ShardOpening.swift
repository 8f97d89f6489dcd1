internal import SQLite

/// Opens a shard's file for its writer: ours or new, whole as far as one can tell, and of the right installation.
struct ShardOpening {
    let path: String
    let shard: Int
    let identity: StoreIdentity

    func run() throws(StoreFault) -> Connection {
        do {
            let connection = try Connection(path, mode: .readWriteCreate, busyMilliseconds: 1000)
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
            throw fault(.refused(reason: String(describing: error)))
        }
    }

    /// A file just made, or one whose making was interrupted.
    private func isEmpty(_ connection: Connection) throws -> Bool {
        try connection.integer("PRAGMA user_version") == 0 && connection.integer("PRAGMA application_id") == 0
            && connection.integer("SELECT count(*) FROM sqlite_schema") == 0
    }

    private func checkSchema(_ connection: Connection) throws {
        guard try connection.integer("PRAGMA application_id") == Int64(Schema.applicationID) else {
            throw fault(.corrupt(reason: "it is a database, but not a shard of ours"))
        }
        let found = Int(try connection.integer("PRAGMA user_version") ?? 0)
        if found > Schema.version { throw fault(.newerSchema(found: found, known: Schema.version)) }
        if found < Schema.version { throw fault(.olderSchema(found: found, known: Schema.version)) }
    }

    /// One connection writes and checkpoints (SQLite before 3.51.3 may damage a log that two of them touch).
    private func configure(_ connection: Connection) throws {
        try connection.execute("PRAGMA page_size = \(Schema.pageSize)")
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw fault(.disk(reason: "the file system allows no write-ahead log"))
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

    private func create(_ connection: Connection) throws {
        try connection.transaction {
            for statement in Schema.statements { try connection.execute(statement) }
            let row = try connection.prepare("INSERT INTO identity VALUES (1, ?, ?, ?, ?)")
            row.bind(identity.cluster, at: 1)
            row.bind(identity.topics.joined(separator: "\n"), at: 2)
            row.bind(identity.shards, at: 3)
            row.bind(shard, at: 4)
            try row.run()
            try connection.execute("INSERT INTO marks VALUES (1, 0, 0, 0, 0, 0, 0, 0)")
        }
    }

    private func checkIdentity(_ connection: Connection) throws {
        let query = try connection.prepare("SELECT cluster, topics, shards, shard FROM identity")
        let row = try query.first { row in
            let topics = row.string(1).split(separator: "\n").map(String.init)
            return (StoreIdentity(cluster: row.string(0), topics: topics, shards: row.int(2)), row.int(3))
        }
        guard let (found, foundShard) = row else { throw fault(.corrupt(reason: "the identity row is missing")) }
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

/// The tables of a log's file.
enum LogSchema {
    /// "HzLg": marks the file as an embedded log of this program.
    static let applicationID: Int64 = 0x487a_4c67
    static let version: Int64 = 1

    static let tables = """
        CREATE TABLE installation(
            one INTEGER PRIMARY KEY CHECK (one = 1),
            cluster_id TEXT NOT NULL,
            born_at INTEGER NOT NULL  -- milliseconds since 1970, as every time here
        ) STRICT;
        CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE settings(
            topic INTEGER NOT NULL REFERENCES topics, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (topic, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE partitions(
            id INTEGER PRIMARY KEY,  -- from 0, without gaps
            topic INTEGER NOT NULL REFERENCES topics,
            number INTEGER NOT NULL CHECK (number >= 0),
            next INTEGER NOT NULL DEFAULT 0 CHECK (next >= 0),  -- never used again, even when the tail is compacted away
            last_time INTEGER NOT NULL DEFAULT 0,
            cleaned INTEGER NOT NULL DEFAULT 0,  -- below it every key is there once
            UNIQUE (topic, number)
        ) STRICT;
        CREATE TABLE records(
            id INTEGER PRIMARY KEY,  -- partitions.id << 40 | offset
            time INTEGER NOT NULL,
            key BLOB,
            value BLOB,  -- NULL is a tombstone
            headers BLOB
        ) STRICT;
        CREATE TABLE keys(
            partition INTEGER NOT NULL, key BLOB NOT NULL, offset INTEGER NOT NULL, PRIMARY KEY (partition, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tombstones(id INTEGER PRIMARY KEY, time INTEGER NOT NULL, key BLOB NOT NULL) STRICT;
        CREATE TABLE positions(
            member_group TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL CHECK (next >= 0),
            PRIMARY KEY (member_group, partition)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE writers(name TEXT PRIMARY KEY, epoch INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
}

internal import MessageLog
internal import SQLite

/// The statements for `marks` (the shard's summary) and `positions`.
struct SummaryRows {
    private let readSummary: Statement
    private let writeSummary: Statement
    private let readPositions: Statement
    private let writePosition: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        readSummary = try connection.prepare(
            "SELECT shard_time, latest_event, shard_sequence, cases, tasks, reports, history FROM marks")
        writeSummary = try connection.prepare(
            """
            UPDATE marks SET shard_time = ?1, latest_event = ?2, shard_sequence = ?3, cases = ?4, tasks = ?5,
                reports = ?6, history = ?7
            """)
        readPositions = try connection.prepare("SELECT topic, partition, next FROM positions")
        writePosition = try connection.prepare(
            "INSERT INTO positions VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET next = excluded.next")
    }

    func read() throws(SQLiteError) -> ShardSummary {
        let found = try readSummary.first { row in
            var summary = ShardSummary(
                shardTime: row.int64(0), latestEvent: row.int64(1), shardSequence: row.int64(2))
            summary.rows.cases = row.int(3)
            summary.rows.tasks = row.int(4)
            summary.rows.reports = row.int(5)
            summary.rows.history = row.int(6)
            return summary
        }
        return found ?? ShardSummary()
    }

    func write(_ summary: ShardSummary) throws(SQLiteError) {
        writeSummary.bind(summary.shardTime, at: 1)
        writeSummary.bind(summary.latestEvent, at: 2)
        writeSummary.bind(summary.shardSequence, at: 3)
        writeSummary.bind(summary.rows.cases, at: 4)
        writeSummary.bind(summary.rows.tasks, at: 5)
        writeSummary.bind(summary.rows.reports, at: 6)
        writeSummary.bind(summary.rows.history, at: 7)
        try writeSummary.run()
    }

    func positions() throws(SQLiteError) -> [Position] {
        try readPositions.all { row in
            Position(TopicPartition(row.string(0), row.int(1)), next: row.int64(2))
        }
    }

    func write(_ position: Position) throws(SQLiteError) {
        writePosition.bind(position.at.topic, at: 1)
        writePosition.bind(position.at.partition, at: 2)
        writePosition.bind(position.next, at: 3)
        try writePosition.run()
    }
}

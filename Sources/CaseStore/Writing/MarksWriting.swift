internal import SQLite

/// The statements over `marks` and `positions`.
struct MarksWriting {
    private let readMarks: Statement
    private let writeMarks: Statement
    private let readPositions: Statement
    private let writePosition: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        readMarks = try connection.prepare(
            "SELECT shard_time, latest_event, shard_sequence, cases, tasks, reports, history FROM marks")
        writeMarks = try connection.prepare(
            """
            UPDATE marks SET shard_time = ?1, latest_event = ?2, shard_sequence = ?3, cases = ?4, tasks = ?5,
                reports = ?6, history = ?7
            """)
        readPositions = try connection.prepare("SELECT topic, partition, next FROM positions")
        writePosition = try connection.prepare(
            "INSERT INTO positions VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET next = excluded.next")
    }

    func read() throws(SQLiteError) -> ShardMarks {
        let found = try readMarks.first { row in
            var marks = ShardMarks(
                shardTime: row.int64(0), latestEvent: row.int64(1), shardSequence: row.int64(2))
            marks.rows.cases = row.int(3)
            marks.rows.tasks = row.int(4)
            marks.rows.reports = row.int(5)
            marks.rows.history = row.int(6)
            return marks
        }
        return found ?? ShardMarks()
    }

    func write(_ marks: ShardMarks) throws(SQLiteError) {
        writeMarks.bind(marks.shardTime, at: 1)
        writeMarks.bind(marks.latestEvent, at: 2)
        writeMarks.bind(marks.shardSequence, at: 3)
        writeMarks.bind(marks.rows.cases, at: 4)
        writeMarks.bind(marks.rows.tasks, at: 5)
        writeMarks.bind(marks.rows.reports, at: 6)
        writeMarks.bind(marks.rows.history, at: 7)
        try writeMarks.run()
    }

    func positions() throws(SQLiteError) -> [StoredPosition] {
        try readPositions.all { row in
            StoredPosition(topic: row.string(0), partition: row.int(1), next: row.int64(2))
        }
    }

    func write(_ position: StoredPosition) throws(SQLiteError) {
        writePosition.bind(position.topic, at: 1)
        writePosition.bind(position.partition, at: 2)
        writePosition.bind(position.next, at: 3)
        try writePosition.run()
    }
}

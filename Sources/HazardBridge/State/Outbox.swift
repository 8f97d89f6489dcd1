internal import HazardWire
internal import SQLite

/// Feedback that is decided and not sent yet. A row leaves when the log or the server has the feedback.
///
/// What is sent twice after a crash has the same bytes and the same `event_id`, so the dispatcher ignores the second.
final class Outbox {
    /// One message.
    struct Entry {
        let number: Int64
        let message: FeedbackMessage
    }

    private let file: BridgeFile
    private let insert: Statement
    private let oldest: Statement
    private let delete: Statement

    init(_ file: BridgeFile) throws(SQLiteError) {
        self.file = file
        insert = try file.connection.prepare("INSERT INTO outbox(event_id, case_id, shard, body) VALUES (?, ?, ?, ?)")
        oldest = try file.connection.prepare(
            "SELECT number, event_id, case_id, shard, body FROM outbox ORDER BY number LIMIT ?")
        delete = try file.connection.prepare("DELETE FROM outbox WHERE number = ?")
    }

    /// Adds a message, in the transaction of the caller.
    func add(_ message: FeedbackMessage) throws(SQLiteError) {
        insert.bind(message.eventID, message.caseID, message.shard, message.body)
        try insert.run()
    }

    /// The oldest messages.
    func first(_ most: Int) throws(BridgeFault) -> [Entry] {
        try file.reading { () throws(SQLiteError) in
            oldest.bind(most)
            return try oldest.all { row in
                Entry(
                    number: row.int64(0),
                    message: FeedbackMessage(
                        eventID: row.string(1), caseID: row.string(2), shard: row.int(3), body: row.bytes(4)))
            }
        }
    }

    /// Removes a message that was sent.
    func remove(_ number: Int64) throws(BridgeFault) {
        try file.reading { () throws(SQLiteError) in
            delete.bind(number)
            try delete.run()
        }
    }
}

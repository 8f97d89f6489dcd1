internal import HazardCore
internal import HazardText
internal import SQLite

/// Writes a case's history, to which entries are only added.
struct HistoryRows {
    private let insert: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        insert = try connection.prepare(
            """
            INSERT OR REPLACE INTO history (case_id, seq, event_id, at, kind, from_state, to_state, actor_role,
                actor_ref, reason, cause_sender, cause_id)
            VALUES (?1, ?2, ?1 || '/' || ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """)
    }

    /// Writes the entries with a sequence above `highest`, and returns how many.
    func append(_ value: Case, after highest: Int) throws(SQLiteError) -> Int {
        let new = value.history.reversed().prefix { $0.sequence > highest }.reversed()
        for event in new {
            insert.bind(value.id.text, at: 1)
            insert.bind(event.sequence, at: 2)
            insert.bind(event.at.milliseconds, at: 3)
            insert.bind(event.kind.word, at: 4)
            insert.bind(event.from?.rawValue, at: 5)
            insert.bind(event.to.rawValue, at: 6)
            insert.bind(event.actor.role.rawValue, at: 7)
            insert.bind(event.actor.ref, at: 8)
            insert.bind(CaseWords.onTheWire.reason(event), at: 9)
            insert.bind(event.cause?.sender, at: 10)
            insert.bind(event.cause?.id, at: 11)
            try insert.run()
        }
        return new.count
    }
}

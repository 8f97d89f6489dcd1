internal import HazardCore

/// The tables of the ledger, for the programmes that this shard stores: a view of `hazard.rewards`.
enum LedgerSchema {
    /// `body` is the exact value of the entry's latest record.
    static let rewards = """
        CREATE TABLE rewards (
            entry_id TEXT PRIMARY KEY,
            programme TEXT NOT NULL,
            account TEXT NOT NULL,
            case_id TEXT NOT NULL,
            report_id TEXT,
            rule TEXT NOT NULL,
            kind TEXT NOT NULL,
            amount INTEGER NOT NULL,
            unit TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT,
            at INTEGER NOT NULL,
            claim_until INTEGER,
            claimed_at INTEGER,
            reverses TEXT,
            received_at INTEGER,
            wake_at INTEGER,
            checksum INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    static let funds = """
        CREATE TABLE funds (
            programme TEXT PRIMARY KEY,
            balance INTEGER NOT NULL CHECK (balance >= 0),
            unit TEXT NOT NULL,
            at INTEGER NOT NULL,
            opening INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """
}

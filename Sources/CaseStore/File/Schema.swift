internal import HazardCore

/// The tables of a shard's file (`config/contracts/README.md`, State): the columns named there are fixed, the others are ours.
///
/// A change here raises `version`: there are no migrations, a file of another version is rebuilt from `hazard.cases` and
/// `hazard.rewards`.
enum Schema {
    static let version = 5
    /// "HzCs", so that a file of another program is never taken for ours.
    static let applicationID = 0x487A_4373

    /// Set before the first page is written; a page holds about three cases' bodies.
    ///
    /// Measured with SQLite 3.40.1 and bodies of 2.6 KB: 8192 writes a quarter less than 4096, 16384 no less.
    static let pageSize = 8192

    /// Everything, in one transaction.
    static let statements = [
        identity, positions, marks, counts,
        cases, bodies, tasks, reports, history, places("places"), places("new_places"), traces, arrivals,
        LedgerSchema.rewards, LedgerSchema.funds,
        "CREATE INDEX cases_by_state ON cases (state, case_id)",
        "CREATE INDEX cases_by_wake ON cases (wake_at) WHERE wake_at IS NOT NULL",
        "CREATE INDEX tasks_by_queue ON tasks (department, state, case_id)",
        "CREATE INDEX reports_by_id ON reports (report_id)",
        "CREATE INDEX rewards_by_account ON rewards (programme, account, received_at)",
        "CREATE INDEX rewards_by_case ON rewards (case_id)",
        "CREATE INDEX rewards_by_report ON rewards (report_id)",
        "CREATE INDEX rewards_by_wake ON rewards (wake_at) WHERE wake_at IS NOT NULL",
        "CREATE INDEX rewards_waiting ON rewards (programme, at, entry_id) WHERE state = 'waiting'",
        "CREATE INDEX places_by_end ON places (closed) WHERE closed > 0",
        "PRAGMA application_id = \(applicationID)",
        "PRAGMA user_version = \(version)",
    ]

    private static let identity = """
        CREATE TABLE identity (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            cluster TEXT NOT NULL,
            topics TEXT NOT NULL,
            shards INTEGER NOT NULL,
            shard INTEGER NOT NULL
        ) STRICT
        """

    private static let positions = """
        CREATE TABLE positions (
            topic TEXT, partition INTEGER, next INTEGER NOT NULL, PRIMARY KEY (topic, partition)
        ) STRICT, WITHOUT ROWID
        """

    /// What is true of the whole shard, written with every commit.
    private static let marks = """
        CREATE TABLE marks (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            shard_time INTEGER NOT NULL,
            latest_event INTEGER NOT NULL,
            shard_sequence INTEGER NOT NULL,
            cases INTEGER NOT NULL,
            tasks INTEGER NOT NULL,
            reports INTEGER NOT NULL,
            history INTEGER NOT NULL
        ) STRICT
        """

    /// Kept when the cases themselves have gone.
    private static let counts = """
        CREATE TABLE counts (
            month TEXT, programme TEXT, category TEXT, outcome TEXT, n INTEGER NOT NULL,
            PRIMARY KEY (month, programme, category, outcome)
        ) STRICT, WITHOUT ROWID
        """

    /// `case_key` rises with the day and the number (`CaseKey`), so that new rows go to the end of the table.
    private static let cases = """
        CREATE TABLE cases (
            case_key INTEGER PRIMARY KEY,
            case_id TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (\(isOne("state", CaseState.self))),
            programme TEXT NOT NULL,
            category TEXT NOT NULL,
            condition TEXT,
            priority TEXT NOT NULL CHECK (\(isOne("priority", Priority.self))),
            district TEXT,
            opened_at INTEGER NOT NULL,
            due_at INTEGER,
            resolved_at INTEGER,
            closed_at INTEGER,
            close_code TEXT CHECK (\(isOne("close_code", CloseCode.self))),
            version INTEGER NOT NULL,
            overdue INTEGER NOT NULL,
            wake_at INTEGER,
            events INTEGER NOT NULL
        ) STRICT
        """

    /// The exact bytes of each case's last record on `hazard.cases`, apart so that a scan of `cases` stays short.
    private static let bodies = """
        CREATE TABLE bodies (case_key INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, body BLOB NOT NULL) STRICT
        """

    private static let tasks = """
        CREATE TABLE tasks (
            case_id TEXT,
            department TEXT,
            task_id TEXT NOT NULL,
            role TEXT NOT NULL CHECK (\(isOne("role", TaskRole.self))),
            state TEXT NOT NULL CHECK (\(isOne("state", TaskState.self))),
            version INTEGER NOT NULL,
            due_at INTEGER,
            PRIMARY KEY (case_id, department)
        ) STRICT, WITHOUT ROWID
        """

    /// One row for each case that lists the report; after a merge that can be two.
    private static let reports = """
        CREATE TABLE reports (
            case_id TEXT,
            report_id TEXT,
            role TEXT NOT NULL CHECK (\(isOne("role", ReportRole.self))),
            content_hash TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            PRIMARY KEY (case_id, report_id)
        ) STRICT, WITHOUT ROWID
        """

    private static let history = """
        CREATE TABLE history (
            case_id TEXT,
            seq INTEGER,
            event_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            from_state TEXT CHECK (\(isOne("from_state", CaseState.self))),
            to_state TEXT NOT NULL CHECK (\(isOne("to_state", CaseState.self))),
            actor_role TEXT NOT NULL CHECK (\(isOne("actor_role", ActorRole.self))),
            actor_ref TEXT,
            reason TEXT,
            cause_sender TEXT,
            cause_id TEXT,
            PRIMARY KEY (case_id, seq)
        ) STRICT, WITHOUT ROWID
        """

    /// Where cases are, by numbers in which near places of a category lie together (`PlaceCode`, `CaseTraces`).
    ///
    /// `closed` is 0 for an open case; one that has closed stays for a while, for what comes back.
    ///
    /// New ones are collected in a small table, which goes over into the large one when it has grown: where a place lies in
    /// the large one is up to chance, and a page for every place would be the most that a report writes.
    private static func places(_ name: String) -> String {
        """
        CREATE TABLE \(name) (
            code INTEGER, closed INTEGER, case_key INTEGER, PRIMARY KEY (code, closed, case_key)
        ) STRICT, WITHOUT ROWID
        """
    }

    /// Photos, words and threads of the last days; by day first, so that the rows of a day lie together and go together.
    private static let traces = """
        CREATE TABLE traces (
            day INTEGER, code INTEGER, case_key INTEGER, PRIMARY KEY (day, code, case_key)
        ) STRICT, WITHOUT ROWID
        """

    /// How many reports of a category came in each of the last minutes.
    private static let arrivals = """
        CREATE TABLE arrivals (
            category TEXT, minute INTEGER, n INTEGER NOT NULL, PRIMARY KEY (category, minute)
        ) STRICT, WITHOUT ROWID
        """

    /// A condition that allows the raw values of an enumeration only.
    ///
    /// Written with OR: `IN` with more than a few values builds a temporary B-tree for every row that is written, which
    /// took a third of the lane's time.
    static func isOne<Names: CaseIterable & RawRepresentable>(_ column: String, _: Names.Type) -> String
    where Names.RawValue == String {
        Names.allCases.map { "\(column) = '\($0.rawValue)'" }.joined(separator: " OR ")
    }
}

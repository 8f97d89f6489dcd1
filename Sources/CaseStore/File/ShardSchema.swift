internal import HazardCore

/// The tables of a shard's file. `config/contracts/README.md`, State, fixes some columns; the others may change
/// (`DECISIONS.md` #9).
///
/// A change here raises `version`. There are no migrations: a file of another version is rebuilt from `hazard.cases` and
/// `hazard.rewards`.
enum ShardSchema {
    static let version = 9
    /// "HzCs", which identifies a file of this program.
    static let applicationID = 0x487A_4373

    /// In bytes, set before the first page is written; a page holds about three case bodies.
    ///
    /// Measured with SQLite 3.40.1 and bodies of 2.6 KB: 8192 writes a quarter less than 4096, 16384 no less.
    static let pageSize = 8192

    /// Creates all tables, views and indexes, in one transaction.
    static let statements = [
        identity, positions, marks, counts,
        cases, bodies, taskRows, reportRows, places("places"), places("new_places"), traces, arrivals, agreements,
        media,
        LedgerSchema.rewards, LedgerSchema.funds,
        tasks, reports, history,
        "CREATE INDEX cases_by_state ON cases (state)",
        "CREATE INDEX cases_by_opened ON cases (opened_at)",
        "CREATE INDEX cases_by_urgency ON cases (urgency, urgency_at)",
        "CREATE INDEX cases_by_wake ON cases (wake_at) WHERE wake_at IS NOT NULL",
        "CREATE INDEX cases_by_missing_year ON cases (missing_year) WHERE missing_year IS NOT NULL",
        "CREATE INDEX tasks_by_queue ON task_rows (department, state)",
        "CREATE INDEX reports_by_id ON report_rows (report_id)",
        "CREATE INDEX media_by_name ON media (sha256)",
        "CREATE INDEX rewards_by_account ON rewards (programme, account, received_at)",
        "CREATE INDEX rewards_by_case ON rewards (case_id)",
        "CREATE INDEX rewards_by_report ON rewards (report_id)",
        "CREATE INDEX rewards_by_wake ON rewards (wake_at) WHERE wake_at IS NOT NULL",
        "CREATE INDEX rewards_waiting ON rewards (programme, at, entry_id) WHERE state = 'waiting'",
        "CREATE INDEX agreements_by_time ON agreements (at, subject, agreed)",
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

    /// Facts about the whole shard, written with every commit.
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

    /// Kept after retention has removed the cases.
    private static let counts = """
        CREATE TABLE counts (
            month TEXT, programme TEXT, category TEXT, outcome TEXT, n INTEGER NOT NULL,
            PRIMARY KEY (month, programme, category, outcome)
        ) STRICT, WITHOUT ROWID
        """

    /// `urgency` and `urgency_at` are `CaseUrgency`. `missing_year` is the first year without a calendar that a deadline ran into.
    /// `events` is the number of the last history entry, and `changed_at` its time. `case_key` rises with the day and the number
    /// (`CaseKey`), so that new rows are added at the end of the table.
    ///
    /// Columns with a closed list of values have no CHECK: the store's only writer takes them from enumerations, and checking them
    /// cost 6 % of a report (measured).
    private static let cases = """
        CREATE TABLE cases (
            case_key INTEGER PRIMARY KEY,
            case_id TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL,
            programme TEXT NOT NULL,
            category TEXT NOT NULL,
            condition TEXT,
            priority TEXT NOT NULL,
            district TEXT,
            opened_at INTEGER NOT NULL,
            due_at INTEGER,
            next_due_at INTEGER,
            missing_year INTEGER,
            resolved_at INTEGER,
            closed_at INTEGER,
            close_code TEXT,
            version INTEGER NOT NULL,
            overdue INTEGER NOT NULL,
            urgency INTEGER NOT NULL,
            urgency_at INTEGER NOT NULL,
            wake_at INTEGER,
            events INTEGER NOT NULL,
            changed_at INTEGER NOT NULL
        ) STRICT
        """

    /// The exact bytes of each case's latest record on `hazard.cases`, in a separate table so that a scan of `cases` stays short.
    private static let bodies = """
        CREATE TABLE bodies (case_key INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, body BLOB NOT NULL) STRICT
        """

    private static let taskRows = """
        CREATE TABLE task_rows (
            case_key INTEGER,
            department TEXT,
            role TEXT NOT NULL,
            state TEXT NOT NULL,
            version INTEGER NOT NULL,
            due_at INTEGER,
            PRIMARY KEY (case_key, department)
        ) STRICT, WITHOUT ROWID
        """

    /// One row for each case that has the report; after a merge that can be two.
    private static let reportRows = """
        CREATE TABLE report_rows (
            case_key INTEGER,
            report_id TEXT,
            role TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            merge_time INTEGER NOT NULL,
            PRIMARY KEY (case_key, report_id)
        ) STRICT, WITHOUT ROWID
        """

    // MARK: - Views

    private static let tasks = """
        CREATE VIEW tasks AS
        SELECT c.case_id, t.department, c.case_id || '/' || t.department AS task_id, t.role, t.state, t.version, t.due_at
        FROM task_rows t JOIN cases c USING (case_key)
        """

    private static let reports = """
        CREATE VIEW reports AS
        SELECT c.case_id, r.report_id, r.role, r.content_hash, r.received_at, r.merge_time
        FROM report_rows r JOIN cases c USING (case_key)
        """

    /// The history is in the case's body only, so that nothing is written twice. SQLite reads one case in 50 µs (measured).
    private static let history = """
        CREATE VIEW history AS
        SELECT c.case_id, e.value ->> 'seq' AS seq, e.value ->> 'event_id' AS event_id,
            CAST(round((julianday(e.value ->> 'at') - 2440587.5) * 86400000) AS INTEGER) AS at,
            e.value ->> 'kind' AS kind, e.value ->> 'from' AS from_state, e.value ->> 'to' AS to_state,
            e.value ->> '$.actor.role' AS actor_role, e.value ->> '$.actor.ref' AS actor_ref, e.value ->> 'reason' AS reason,
            e.value ->> '$.cause.sender' AS cause_sender, e.value ->> '$.cause.id' AS cause_id
        FROM cases c JOIN bodies b USING (case_key) JOIN json_each(CAST(b.body AS TEXT), '$.history') e
        """

    // MARK: - Search keys

    /// The places of cases, by codes in which near places of a category are close to each other (`PlaceCode`, `SearchKeys`).
    ///
    /// `closed` is 0 for an open case. The place of a closed case stays for some time, to recognise a hazard that returns.
    ///
    /// New rows are collected in a small table and moved to the large table in bulk: single rows would change one page of the
    /// large table each, which would be most of what a report writes.
    private static func places(_ name: String) -> String {
        """
        CREATE TABLE \(name) (
            code INTEGER, closed INTEGER, case_key INTEGER, PRIMARY KEY (code, closed, case_key)
        ) STRICT, WITHOUT ROWID
        """
    }

    /// Search keys of photos, texts and threads of the last days; ordered by day, so that the rows of a day are deleted together.
    private static let traces = """
        CREATE TABLE traces (
            day INTEGER, code INTEGER, case_key INTEGER, PRIMARY KEY (day, code, case_key)
        ) STRICT, WITHOUT ROWID
        """

    /// The number of reports of a category in each of the last minutes.
    private static let arrivals = """
        CREATE TABLE arrivals (
            category TEXT, minute INTEGER, n INTEGER NOT NULL, PRIMARY KEY (category, minute)
        ) STRICT, WITHOUT ROWID
        """

    /// What people decided of cases about which a model had said something (`AgreementRows`).
    private static let agreements = """
        CREATE TABLE agreements (
            case_key INTEGER, subject TEXT, at INTEGER NOT NULL, agreed INTEGER NOT NULL, PRIMARY KEY (case_key, subject)
        ) STRICT, WITHOUT ROWID
        """

    /// The stored pictures (`media.directory`) of cases.
    private static let media = """
        CREATE TABLE media (case_key INTEGER, sha256 TEXT, PRIMARY KEY (case_key, sha256)) STRICT, WITHOUT ROWID
        """
}

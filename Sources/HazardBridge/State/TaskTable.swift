internal import HazardCore
internal import SQLite

/// One task of the department, and what the bridge has done with it.
struct BridgedTask: Equatable {
    /// How far a task has come.
    enum Phase: String {
        /// It must be sent. With `attemptedAt` an attempt was made whose outcome is not known.
        case waiting
        /// The remote has given a token, and no id of the request yet.
        case promised
        /// The remote has a request, whose status is read.
        case followed
        /// Nothing is left to do.
        case ended
    }

    var taskID: String
    var version: Int
    /// The version of the record that asked for this request.
    var cycle: Int
    var phase = Phase.waiting
    var openedAt: Instant
    var priority = ""
    /// The shard that the case belongs to.
    var shard = 0
    /// The value of the last record that was read.
    var record: [UInt8] = []
    var remoteID: String?
    var attemptedAt: Instant?
    var firstAttemptAt: Instant?
    var nextAt: Instant
    var tries = 0
    var seen = ""
    var answer: String?
    var refusals = 0

    init(taskID: String, version: Int, openedAt: Instant, nextAt: Instant) {
        self.taskID = taskID
        self.version = version
        cycle = version
        self.openedAt = openedAt
        self.nextAt = nextAt
    }

    /// The text in the description of the remote request by which a search finds it.
    var marker: String { "[\(taskID)/\(cycle)]" }

    /// Whether the remote may have a request that the bridge does not know.
    var isInDoubt: Bool { phase == .waiting && attemptedAt != nil }
}

/// The tasks of one bridge in its file.
final class TaskTable {
    private static let columns = """
        task_id, version, cycle, phase, opened_at, priority, shard, record, remote_id, attempted_at, first_attempt_at, \
        next_at, tries, seen, answer, refusals
        """

    private let file: BridgeFile
    private let one: Statement
    private let put: Statement
    private let due: Statement
    private let doubtful: Statement
    private let earliestNew: Statement
    private let earliestKnown: Statement
    private let forget: Statement
    private let phases: Statement

    init(_ file: BridgeFile) throws(SQLiteError) {
        self.file = file
        let connection = file.connection
        one = try connection.prepare("SELECT \(Self.columns) FROM tasks WHERE task_id = ?")
        put = try connection.prepare(
            """
            INSERT OR REPLACE INTO tasks(\(Self.columns), changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        due = try connection.prepare(
            """
            SELECT \(Self.columns) FROM tasks WHERE phase = ?1 AND next_at <= ?2 AND (?1 <> 'waiting' OR attempted_at IS NULL)
            ORDER BY priority, opened_at LIMIT ?3
            """)
        doubtful = try connection.prepare(
            "SELECT \(Self.columns) FROM tasks WHERE phase = 'waiting' AND attempted_at IS NOT NULL AND next_at <= ?")
        let isNew = "phase = 'waiting' AND attempted_at IS NULL"
        earliestNew = try connection.prepare("SELECT min(next_at) FROM tasks WHERE \(isNew)")
        earliestKnown = try connection.prepare(
            "SELECT min(next_at) FROM tasks WHERE phase <> 'ended' AND NOT (\(isNew))")
        forget = try connection.prepare("DELETE FROM tasks WHERE phase = 'ended' AND changed_at < ?")
        phases = try connection.prepare("SELECT phase, count(*) FROM tasks GROUP BY phase")
    }

    /// The task of that id.
    func find(_ taskID: String) throws(SQLiteError) -> BridgedTask? {
        one.bind(taskID)
        return try one.first(Self.read)
    }

    /// Writes a task, in the transaction of the caller.
    func save(_ task: BridgedTask, at now: Instant) throws(SQLiteError) {
        put.bind(
            task.taskID, task.version, task.cycle, task.phase.rawValue, task.openedAt.milliseconds, task.priority,
            task.shard, task.record, task.remoteID, task.attemptedAt?.milliseconds, task.firstAttemptAt?.milliseconds,
            task.nextAt.milliseconds, task.tries, task.seen, task.answer, task.refusals, now.milliseconds)
        try put.run()
    }

    /// The tasks of a phase whose time has come, the most urgent first; of waiting ones those without a doubt.
    func due(_ phase: BridgedTask.Phase, at now: Instant, most: Int) throws(BridgeFault) -> [BridgedTask] {
        try file.reading { () throws(SQLiteError) in
            due.bind(phase.rawValue, now.milliseconds, most)
            return try due.all(Self.read)
        }
    }

    /// The tasks in doubt whose time has come.
    func doubtful(at now: Instant) throws(BridgeFault) -> [BridgedTask] {
        try file.reading { () throws(SQLiteError) in
            doubtful.bind(now.milliseconds)
            return try doubtful.all(Self.read)
        }
    }

    /// When the next new request may be sent, and when the next search, token or status may be read.
    func earliest() throws(BridgeFault) -> (new: Instant?, known: Instant?) {
        try file.reading { () throws(SQLiteError) in
            func time(_ statement: Statement) throws(SQLiteError) -> Instant? {
                try statement.first { $0.optionalInt64(0) }.flatMap { $0 }.map { Instant(milliseconds: $0) }
            }
            return (try time(earliestNew), try time(earliestKnown))
        }
    }

    /// Forgets what ended before an instant.
    func forget(before: Instant) throws(BridgeFault) {
        try file.reading { () throws(SQLiteError) in
            forget.bind(before.milliseconds)
            try forget.run()
        }
    }

    /// How many tasks are in each phase.
    func counts() throws(BridgeFault) -> [BridgedTask.Phase: Int] {
        let rows = try file.reading { () throws(SQLiteError) in
            try phases.all { (BridgedTask.Phase(rawValue: $0.string(0)) ?? .ended, $0.int(1)) }
        }
        return Dictionary(rows) { $0 + $1 }
    }

    private static func read(_ row: Statement) -> BridgedTask {
        func instant(_ column: Int) -> Instant? { row.optionalInt64(column).map { Instant(milliseconds: $0) } }
        var task = BridgedTask(
            taskID: row.string(0), version: row.int(1), openedAt: Instant(milliseconds: row.int64(4)),
            nextAt: Instant(milliseconds: row.int64(11)))
        task.priority = row.string(5)
        task.shard = row.int(6)
        task.record = row.bytes(7)
        task.cycle = row.int(2)
        task.phase = BridgedTask.Phase(rawValue: row.string(3)) ?? .ended
        task.remoteID = row.optionalString(8)
        task.attemptedAt = instant(9)
        task.firstAttemptAt = instant(10)
        task.tries = row.int(12)
        task.seen = row.string(13)
        task.answer = row.optionalString(14)
        task.refusals = row.int(15)
        return task
    }
}

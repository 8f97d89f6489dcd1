internal import Synchronization

/// What one request has shown of cases and of people. Its handler notes it, and the access log writes it.
final class ReadNotes: Sendable {
    struct Shown: Sendable {
        /// The ids of cases, in the order in which they were shown.
        var cases: [String] = []
        /// The ids of reports whose reporter was shown.
        var reporters: [String] = []
        /// Accounts, which are keyed hashes.
        var accounts: [String] = []
        /// Records as their senders wrote them, as `topic[partition]/offset`.
        var records: [String] = []
        /// A stream was opened: cases follow until it is closed.
        var isStream = false

        var isEmpty: Bool {
            cases.isEmpty && reporters.isEmpty && accounts.isEmpty && records.isEmpty && !isStream
        }
    }

    private let shown = Mutex(Shown())

    /// What was shown so far.
    var all: Shown { shown.withLock { $0 } }

    func note(case id: String) { shown.withLock { $0.cases.append(id) } }
    func note(cases ids: some Sequence<String>) { shown.withLock { $0.cases += ids } }
    func note(reporterOf report: String) { shown.withLock { $0.reporters.append(report) } }
    func note(account: String) { shown.withLock { $0.accounts.append(account) } }
    func note(record: String) { shown.withLock { $0.records.append(record) } }
    func noteStream() { shown.withLock { $0.isStream = true } }
}

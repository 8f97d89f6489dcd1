import CaseStore
import HazardCore

/// A case that a step has loaded or opened.
final class TrackedCase {
    var value: Case
    fileprivate(set) var isChanged = false
    /// The inputs of the search keys that the store has for this case; nil for a new case that is not yet indexed.
    var searchKeyInputs: SearchKeyInputs?
    /// It was opened in this step, so the store has nothing of it.
    let isNew: Bool

    init(_ value: Case, searchKeyInputs: SearchKeyInputs?, isNew: Bool) {
        self.value = value
        self.searchKeyInputs = searchKeyInputs
        self.isNew = isNew
    }
}

/// The cases that one step has loaded or changed, so that later records of a batch see the changes of earlier ones.
///
/// A case that changes several times in a step is written once, at the end.
struct UnitOfWork {
    private var tracked: [String: TrackedCase] = [:]
    private var newReports: [String: KnownReport] = [:]
    /// In the order of their first change.
    private(set) var changed: [TrackedCase] = []
    /// Cases whose retention has ended.
    private(set) var removed: [Case] = []

    func find(_ id: CaseID) -> TrackedCase? { tracked[id.text] }

    func knownReport(_ id: String) -> KnownReport? { newReports[id] }

    /// Adds a stored case.
    mutating func track(_ value: Case) -> TrackedCase {
        let entry = TrackedCase(value, searchKeyInputs: SearchKeyInputs(value), isNew: false)
        tracked[value.id.text] = entry
        return entry
    }

    /// Adds a case that was opened in this step.
    mutating func open(_ value: Case) -> TrackedCase {
        let entry = TrackedCase(value, searchKeyInputs: nil, isNew: true)
        tracked[value.id.text] = entry
        assign(value.reports, to: value.id)
        return entry
    }

    /// Records that these reports belong to that case from now on.
    mutating func assign(_ reports: some Sequence<CaseReport>, to id: CaseID) {
        for report in reports {
            newReports[report.reportID] = KnownReport(caseID: id, contentHash: report.contentHash)
        }
    }

    /// Raises the version of the case and marks it to be written at the end of the step.
    mutating func markChanged(_ entry: TrackedCase) {
        entry.value.version += 1
        guard !entry.isChanged else { return }
        entry.isChanged = true
        changed.append(entry)
    }

    /// Marks the case to be removed from the store and the log.
    mutating func remove(_ entry: TrackedCase) {
        removed.append(entry.value)
        tracked[entry.value.id.text] = nil
    }
}

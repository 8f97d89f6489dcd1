import CaseStore
import HazardCore

/// A case that a step has taken in hand.
final class TrackedCase {
    var value: Case
    fileprivate(set) var isChanged = false
    /// What the store finds it by, as of its last touch; nil for a new case before the first.
    var finding: SearchKeyInputs?

    init(_ value: Case, finding: SearchKeyInputs?) {
        self.value = value
        self.finding = finding
    }
}

/// The cases that one step has looked at or changed, so that later records of a batch see what earlier ones did.
///
/// A case that changes five times in a step is written once, at its end.
struct UnitOfWork {
    private var inHand: [String: TrackedCase] = [:]
    private var newReports: [String: KnownReport] = [:]
    /// In the order of their first change.
    private(set) var changed: [TrackedCase] = []
    /// Cases whose time of keeping is over.
    private(set) var forgotten: [Case] = []

    func find(_ id: CaseID) -> TrackedCase? { inHand[id.text] }

    func knownReport(_ id: String) -> KnownReport? { newReports[id] }

    /// Takes a stored case in hand.
    mutating func take(_ value: Case) -> TrackedCase {
        let entry = TrackedCase(value, finding: SearchKeyInputs(value))
        inHand[value.id.text] = entry
        return entry
    }

    /// Takes a case in hand that was opened in this step.
    mutating func open(_ value: Case) -> TrackedCase {
        let entry = TrackedCase(value, finding: nil)
        inHand[value.id.text] = entry
        remember(value.reports, of: value.id)
        return entry
    }

    /// These reports belong to that case from now on.
    mutating func remember(_ reports: some Sequence<CaseReport>, of id: CaseID) {
        for report in reports {
            newReports[report.reportID] = KnownReport(caseID: id, contentHash: report.contentHash)
        }
    }

    /// The case was changed and is to be written.
    mutating func touch(_ entry: TrackedCase) {
        entry.value.version += 1
        guard !entry.isChanged else { return }
        entry.isChanged = true
        changed.append(entry)
    }

    /// The case is to be removed everywhere.
    mutating func forget(_ entry: TrackedCase) {
        forgotten.append(entry.value)
        inHand[entry.value.id.text] = nil
    }
}

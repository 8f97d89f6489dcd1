/// Why a report that no case came of was not taken, where its reporter can do something about it.
package enum UnusableReport: String, CaseIterable, Sendable {
    case outOfArea = "out-of-area"
    case stale
}

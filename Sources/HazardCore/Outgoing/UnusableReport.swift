/// Why a report opened no case, for the reasons that its reporter can do something about.
package enum UnusableReport: String, CaseIterable, Sendable {
    case outOfArea = "out-of-area"
    case stale
}

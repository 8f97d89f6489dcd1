internal import HazardCore

/// Whether an id that a case remembers was given to another message: a retry has no effect, another message under an old
/// id would have none either, and its sender must not believe that it had.
///
/// A history does not hold whole messages; what it shows of them is compared.
enum MessageMemory {
    /// Whether the feedback says something else than what this entry remembers under its id.
    static func isOther(_ event: CaseEvent, than feedback: Feedback) -> Bool {
        guard said(event) == feedback.kind.rawValue else { return true }
        guard !event.isOnlyNoted else { return false }
        if differs(event.reason, feedback.reason) { return true }
        if let note = feedback.note, event.note?.hasSuffix(note) != true { return true }
        if let first = feedback.text ?? feedback.score.map({ "score \($0)" }), event.note?.hasPrefix(first) != true {
            return feedback.actor.role != .department
        }
        return false
    }

    /// Whether the command asks for something else than what this entry remembers under its id.
    static func isOther(_ event: CaseEvent, than command: Command) -> Bool {
        guard said(event) == command.kind.rawValue else { return true }
        return !event.isOnlyNoted && differs(event.reason, command.reason)
    }

    /// The kind of the message: that of a refused one stands before its sentence.
    private static func said(_ event: CaseEvent) -> String? {
        guard event.kind == "refused" else { return event.kind }
        return event.note?.split(separator: ":", maxSplits: 1).first.map(String.init)
    }

    private static func differs(_ one: String?, _ other: String?) -> Bool {
        guard let one, let other else { return false }
        return one != other
    }
}

extension CaseEvent {
    /// Its reason and note are ours, not the sender's.
    fileprivate var isOnlyNoted: Bool { kind == "refused" || reason == "older-seq" }
}

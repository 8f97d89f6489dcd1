package import HazardCore
internal import HazardText

/// Kinds by their names, as tests read best.
extension EventKind: ExpressibleByStringLiteral {
    package init(stringLiteral word: String) { self = EventKind(word) ?? .opened }
}

extension LinkKind: ExpressibleByStringLiteral {
    package init(stringLiteral word: String) { self.init(word) }
}

/// The English that messages carry, for tests of what is said.
extension CaseEvent {
    package var reasonText: String? { CaseWords.onTheWire.reason(self) }
    package var noteText: String? { CaseWords.onTheWire.note(self) }
}

extension CaseRefusal {
    package var sentence: String { CaseWords.onTheWire.refusal(reason) }
}

extension Sequence<Evidence> {
    package var texts: [String] { map(CaseWords.onTheWire.evidence) }
}

extension TaskEvent {
    package var reasonText: String? { change.map(CaseWords.onTheWire.change) }
}

extension MatchReason {
    package var text: String { CaseWords.onTheWire.match(self) }
}

/// Some reason to match, where a test looks at what follows from it.
extension MatchReason: ExpressibleByStringLiteral {
    package init(stringLiteral _: String) { self.init(.distance(metres: 27)) }
}

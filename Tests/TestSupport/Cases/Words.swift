package import HazardCore
internal import HazardText

/// Kinds written as their names in tests.
extension EventKind: ExpressibleByStringLiteral {
    package init(stringLiteral word: String) { self = EventKind(word) ?? .opened }
}

extension LinkKind: ExpressibleByStringLiteral {
    package init(stringLiteral word: String) { self.init(word) }
}

/// The English texts that messages carry, for tests of texts.
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

/// Any reason for a match, for tests that do not depend on it.
extension MatchReason: ExpressibleByStringLiteral {
    package init(stringLiteral _: String) { self.init(.distance(metres: 27)) }
}

/// The effect of a word on the phrases near it (`Doubts`).
enum Guard: UInt8, CaseIterable, Sendable {
    case none, negation, nobody, supposed, expected, prevented, hypothetical, experienced
    case done, hearsay, joke, past, question
    case polite, again, present, turn

    /// The number of words that it applies to after it, in the same clause; nil when it applies otherwise.
    func reach(ofLength length: Int32) -> Int32? {
        switch self {
        case .negation: length > 1 ? 3 : 0
        case .nobody: 0
        case .expected: 3
        // A clause, for those who write without commas.
        case .supposed, .prevented: 12
        default: nil
        }
    }

    /// The doubt that it puts on an event.
    var doubt: TextDoubt? {
        switch self {
        case .hearsay: .hearsay
        case .joke: .joke
        case .past: .past
        case .question: .question
        default: nil
        }
    }
}

/// The percentage of its weight that a phrase retains beside a guard, by guard.
struct GuardEffects: Sendable {
    private var hazards = [Int32](repeating: 100, count: Guard.allCases.count)
    private var events = [Int32](repeating: 100, count: Guard.allCases.count)

    init(_ doubts: Doubts) {
        for (kind, doubt) in doubts.effects {
            hazards[Int(kind.rawValue)] = Int32(doubt.hazards)
            events[Int(kind.rawValue)] = Int32(doubt.events)
        }
    }

    func percent(_ kind: Guard, isEvent: Bool) -> Int32 {
        isEvent ? events[Int(kind.rawValue)] : hazards[Int(kind.rawValue)]
    }
}

extension Doubts {
    fileprivate var effects: [(Guard, Doubt)] {
        [
            (.negation, negation), (.nobody, nobody), (.supposed, supposed), (.expected, expected),
            (.prevented, prevented),
            (.hypothetical, hypothetical), (.experienced, experienced), (.done, done), (.hearsay, hearsay),
            (.joke, joke), (.past, past), (.question, question),
        ]
    }

    /// The words of every guard. A word in two lists has the effect of the later one.
    var guards: [(Guard, [String])] {
        effects.map { ($0, $1.words) } + [
            (.polite, polite), (.again, again), (.present, present), (.turn, turn), (.none, neutral),
        ]
    }
}

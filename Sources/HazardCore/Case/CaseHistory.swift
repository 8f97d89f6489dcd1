/// The memory of a case: what was said and done, and by which message.
extension Case {
    /// Above this many bytes of history a case takes only what a supervisor says (a case record holds 512 KB at most).
    package static let historyBytes = 384 * 1024

    /// The entry that a message with this sender and id left, with its effect or its refusal; nil when there is none.
    package func memory(of cause: Cause) -> CaseEvent? {
        // By position: a closure would copy every entry on the way.
        for index in history.indices {
            if let known = history[index].cause, known.names(sameAs: cause) { return history[index] }
        }
        return nil
    }

    /// Whether a message with this sender and id had its effect, or its refusal, already.
    package func remembers(_ cause: Cause) -> Bool { memory(of: cause) != nil }

    /// Adds an entry; `from` is the state before it, left out when the state did not change.
    package mutating func record(
        _ kind: EventKind, from: CaseState? = nil, by actor: Actor, at now: Instant, for cause: Cause? = nil,
        _ detail: EventDetail? = nil, words: SaidWords = SaidWords()
    ) {
        var event = CaseEvent(
            sequence: history.count + 1, at: now, kind: kind, from: from ?? state, to: state, actor: actor)
        event.cause = cause
        event.detail = detail
        event.reason = words.reason
        event.note = words.note
        history.append(event)
    }

    /// Whether the history has grown so long that the case record nears its size limit.
    package var historyIsFull: Bool {
        var bytes = 0
        for event in history { bytes += event.recordBytes }
        return bytes > Case.historyBytes
    }
}

/// What a sender wrote: a reason and a note, contact data masked.
package struct SaidWords: Hashable, Sendable {
    package var reason: String?
    package var note: String?

    package init(reason: String? = nil, note: String? = nil) {
        self.reason = reason
        self.note = note
    }
}

extension CaseEvent {
    /// About how many bytes it takes in the case record: names and times, and every text by what a sender can make of it.
    fileprivate var recordBytes: Int {
        var bytes = 260 + (detail?.recordBytes ?? 0)
        // Beside a detail the sender's words may stand twice: in the note and in the detail.
        if detail != nil { bytes += note?.utf8.count ?? 0 }
        for text in [note, reason, actor.ref, cause?.sender, cause?.id] {
            for byte in text?.utf8 ?? "".utf8 { bytes += CaseEvent.escapedBytes(byte) }
        }
        return bytes
    }

    /// A control character is written as `\u0001`, a quotation mark or backslash with one before it.
    private static func escapedBytes(_ byte: UInt8) -> Int {
        switch byte {
        case 0..<0x20, 0x7F: 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): 2
        default: 1
        }
    }
}

extension EventDetail {
    /// About how many bytes it takes in the case record, with the sentence that is written beside it.
    fileprivate var recordBytes: Int {
        switch self {
        case .refused: 600
        case .tookOver, .joined, .linked: 400
        case .dispatched(let roles): 120 + roles.count * 100
        case .waived(let departments): 80 + departments.count * 70
        case .splitOff(let reports), .revealed(let reports): 80 + reports.count * 140
        case .written(let reason, let note): (reason?.utf8.count ?? 0) * 2 + (note?.utf8.count ?? 0) * 2
        default: 240
        }
    }
}

/// The memory of a case: what was said and done, and by which message.
extension Case {
    /// Above this many bytes of history a case takes only what a supervisor says (a case record holds 512 KB at most).
    package static let historyBytes = 384 * 1024

    /// A message with this cause had its effect, or its refusal, already.
    package func remembers(_ cause: Cause) -> Bool {
        history.contains { $0.cause == cause }
    }

    /// Adds an entry; `from` is the state before it, left out when the state did not change.
    package mutating func record(
        _ kind: String, from: CaseState? = nil, by actor: Actor, at now: Instant, for cause: Cause? = nil,
        reason: String? = nil, note: String? = nil
    ) {
        var event = CaseEvent(
            sequence: history.count + 1, at: now, kind: kind, from: from ?? state, to: state, actor: actor)
        event.cause = cause
        event.reason = reason
        event.note = note
        history.append(event)
    }

    /// Whether the history has grown so long that the case record nears its size limit.
    package var historyIsFull: Bool {
        var bytes = 0
        for event in history { bytes += event.recordBytes }
        return bytes > Case.historyBytes
    }
}

extension CaseEvent {
    /// About how many bytes it takes in the case record: names and times, and every text by what a sender can make of it.
    fileprivate var recordBytes: Int {
        var bytes = 260
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

/// The history of a case: recording entries and recognising repeated messages.
extension Case {
    /// The history size, in bytes, above which a case accepts supervisors' messages only. A case record is at most 512
    /// KB.
    package static let historyBytes = 384 * 1024

    /// The entry of the message with this sender and id, whether it was applied or refused; nil when there is none.
    package func memory(of cause: Cause) -> CaseEvent? {
        // A loop over positions avoids copying every entry, which a closure would do.
        for index in history.indices {
            if let known = history[index].cause, known.names(sameAs: cause) { return history[index] }
        }
        return nil
    }

    /// Whether a message with this sender and id was already applied or refused.
    package func remembers(_ cause: Cause) -> Bool { memory(of: cause) != nil }

    /// Adds an entry. `before` is the state before the move; it is stored only when the state changed.
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

    /// Whether the history is so long that the case record approaches its size limit.
    package var historyIsFull: Bool {
        var bytes = 0
        for event in history { bytes += event.recordBytes }
        return bytes > Case.historyBytes
    }
}

/// The reason and the note that a sender wrote, with contact data masked.
package struct SaidWords: Hashable, Sendable {
    package var reason: String?
    package var note: String?

    package init(reason: String? = nil, note: String? = nil) {
        self.reason = reason
        self.note = note
    }
}

extension CaseEvent {
    /// An estimate of the entry's size in the case record, in bytes: names, times, and each text in its escaped form.
    fileprivate var recordBytes: Int {
        var bytes = 260 + (detail?.recordBytes ?? 0)
        for photo in media { bytes += 140 + photo.ref.utf8.count * 2 + (photo.mime?.utf8.count ?? 0) }
        // With a detail, the sender's words can be written twice: in the note and in the detail.
        if detail != nil { bytes += note?.utf8.count ?? 0 }
        for text in [note, reason, actor.ref, cause?.sender, cause?.id] {
            for byte in text?.utf8 ?? "".utf8 { bytes += CaseEvent.escapedBytes(byte) }
        }
        return bytes
    }

    /// The bytes of one byte in JSON: a control character is written as `\u0001`, a quotation mark or backslash gets a
    /// backslash before it.
    private static func escapedBytes(_ byte: UInt8) -> Int {
        switch byte {
        case 0..<0x20, 0x7F: 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): 2
        default: 1
        }
    }
}

extension EventDetail {
    /// An estimate of the detail's size in the case record, in bytes, with the sentence that is written beside it.
    fileprivate var recordBytes: Int {
        switch self {
        case .refused: 600
        case .tookOver, .joined, .linked: 400
        case .dispatched(let roles): 120 + roles.count * 100
        case .waived(let departments): 80 + departments.count * 70
        case .splitOff(let reports), .revealed(let reports), .erased(let reports): 80 + reports.count * 140
        case .written(let reason, let note): (reason?.utf8.count ?? 0) * 2 + (note?.utf8.count ?? 0) * 2
        default: 240
        }
    }
}

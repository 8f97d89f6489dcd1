/// One entry of a case's append-only history: an input that had an effect or was refused.
package struct CaseEvent: Hashable, Sendable {
    /// The number of the entry in the case: 1, 2, 3 …
    package var sequence: Int
    package var at: Instant
    package var kind: EventKind
    package var from: CaseState?
    package var to: CaseState
    package var actor: Actor
    /// The message behind the entry. A case recognises a repeated message by it.
    package var cause: Cause?
    /// What happened, as a value; nil when the kind is enough.
    package var detail: EventDetail?
    /// The sender's reason, with contact data masked.
    package var reason: String?
    /// The sender's note, with contact data masked.
    package var note: String?
    /// The photos that the sender sent with the message.
    package var media: [Media] = []

    package init(sequence: Int, at: Instant, kind: EventKind, from: CaseState?, to: CaseState, actor: Actor) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.from = from
        self.to = to
        self.actor = actor
    }

    /// `<case>/<sequence>`; it never changes.
    package func id(in caseID: CaseID) -> String { caseID.text + "/" + String(sequence) }

    /// The text that the sender wrote; for an entry written before details existed, the stored note.
    package var words: String? {
        if case .written(_, let note) = detail { return note }
        return note
    }

    /// Whether the entry is about a reward, or about a refused command on a reward. Such an entry can contain a ledger
    /// entry id.
    package var isAboutReward: Bool {
        switch (kind, detail) {
        case (.move(.command(let kind)), _): CommandKind.aboutRewards.contains(kind)
        case (.refused, .refused(.command(let kind), _)): CommandKind.aboutRewards.contains(kind)
        // An entry written before details existed does not say what was refused, so it may be about a reward.
        case (.refused, .written): true
        default: false
        }
    }
}

/// The kinds of entries of a history.
package enum EventKind: Hashable, Sendable {
    /// The case was opened by a report. A case that was split off begins with `move(.command(.split))` instead.
    case opened
    /// A message was refused.
    case refused
    /// The case took over the reports of another case.
    case merged
    /// The case was linked with another one, not by a command to this case.
    case linked
    /// A move of a department, a verifier, a reporter, an operator or the system itself.
    case move(MoveKind)

    /// The name of the kind in messages and tables.
    package var word: String {
        switch self {
        case .opened: "opened"
        case .refused: "refused"
        case .merged: "merged"
        case .linked: "linked"
        case .move(let kind): kind.word
        }
    }

    /// The kind with this name; nil when there is none.
    package init?(_ word: String) {
        guard let known = EventKind.byWord[word] else { return nil }
        self = known
    }

    /// Every kind.
    package static let all: [EventKind] = [.opened, .refused, .merged, .linked] + MoveKind.all.map(EventKind.move)

    private static let byWord = Dictionary(uniqueKeysWithValues: all.map { ($0.word, $0) })
}

/// Who made a move.
package struct Actor: Hashable, Sendable {
    package var role: ActorRole
    package var ref: String?

    package init(_ role: ActorRole, _ ref: String? = nil) {
        self.role = role
        self.ref = ref
    }
}

/// The roles of `DOMAIN.md` §5; `system` is one shard acting on another.
package enum ActorRole: String, CaseIterable, Sendable {
    case ingest, classifier, dispatcher, department, verifier, reporter, `operator`, supervisor, timer, system
}

/// Identifies a message: its sender, the sender's id for it, and the keyed hash of its content.
package struct Cause: Hashable, Sendable {
    package var sender: String
    package var id: String
    /// `hmac:<key id>:<hex>` over the message without its time. Nil for reports (they have `CaseReport.contentHash`),
    /// for messages between shards, and in entries written before these hashes existed.
    package var hash: String?

    package init(sender: String, id: String, hash: String? = nil) {
        self.sender = sender
        self.id = id
        self.hash = hash
    }

    /// True when the sender and the id are the same; the content may differ.
    package func names(sameAs other: Cause) -> Bool { id == other.id && sender == other.sender }
}

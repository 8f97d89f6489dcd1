/// An entry of a case's append-only history: every input that had an effect or was refused.
package struct CaseEvent: Hashable, Sendable {
    /// 1, 2, 3 … in the case.
    package var sequence: Int
    package var at: Instant
    package var kind: EventKind
    package var from: CaseState?
    package var to: CaseState
    package var actor: Actor
    /// The message behind the entry; a case recognises a repeated message by it.
    package var cause: Cause?
    /// What happened, as a value; nil when the kind says it all.
    package var detail: EventDetail?
    /// The sender's own reason, contact data masked.
    package var reason: String?
    /// The sender's own words, contact data masked.
    package var note: String?

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

    /// What its sender wrote; of an entry written before details existed the note as it stands.
    package var words: String? {
        if case .written(_, let note) = detail { return note }
        return note
    }

    /// True when the entry is about a reward, or about a refused command on one: it may name an entry of the ledger.
    package var isAboutReward: Bool {
        switch (kind, detail) {
        case (.move(.command(let kind)), _): CommandKind.aboutRewards.contains(kind)
        case (.refused, .refused(.command(let kind), _)): CommandKind.aboutRewards.contains(kind)
        // An entry written before details existed: nobody knows what was refused, so it may be about a reward.
        case (.refused, .written): true
        default: false
        }
    }
}

/// What kind of entry a history holds.
package enum EventKind: Hashable, Sendable {
    /// The case was opened by a report, or split off another case it began with `split`.
    case opened
    /// A message was refused.
    case refused
    /// The reports of another case were taken over.
    case merged
    /// The case was linked with another one, without a command to this case.
    case linked
    /// Something that a department, an operator or the system itself did.
    case move(MoveKind)

    /// Its name in messages and tables.
    package var word: String {
        switch self {
        case .opened: "opened"
        case .refused: "refused"
        case .merged: "merged"
        case .linked: "linked"
        case .move(let kind): kind.word
        }
    }

    /// The kind with that name; nil when there is none.
    package init?(_ word: String) {
        guard let known = EventKind.byWord[word] else { return nil }
        self = known
    }

    /// Every kind there is.
    package static let all: [EventKind] = [.opened, .refused, .merged, .linked] + MoveKind.all.map(EventKind.move)

    private static let byWord = Dictionary(uniqueKeysWithValues: all.map { ($0.word, $0) })
}

/// Who did it.
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

/// A message by its sender, the sender's id for it, and the keyed hash of what it says.
package struct Cause: Hashable, Sendable {
    package var sender: String
    package var id: String
    /// `hmac:<key id>:<hex>` over the message without its time; nil for reports, which keep a hash of their own, for messages
    /// between shards, and in entries written before hashes were kept.
    package var hash: String?

    package init(sender: String, id: String, hash: String? = nil) {
        self.sender = sender
        self.id = id
        self.hash = hash
    }

    /// True for the same message by sender and id, whatever it says.
    package func names(sameAs other: Cause) -> Bool { id == other.id && sender == other.sender }
}

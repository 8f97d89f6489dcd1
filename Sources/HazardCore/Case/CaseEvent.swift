/// An entry of a case's append-only history: every input that had an effect or was refused.
package struct CaseEvent: Hashable, Sendable {
    /// 1, 2, 3 … in the case.
    package var sequence: Int
    package var at: Instant
    package var kind: String
    package var from: CaseState?
    package var to: CaseState
    package var actor: Actor
    /// The message behind it; the memory that makes a repeat harmless.
    package var cause: Cause?
    /// A short code or the sender's reason.
    package var reason: String?
    package var note: String?

    package init(sequence: Int, at: Instant, kind: String, from: CaseState?, to: CaseState, actor: Actor) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.from = from
        self.to = to
        self.actor = actor
    }

    /// `<case>/<sequence>`, the same for ever.
    package func id(in caseID: CaseID) -> String { caseID.text + "/" + String(sequence) }

    /// It is about a reward, or about one that was refused: what it says may name an entry of the ledger.
    package var isAboutReward: Bool {
        CommandKind.aboutRewards.contains { word in
            kind == word.rawValue || kind == "refused" && note?.hasPrefix(word.rawValue + ": ") == true
        }
    }
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

/// The roles of `DOMAIN.md` §5; `system` is one shard speaking to another.
package enum ActorRole: String, CaseIterable, Sendable {
    case ingest, classifier, dispatcher, department, verifier, reporter, `operator`, supervisor, timer, system
}

/// A message by its sender and the sender's id for it.
package struct Cause: Hashable, Sendable {
    package var sender: String
    package var id: String

    package init(sender: String, id: String) {
        self.sender = sender
        self.id = id
    }
}

package import HazardCore

/// The order of a list of cases.
package enum CaseOrder: String, CaseIterable, Sendable {
    /// `CaseUrgency`: what needs somebody first.
    case urgency
    /// The newest first.
    case opened
    /// By the text of the id.
    case id
    /// By the next deadline, the earliest first; cases without one last.
    case nextDue = "next_due"
    /// Open cases by priority, in each priority by the next deadline; then ended cases in the same way.
    case priority
}

/// A place in a list of cases over several shards. A page begins after it.
package struct CasePosition: Hashable, Comparable, Sendable {
    package let order: CaseOrder
    /// The rank of the urgency or of the priority; 0 in other orders.
    let rank: Int
    /// What orders cases of one rank; 0 when ids alone do.
    let value: Int64
    package let id: CaseID

    init(_ order: CaseOrder, rank: Int = 0, value: Int64 = 0, id: CaseID) {
        self.order = order
        self.rank = rank
        self.value = value
        self.id = id
    }

    /// The place of the first case behind `id` in the order of ids.
    package static func id(_ id: CaseID) -> CasePosition { CasePosition(.id, id: id) }

    /// Reads a cursor; nil when the text is none.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let id = parts.last.flatMap({ CaseID(String($0)) }) else { return nil }
        switch (parts.count, parts[0]) {
        case (1, _): self.init(.id, id: id)
        case (4, "u"):
            guard let rank = Int(parts[1]), CaseUrgency.Rank(rawValue: rank) != nil, let value = Int64(parts[2]) else {
                return nil
            }
            self.init(.urgency, rank: rank, value: value, id: id)
        case (4, "p"):
            guard let rank = Int(parts[1]), let value = Int64(parts[2]) else { return nil }
            self.init(.priority, rank: rank, value: value, id: id)
        case (3, "o"), (3, "n"):
            guard let value = Int64(parts[1]) else { return nil }
            self.init(parts[0] == "o" ? .opened : .nextDue, value: value, id: id)
        default: return nil
        }
    }

    /// The cursor as text. Its form is not part of the contract.
    package var text: String {
        switch order {
        case .urgency: "u.\(rank).\(value).\(id.text)"
        case .opened: "o.\(value).\(id.text)"
        case .nextDue: "n.\(value).\(id.text)"
        case .priority: "p.\(rank).\(value).\(id.text)"
        case .id: id.text
        }
    }

    package static func < (one: CasePosition, other: CasePosition) -> Bool {
        switch one.order {
        case .id: one.id.text < other.id.text
        case .opened: (one.value, one.key, one.id.shard) > (other.value, other.key, other.id.shard)
        case .urgency, .nextDue, .priority:
            (one.rank, one.value, one.key, one.id.shard) < (other.rank, other.value, other.key, other.id.shard)
        }
    }

    private var key: Int64 { CaseKey.key(of: id) ?? .max }

    /// The bound for a shard's row ids among cases of the same rank and value, excluded itself.
    func key(in shard: Int) -> Int64 {
        switch order {
        // Ascending: a higher shard comes after the same number of a lower one.
        case .urgency, .nextDue, .priority: shard > id.shard ? key - 1 : key
        case .id: CaseKey.bound(after: id, shard: shard)
        case .opened: shard < id.shard ? key + 1 : key
        }
    }
}

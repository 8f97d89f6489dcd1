package import HazardCore

/// A 64-bit digest of the columns of rows, so that a file and a case can be compared without both in memory.
///
/// It is FNV-1a with the length of each value. It finds mistakes; it is no protection against an attacker.
package struct RowDigest: Hashable, Sendable {
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    /// The digest of texts in their order.
    package static func of(_ texts: String...) -> UInt64 {
        var digest = RowDigest()
        for text in texts { digest.add(text) }
        return digest.value
    }

    /// The digest of bytes.
    package static func of(bytes: [UInt8]?) -> UInt64 {
        var digest = RowDigest()
        if let bytes { digest.add(bytes: bytes) }
        return digest.value
    }

    /// Adds the digest of another row, in whatever order rows come.
    package mutating func addUnordered(_ row: RowDigest) { value &+= row.value &* 0x9E37_79B9_7F4A_7C15 }

    package mutating func add(_ text: String?) {
        guard let text else { return mix(0xFF) }
        add(bytes: text.utf8)
    }

    package mutating func add(_ number: Int64?) {
        guard let number else { return mix(0xFE) }
        mix(0xFD)
        mix(UInt64(bitPattern: number))
    }

    private mutating func add(bytes: some Collection<UInt8>) {
        mix(UInt64(bytes.count))
        for byte in bytes { mix(UInt64(byte)) }
    }

    private mutating func mix(_ word: UInt64) { value = (value ^ word) &* 0x100_0000_01b3 }
}

/// The digests of everything that a shard's file has of one case beside its body.
package struct CaseDigest: Hashable, Sendable {
    /// The row of the table `cases`, without `wake_at`, which a lane may change alone.
    package var row = RowDigest()
    package var tasks = RowDigest()
    package var reports = RowDigest()

    init() {}

    /// The digests that a file with this case has.
    package init(_ value: Case) {
        row.add(value.state.rawValue)
        row.add(value.programme)
        row.add(value.category.code)
        row.add(value.condition)
        row.add(value.priority.rawValue)
        row.add(value.location?.district)
        row.add(value.openedAt.milliseconds)
        row.add(value.dueAt?.milliseconds)
        row.add(value.resolvedAt?.milliseconds)
        row.add(value.closedAt?.milliseconds)
        row.add(value.closeCode?.rawValue)
        row.add(Int64(value.version))
        row.add(value.flags.overdue ? 1 : 0)
        row.add(Int64(value.history.last?.sequence ?? 0))
        row.add(value.nextDueAt?.milliseconds)
        for task in value.tasks {
            var digest = RowDigest()
            digest.add(task.department)
            digest.add(task.role.rawValue)
            digest.add(task.state.rawValue)
            digest.add(Int64(task.version))
            digest.add(task.dueAt?.milliseconds)
            tasks.addUnordered(digest)
        }
        for report in value.reports {
            var digest = RowDigest()
            digest.add(report.reportID)
            digest.add(report.role.rawValue)
            digest.add(report.contentHash)
            digest.add(report.receivedAt.milliseconds)
            digest.add(report.mergeTime.milliseconds)
            reports.addUnordered(digest)
        }
    }
}

/// The number of a case, such as `20261122-03-000123`: local date of opening, shard, number within that shard and day.
package struct CaseID: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package let shard: Int
    package let number: Int

    package init(date: CivilDate, shard: Int, number: Int) {
        text = CaseID.dayPrefix(date: date, shard: shard) + CaseID.padded(number, to: 6)
        self.shard = shard
        self.number = number
    }

    /// Reads `yyyymmdd-ss-nnnnnn`; nil for anything else, unpadded numbers included.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard
            parts.count == 3, parts[0].utf8.count == 8, parts[1].utf8.count >= 2, parts[2].utf8.count >= 6,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0].prefix(4)), let month = Int(parts[0].dropFirst(4).prefix(2)),
            let day = Int(parts[0].suffix(2)), let date = CivilDate(year: year, month: month, day: day),
            let shard = Int(parts[1]), let number = Int(parts[2]), number > 0
        else { return nil }
        self.init(date: date, shard: shard, number: number)
        guard self.text == text else { return nil }
    }

    /// The prefix of all ids of that day and shard, such as `20261122-03-`.
    package static func dayPrefix(date: CivilDate, shard: Int) -> String {
        padded(date.year, to: 4) + padded(date.month, to: 2) + padded(date.day, to: 2) + "-" + padded(shard, to: 2)
            + "-"
    }

    package var description: String { text }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

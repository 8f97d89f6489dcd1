/// The number of a case, such as `20261122-03-000123`: local date of opening, shard, number within that shard and day.
package struct CaseID: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package let shard: Int
    package let number: Int

    package init(date: CivilDate, shard: Int, number: Int) {
        // 26 bytes hold the widest numbers that occur; `String` grows for others.
        var text = ""
        text.reserveCapacity(26)
        CaseID.writePrefix(date, shard, to: &text)
        CaseID.pad(number, to: 6, &text)
        self.text = text
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
        var text = ""
        writePrefix(date, shard, to: &text)
        return text
    }

    private static func writePrefix(_ date: CivilDate, _ shard: Int, to text: inout String) {
        pad(date.year, to: 4, &text)
        pad(date.month, to: 2, &text)
        pad(date.day, to: 2, &text)
        text.append("-")
        pad(shard, to: 2, &text)
        text.append("-")
    }

    package var description: String { text }

    private static func pad(_ number: Int, to width: Int, _ text: inout String) {
        let digits = String(number)
        for _ in 0..<max(0, width - digits.utf8.count) { text.append("0") }
        text.append(digits)
    }
}

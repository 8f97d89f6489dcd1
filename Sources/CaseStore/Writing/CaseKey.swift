internal import HazardCore

/// The row id of a case in its shard: the day as `yyyymmdd` times 10,000,000,000, plus the case number.
enum CaseKey {
    private static let numbersPerDay: Int64 = 10_000_000_000

    /// Nil when the number is too large for a day.
    static func key(of id: CaseID) -> Int64? {
        guard id.number < numbersPerDay else { return nil }
        var day: Int64 = 0
        for digit in id.text.utf8.prefix(8) { day = day * 10 + Int64(digit) - 48 }
        return day * numbersPerDay + Int64(id.number)
    }

    /// The key that a shard's cases behind `id` are above, in the order of ids: by day, shard and number.
    ///
    /// Nil stands before every id.
    static func bound(after id: CaseID?, shard: Int) -> Int64 {
        guard let id, let key = key(of: id) else { return id == nil ? .min : .max }
        let day = key / numbersPerDay * numbersPerDay
        return shard == id.shard ? key : shard < id.shard ? day + numbersPerDay - 1 : day
    }

    /// Every key of one day.
    static func keys(on date: CivilDate) -> ClosedRange<Int64> {
        let day = (Int64(date.year) * 100 + Int64(date.month)) * 100 + Int64(date.day)
        return day * numbersPerDay...day * numbersPerDay + numbersPerDay - 1
    }

    /// The case id of a row id; nil when the row id is not valid.
    static func id(of key: Int64, shard: Int) -> CaseID? {
        let day = Int(key / numbersPerDay)
        return CivilDate(year: day / 10_000, month: day / 100 % 100, day: day % 100).map {
            CaseID(date: $0, shard: shard, number: number(of: key))
        }
    }

    static func number(of key: Int64) -> Int { Int(key % numbersPerDay) }
}

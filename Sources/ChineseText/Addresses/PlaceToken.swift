/// A run of digits and small Latin letters, with the dashes and points that join them.
struct PlaceToken {
    let range: Range<Int>
    private let scalars: ArraySlice<UInt32>
    let digitCount: Int

    /// The token at `start`, where a digit or a Latin letter must stand.
    init(_ text: [UInt32], at start: Int) {
        var end = start
        while end < text.count {
            let scalar = text[end]
            let isJoint = scalar == PlaceScript.dash || scalar == PlaceScript.point
            guard PlaceScript.isCode(scalar) || (isJoint && end + 1 < text.count && PlaceScript.isCode(text[end + 1]))
            else { break }
            end += 1
        }
        range = start..<end
        scalars = text[start..<end]
        digitCount = scalars.count(where: PlaceScript.isDigit)
    }

    /// The token as written.
    var text: String { PlaceScript.text(scalars) }

    /// Whether it consists of digits, possibly joined by dashes.
    var isNumeric: Bool { digitCount > 0 && scalars.allSatisfy { PlaceScript.isDigit($0) || $0 == PlaceScript.dash } }

    /// Whether it consists of digits only.
    var isInteger: Bool { digitCount == scalars.count }

    /// Whether it can be the name of a building: one or two letters, a number, or both.
    var isShortName: Bool {
        let letters = scalars.count(where: PlaceScript.isLatin)
        return letters <= 2 && digitCount <= 4 && letters + digitCount == scalars.count
    }

    /// The token without leading zeros.
    var plain: String { Self.withoutZeros(scalars) }

    /// The houses that it names: `12`, `19-21` (both and all between) or `181-1` (one behind 181).
    var houses: [String] {
        let parts = scalars.split(separator: PlaceScript.dash).map(Self.withoutZeros)
        guard parts.count == 2, let first = Int(parts[0]), let last = Int(parts[1]) else { return [plain] }
        guard last > first, last - first <= 50 else { return ["\(first)-\(last)"] }
        return (first...last).map(String.init)
    }

    /// Building, unit and room of `3-2-501`; nil for other forms.
    var rooms: (building: String, unit: String, room: String)? {
        let parts = scalars.split(separator: PlaceScript.dash)
        guard isNumeric, parts.count == 3, (1...3).contains(parts[0].count), (1...2).contains(parts[1].count),
            (3...4).contains(parts[2].count)
        else { return nil }
        return (Self.withoutZeros(parts[0]), Self.withoutZeros(parts[1]), Self.withoutZeros(parts[2]))
    }

    private static func withoutZeros(_ scalars: ArraySlice<UInt32>) -> String {
        let rest = scalars.drop { $0 == 0x30 }
        return PlaceScript.text(rest.first.map(PlaceScript.isDigit) == true ? rest : scalars)
    }
}

/// Finds telephone numbers that are not mobile numbers of the mainland: mobiles of Hong Kong, Macau and Taiwan, and
/// landlines with their area code.
struct ForeignNumbers {
    /// Digits that touch each other, in whatever script.
    private struct Part {
        var digits: [UInt8] = []
        var places: [Int] = []
        var joint: ContactScan.Joint
    }

    private static let longest = 16

    private var parts: [Part] = []

    /// Hides the numbers; their country or area code stays.
    static func hide(in scan: inout ContactScan, landlines: Bool) {
        guard scan.digitCount >= 10 else { return }
        var numbers = ForeignNumbers()
        for group in scan.groups { numbers.add(group, in: scan) }
        var index = 0
        while index < numbers.parts.count { index = numbers.hideNumber(at: index, landlines, in: &scan) }
    }

    private mutating func add(_ group: ContactScan.Group, in scan: ContactScan) {
        let isTouching = parts.last?.places.last.map { $0 + 1 == group.places.lowerBound } ?? false
        if !isTouching { parts.append(Part(joint: group.joint)) }
        for place in group.places {
            parts[parts.count - 1].digits.append(scan.marks[place].value)
            parts[parts.count - 1].places.append(place)
        }
    }

    /// Hides the number that begins with this part. Returns the index of the next part to examine.
    private func hideNumber(at first: Int, _ landlines: Bool, in scan: inout ContactScan) -> Int {
        var digits: [UInt8] = []
        var places: [Int] = []
        var found: (shown: Int, end: Int, places: [Int])?
        var index = first
        let isDialled = isPlus(before: parts[first].places[0], in: scan)
        while index < parts.count, digits.count + parts[index].digits.count <= Self.longest,
            index == first || isSame(index, as: first + 1)
        {
            // A part of one or two digits behind the code is a house or a list, if it is not Beijing's 10 behind 86.
            let hasCountry = index == first + 1 && parts[first].digits.suffix(2).elementsEqual([8, 6])
            if index > first, parts[index].digits.count < (hasCountry ? 2 : 3) { break }
            digits += parts[index].digits
            places += parts[index].places
            index += 1
            let code = parts[first].digits.count
            if let shown = Self.shown(digits, code: code, isDialled: isDialled, landlines: landlines) {
                found = (shown, index, places)
            }
        }
        guard let found else { return first + 1 }
        let range = found.places[0]..<(found.places.last ?? 0) + 1
        if found.end > first + 1 || !NumberLabel(scan).isThing(range) { scan.hide(found.places[found.shown...]) }
        return found.end
    }

    /// Whether a part is joined as the number's first joint is.
    private func isSame(_ index: Int, as second: Int) -> Bool {
        guard parts[index].joint != .separate else { return false }
        return parts[index].joint == parts[second].joint || parts[second].joint == .gap
    }

    private func isPlus(before place: Int, in scan: ContactScan) -> Bool {
        place > 0 && (scan.scalars[place - 1] == "+" || scan.scalars[place - 1] == "＋")
    }

    /// How many digits of a number stay; nil when the digits are no such number. `code` digits stand before the first
    /// separator.
    private static func shown(_ digits: [UInt8], code: Int, isDialled: Bool, landlines: Bool) -> Int? {
        let hasZeros = digits.starts(with: [0, 0])
        let rest = Array(hasZeros ? digits.dropFirst(2) : digits[...])
        let before = digits.count - rest.count
        let isForeign = isDialled || hasZeros || code < digits.count
        if isForeign, let length = foreign(rest) {
            let isCode = code == before + 3 || code >= digits.count || isDialled || hasZeros
            if isCode { return before + length }
        }
        if !hasZeros, isTaiwan(digits), code == digits.count || code == 4 { return 4 }
        guard landlines else { return nil }
        if isDialled || hasZeros, rest.starts(with: [8, 6]), let area = area([0] + rest.dropFirst(2)) {
            return before + 2 + area - 1
        }
        guard !hasZeros, let area = area(digits), code == area || code == digits.count else { return nil }
        return area
    }

    /// The digits of the country code of a mobile number of Hong Kong, Macau or Taiwan.
    private static func foreign(_ digits: [UInt8]) -> Int? {
        if digits.starts(with: [8, 5, 2]), digits.count == 11, (4...9).contains(digits[3]) { return 3 }
        if digits.starts(with: [8, 5, 3]), digits.count == 11, digits[3] == 6 { return 3 }
        guard digits.starts(with: [8, 8, 6]) else { return nil }
        let number = digits.dropFirst(3)
        return number.first == 9 && number.count == 9 || number.starts(with: [0, 9]) && number.count == 10 ? 3 : nil
    }

    /// A mobile number of Taiwan without the country's code: 0912-345-678.
    private static func isTaiwan(_ digits: [UInt8]) -> Bool { digits.count == 10 && digits.starts(with: [0, 9]) }

    /// The digits of the area code of a landline: 010 and 02x with eight digits behind them, 03xx to 09xx with seven or
    /// eight.
    private static func area(_ digits: [UInt8]) -> Int? {
        guard digits.count >= 11, digits[0] == 0 else { return nil }
        let area = digits[1] == 1 && digits[2] == 0 || digits[1] == 2 ? 3 : digits[1] >= 3 ? 4 : 0
        guard area > 0, (2...8).contains(digits[area]) else { return nil }
        let own = digits.count - area
        return own == 8 || area == 4 && own == 7 ? area : nil
    }
}

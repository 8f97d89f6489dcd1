/// Finds vehicle plates in a text: a province's character in either script, a letter, and five or six letters and
/// digits (`DECISIONS.md` #19).
///
/// The last character can be one such as 挂 or 学. Separators can stand anywhere. 军, WJ and 使 have forms of their own.
struct VehiclePlates {
    private let scan: ContactScan

    /// Hides the plates, except the province's character.
    static func hide(in scan: inout ContactScan) {
        let plates = VehiclePlates(scan: scan)
        var place = 0
        while place < scan.marks.count {
            let found: Range<Int>? =
                switch scan.marks[place].kind {
                case .province: plates.plate(at: place)
                case .embassy: plates.embassyPlate(at: place)
                default: nil
                }
            if let found { scan.hide(found) }
            place = max(place + 1, found?.upperBound ?? 0)
        }
    }

    /// The range of a plate after the province's character; nil when there is no plate.
    private func plate(at province: Int) -> Range<Int>? {
        let city = behindSeparators(province + 1)
        if isPolice(before: province), let end = end(ofRestAt: city, road: false) { return province + 1..<end }
        guard city < scan.marks.count, scan.marks[city].kind == .letter else { return nil }
        let rest = behindSeparators(city + 1)
        let isRoad = rest == city + 1 && Self.roads.contains(scan.scalars[city])
        return end(ofRestAt: rest, road: isRoad).map { province + 1..<$0 }
    }

    /// The end of what follows the letter; nil when it is no plate. `road` is true when S401 12 could be a road and its
    /// kilometre.
    private func end(ofRestAt first: Int, road: Bool) -> Int? {
        let firstEnd = endOfPiece(first)
        let length = firstEnd - first
        if length == 4, kind(firstEnd) == .plateEnd, digits(first..<firstEnd) >= 3 { return firstEnd + 1 }
        if length >= 5 {
            // A longer run has something else attached.
            let end = length > 8 ? first + 6 : firstEnd
            return digits(first..<end) >= 3 && !isHouse(behind: end) ? end : nil
        }
        guard length > 0, !road || digits(first..<firstEnd) < length else { return nil }
        let second = behindSeparators(firstEnd)
        let isDashed = scan.scalars[firstEnd..<second].contains { !Self.restSeparators.contains($0) }
        guard second > firstEnd, !isDashed || digits(first..<firstEnd) < length else { return nil }
        let end = endOfPiece(second)
        guard (5...6).contains(length + end - second), digits(first..<end) >= 3 else { return nil }
        return end < scan.scalars.count && Self.units.contains(scan.scalars[end]) ? nil : end
    }

    /// Whether the word behind says that the digits are a house or the number of a thing: 望京C12301室, 新A12345号灯杆.
    private func isHouse(behind end: Int) -> Bool {
        guard end < scan.scalars.count else { return false }
        if Self.rooms.contains(scan.scalars[end]) { return true }
        return NumberLabel(scan).isThing(behind: end)
    }

    /// The range of the six digits before or after 使; nil when there are none.
    private func embassyPlate(at mark: Int) -> Range<Int>? {
        for index in scan.groups.indices {
            let places = scan.groups[index].places
            if places.lowerBound == behindSeparators(mark + 1), let end = sixDigits(from: index),
                kind(end) != .letter
            {
                return mark + 1..<end
            }
            if sixDigits(from: index) == mark,
                mark + 1 == scan.scalars.count
                    || !Self.usage.contains(scan.scalars[mark + 1])
            {
                return places.lowerBound..<mark
            }
        }
        return nil
    }

    /// The end of six digits, together or 3 and 3, that begin with this group; nil when there are none.
    private func sixDigits(from index: Int) -> Int? {
        let places = scan.groups[index].places
        if places.count == 6 { return places.upperBound }
        let next = index + 1
        guard places.count == 3, next < scan.groups.count, scan.groups[next].joint != .separate,
            scan.groups[next].places.count == 3
        else { return nil }
        return scan.groups[next].places.upperBound
    }

    /// Whether WJ (the armed police) stands before the province.
    private func isPolice(before province: Int) -> Bool {
        var index = province - 1
        while index > 0, province - index <= 2, isSeparator(index) { index -= 1 }
        guard index >= 1, Self.police[1].contains(scan.scalars[index]),
            Self.police[0].contains(scan.scalars[index - 1])
        else { return false }
        return index == 1 || scan.marks[index - 2].kind != .letter
    }

    private func kind(_ place: Int) -> ContactMark.Kind {
        place < scan.marks.count ? scan.marks[place].kind : .other
    }

    private func isSeparator(_ place: Int) -> Bool { [.gap, .point, .colon].contains(kind(place)) }

    /// The first position that is no separator; at most two are skipped.
    private func behindSeparators(_ place: Int) -> Int {
        var index = place
        while index - place < 2, isSeparator(index) { index += 1 }
        return min(index, scan.marks.count)
    }

    /// The end of adjacent letters and digits, or of adjacent numerals.
    private func endOfPiece(_ first: Int) -> Int {
        let isNumeral = kind(first) == .numeral
        var end = first
        while end < scan.marks.count, scan.marks[end].isDigitOrLetter,
            (scan.marks[end].kind == .numeral) == isNumeral
        {
            end += 1
        }
        return end
    }

    private func digits(_ places: Range<Int>) -> Int { scan.marks[places].count(where: \.isDigit) }

    private static let police = [Set("WwＷｗ".unicodeScalars), Set("JjＪｊ".unicodeScalars)]
    private static let roads = Set("GSXYKgsxykＧＳＸＹＫ".unicodeScalars)
    /// Separators between two parts with digits. A dash is not one, because C-12-301 is a house.
    private static let restSeparators = Set(" \u{A0}\u{3000}.．·・•‧".unicodeScalars)
    /// Units that make the digits an address and not a plate: 望京C 12 301室.
    private static let units = Set("号號栋棟幢座单單楼樓层層室房".unicodeScalars)
    /// Units that stand behind no plate, without a blank before them.
    private static let rooms = Set("室房栋棟幢层層".unicodeScalars)
    /// The second characters of 使用 and 使得.
    private static let usage = Set("用得".unicodeScalars)
}

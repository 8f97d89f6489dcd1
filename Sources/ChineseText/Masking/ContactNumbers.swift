/// Mobile numbers and identity numbers among the groups of digits in a text.
///
/// A number is whole groups that follow each other, so that what stands beside it — a house, a date, another number — changes
/// nothing. A group that is longer than any of them is judged alone.
struct ContactNumbers {
    /// The most digits of one number.
    private static let longest = PersonalNumber.identityDigits

    /// The group that is looked at, with those that hang on it.
    private var digits: [UInt8] = []
    private var places: [Int] = []
    private var shape = NumberShape()

    /// Puts stars where numbers of people stand, parted or not.
    static func hide(in scan: inout ContactScan) {
        guard scan.digitCount >= PersonalNumber.mobileDigits else { return }
        var numbers = ContactNumbers()
        var index = 0
        while index < scan.groups.count { index = numbers.hideNumber(at: index, in: &scan) }
    }

    /// Puts stars where a group is a number by itself and cannot be part of a hash.
    static func hideWhole(in scan: inout ContactScan) {
        var numbers = ContactNumbers()
        for group in scan.groups where group.places.count >= PersonalNumber.mobileDigits {
            let before = group.places.lowerBound - 1
            let behind = group.places.upperBound
            if before >= 0, scan.scalars[before].properties.isHexDigit { continue }
            numbers.start()
            numbers.take(group, in: scan)
            if behind == scan.scalars.count || !scan.scalars[behind].properties.isHexDigit {
                numbers.hideOne(in: &scan)
            }
        }
    }

    private mutating func start() {
        digits.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        shape = NumberShape()
    }

    private mutating func take(_ group: ContactScan.Group, in scan: ContactScan) {
        shape.take(group, isTouching: places.last.map { $0 + 1 == group.places.lowerBound } ?? false)
        for place in group.places {
            digits.append(scan.marks[place].value)
            places.append(place)
        }
    }

    /// Hides the number that begins with this group, if one does; the index of the group behind what was judged.
    private mutating func hideNumber(at first: Int, in scan: inout ContactScan) -> Int {
        guard !Self.isFraction(first, in: scan) else { return first + 1 }
        start()
        var mobile: (prefix: Int, end: Int)?
        var index = first
        while index < scan.groups.count, index == first || scan.groups[index].joint != .apart,
            digits.count + scan.groups[index].places.count <= Self.longest
        {
            take(scan.groups[index], in: scan)
            index += 1
            if isIdentity(before: index, in: scan) {
                hide(0, in: &scan)
                if let check = check(in: scan) { scan.hide(check) }
                return index
            }
            if mobile == nil, let prefix = PersonalNumber.mobilePrefix(digits), shape.isMobile(behind: prefix) {
                mobile = (prefix, index)
            }
        }
        if let mobile {
            let end = mobile.prefix + PersonalNumber.mobileDigits
            for place in places[mobile.prefix + PersonalNumber.shownDigits..<end] { scan.hide(place) }
            return mobile.end
        }
        hideRun(scan.groups[first], in: &scan)
        return first + 1
    }

    /// Hides a group that is a number of a person, as it stands.
    private mutating func hideOne(in scan: inout ContactScan) {
        if let prefix = PersonalNumber.mobilePrefix(digits) {
            hide(prefix + PersonalNumber.shownDigits, in: &scan)
        } else if digits.count == PersonalNumber.identityDigits, PersonalNumber.isIdentity(digits, at: 0) {
            hide(0, in: &scan)
        }
    }

    /// Whether what was taken is an identity number; the next group may be its last digit.
    private func isIdentity(before next: Int, in scan: ContactScan) -> Bool {
        switch digits.count {
        case PersonalNumber.identityDigits: return PersonalNumber.isIdentity(digits, at: 0)
        case PersonalNumber.identityDigits - 1:
            if next < scan.groups.count, scan.groups[next].joint != .apart, scan.groups[next].places.count == 1 {
                return false
            }
            if PersonalNumber.isIdentity(digits, at: 0) { return true }
            // Together and with its X: whatever else is wrong with it.
            return shape.parts == 1 && !PersonalNumber.isRegister(digits) && check(in: scan) != nil
        default: return false
        }
    }

    /// The X for the last of 18 digits, perhaps behind a blank.
    private func check(in scan: ContactScan) -> Int? {
        guard digits.count == PersonalNumber.identityDigits - 1, let last = places.last else { return nil }
        var index = last + 1
        while index < scan.marks.count, index - last <= 2, scan.marks[index].kind == .gap { index += 1 }
        guard index < scan.marks.count, Self.checks.contains(scan.scalars[index]) else { return nil }
        let next = index + 1
        return next < scan.marks.count && scan.marks[next].isDigitOrLetter ? nil : index
    }

    private static let checks = Set("xXｘＸ×".unicodeScalars)

    /// Hides a group that holds the number of a person with something written to it, and is no number of a register.
    private mutating func hideRun(_ group: ContactScan.Group, in scan: inout ContactScan) {
        guard group.places.count > PersonalNumber.mobileDigits, !Self.isNamed(group, in: scan) else { return }
        start()
        take(group, in: scan)
        if PersonalNumber.isHidden(in: digits) { hide(0, in: &scan) }
    }

    private func hide(_ first: Int, in scan: inout ContactScan) {
        for place in places[first...] { scan.hide(place) }
    }

    /// Whether the group stands in a name that some system gave, one of letters and more: g1-1763798400123.
    private static func isNamed(_ group: ContactScan.Group, in scan: ContactScan) -> Bool {
        var index = group.places.lowerBound - 1
        var hasLetter = false
        var hasJoiner = false
        while index >= 0 {
            if scan.marks[index].isDigitOrLetter {
                hasLetter = hasLetter || scan.marks[index].kind == .letter
            } else if joiners.contains(scan.scalars[index]), index > 0, scan.marks[index - 1].isDigitOrLetter {
                hasJoiner = true
            } else {
                break
            }
            index -= 1
        }
        return hasLetter && hasJoiner
    }

    private static let joiners = Set("-_/:".unicodeScalars)

    /// Whether the group is what follows the dot of a coordinate: 104.15476123456.
    private static func isFraction(_ index: Int, in scan: ContactScan) -> Bool {
        guard index > 0, scan.groups[index].joint == .point("."), scan.groups[index - 1].joint != .point(".") else {
            return false
        }
        let whole = scan.groups[index - 1].places
        guard (2...3).contains(whole.count), scan.groups[index].places.lowerBound == whole.upperBound + 1 else {
            return false
        }
        // 86. before a number is its country.
        return whole.count == 3 || scan.marks[whole.lowerBound].value != 8
            || scan.marks[whole.lowerBound + 1].value != 6
    }
}

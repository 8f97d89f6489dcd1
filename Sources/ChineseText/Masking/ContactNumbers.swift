/// Finds mobile numbers, identity numbers and bank cards among the groups of digits in a text (`DECISIONS.md` #19).
///
/// A number consists of whole groups that follow each other, so that neighbours (a house, a date, another number) do
/// not change the result. A group longer than any number is judged by itself.
struct ContactNumbers {
    /// The largest number of digits in one number.
    private static let longest = PersonalNumber.cardDigits

    /// The digits of the groups under examination.
    private var digits: [UInt8] = []
    private var places: [Int] = []
    private var shape = NumberShape()

    /// Hides the numbers of people, with or without separators.
    static func hide(in scan: inout ContactScan) {
        guard scan.digitCount >= PersonalNumber.mobileDigits else { return }
        var numbers = ContactNumbers()
        var index = 0
        while index < scan.groups.count { index = numbers.hideNumber(at: index, in: &scan) }
    }

    /// Hides the groups that are a number by themselves and cannot be part of a hash.
    static func hideWhole(in scan: inout ContactScan) {
        var numbers = ContactNumbers()
        for group in scan.groups where group.places.count >= PersonalNumber.mobileDigits {
            let before = group.places.lowerBound - 1
            let behind = group.places.upperBound
            if before >= 0, scan.scalars[before].properties.isHexDigit { continue }
            numbers.start()
            numbers.take(group, in: scan)
            if let check = numbers.check(in: scan) {
                guard PersonalNumber.isChecked(numbers.digits + [10]) else { continue }
                numbers.hide(0, in: &scan)
                scan.hide(check)
            } else if behind == scan.scalars.count || !scan.scalars[behind].properties.isHexDigit {
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

    /// Hides the number that begins with this group, if there is one. Returns the index of the next group to examine.
    private mutating func hideNumber(at first: Int, in scan: inout ContactScan) -> Int {
        guard !Self.isFraction(first, in: scan) else { return first + 1 }
        start()
        var mobile: (prefix: Int, end: Int)?
        var card: Int?
        var index = first
        while index < scan.groups.count, index == first || scan.groups[index].joint != .separate,
            digits.count + scan.groups[index].places.count <= Self.longest
        {
            take(scan.groups[index], in: scan)
            index += 1
            if isIdentity(before: index, in: scan) {
                hide(0, in: &scan)
                if let check = check(in: scan) { scan.hide(check) }
                return index
            }
            if shape.parts == 1, PersonalNumber.isOldIdentity(digits) {
                if !isThing(in: scan) { hide(0, in: &scan) }
                return index
            }
            if shape.isCard, PersonalNumber.isCard(digits) { card = index }
            if mobile == nil, let prefix = PersonalNumber.mobilePrefix(digits), shape.isMobile(behind: prefix) {
                mobile = (prefix, index)
            }
        }
        if let card { return hideCard(first..<card, in: &scan) }
        if let mobile {
            start()
            for group in scan.groups[first..<mobile.end] { take(group, in: scan) }
            if shape.parts == 1, isThing(in: scan) { return mobile.end }
            let end = mobile.prefix + PersonalNumber.mobileDigits
            for place in places[mobile.prefix + PersonalNumber.shownDigits..<end] { scan.hide(place) }
            return mobile.end
        }
        hideRun(scan.groups[first], in: &scan)
        return first + 1
    }

    private mutating func hideCard(_ groups: Range<Int>, in scan: inout ContactScan) -> Int {
        start()
        for group in scan.groups[groups] { take(group, in: scan) }
        if !isThing(in: scan) { hide(0, in: &scan) }
        return groups.upperBound
    }

    /// Whether words beside the digits say that they are the number of a thing.
    private func isThing(in scan: ContactScan) -> Bool {
        guard let first = places.first, let last = places.last else { return false }
        return NumberLabel(scan).isThing(first..<last + 1)
    }

    /// Hides a group that is the number of a person.
    private mutating func hideOne(in scan: inout ContactScan) {
        if let prefix = PersonalNumber.mobilePrefix(digits) {
            hide(prefix + PersonalNumber.shownDigits, in: &scan)
        } else if digits.count == PersonalNumber.identityDigits && PersonalNumber.isIdentity(digits, at: 0)
            || PersonalNumber.isOldIdentity(digits) || PersonalNumber.isCard(digits)
        {
            hide(0, in: &scan)
        }
    }

    /// Whether the digits are an identity number; the next group can be its last digit.
    private func isIdentity(before next: Int, in scan: ContactScan) -> Bool {
        switch digits.count {
        case PersonalNumber.identityDigits: return PersonalNumber.isIdentity(digits, at: 0)
        case PersonalNumber.identityDigits - 1:
            if next < scan.groups.count, scan.groups[next].joint != .separate, scan.groups[next].places.count == 1 {
                return false
            }
            if PersonalNumber.isIdentity(digits, at: 0) { return true }
            // Written without separators and with its X, it is masked even when other parts are wrong.
            return shape.parts == 1 && !PersonalNumber.isRegister(digits) && check(in: scan) != nil
        default: return false
        }
    }

    /// The position of the X in place of the last of 18 digits, possibly after a blank; nil when there is none.
    private func check(in scan: ContactScan) -> Int? {
        guard digits.count == PersonalNumber.identityDigits - 1, let last = places.last else { return nil }
        var index = last + 1
        while index < scan.marks.count, index - last <= 2, scan.marks[index].kind == .gap { index += 1 }
        guard index < scan.marks.count, Self.checks.contains(scan.scalars[index]) else { return nil }
        let next = index + 1
        return next < scan.marks.count && scan.marks[next].isDigitOrLetter ? nil : index
    }

    private static let checks = Set("xXｘＸ×".unicodeScalars)

    /// Hides a group that contains the number of a person together with other digits, unless it is a register's number.
    private mutating func hideRun(_ group: ContactScan.Group, in scan: inout ContactScan) {
        guard group.places.count > PersonalNumber.mobileDigits, !Self.isNamed(group, in: scan) else { return }
        start()
        take(group, in: scan)
        if PersonalNumber.isHidden(in: digits), !isThing(in: scan) { hide(0, in: &scan) }
    }

    private func hide(_ first: Int, in scan: inout ContactScan) {
        for place in places[first...] { scan.hide(place) }
    }

    /// Whether the group is part of a generated name of letters and digits, such as g1-1763798400123.
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

    /// Whether the group is the fraction of a coordinate: 104.15476123456.
    private static func isFraction(_ index: Int, in scan: ContactScan) -> Bool {
        guard index > 0, scan.groups[index].joint == .point("."), scan.groups[index - 1].joint != .point(".") else {
            return false
        }
        let whole = scan.groups[index - 1].places
        guard (2...3).contains(whole.count), scan.groups[index].places.lowerBound == whole.upperBound + 1 else {
            return false
        }
        // 86. before a number is its country code.
        return whole.count == 3 || scan.marks[whole.lowerBound].value != 8
            || scan.marks[whole.lowerBound + 1].value != 6
    }
}

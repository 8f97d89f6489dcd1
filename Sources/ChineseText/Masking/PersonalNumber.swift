/// Decides whether digits are the number of a person: a mobile number or an identity number (`DECISIONS.md` #19).
enum PersonalNumber {
    static let mobileDigits = 11
    /// The number of digits of a mobile number that stay visible; they identify the operator.
    static let shownDigits = 3
    static let identityDigits = 18
    static let oldIdentityDigits = 15
    static let cardDigits = 19

    /// The number of digits before the mobile number in these digits (none, 0, 86 or 0086); nil when they are not a
    /// mobile number.
    static func mobilePrefix(_ digits: [UInt8]) -> Int? {
        let prefix = digits.count - mobileDigits
        let isDialled =
            switch prefix {
            case 0: true
            case 1: digits[0] == 0
            case 2: digits[0] == 8 && digits[1] == 6
            case 4: digits[0] == 0 && digits[1] == 0 && digits[2] == 8 && digits[3] == 6
            default: false
            }
        return isDialled && isMobile(digits, at: prefix) ? prefix : nil
    }

    /// Whether a resident identity number (GB 11643) begins here: a province and a date of birth; the last digit may be
    /// missing.
    static func isIdentity(_ digits: [UInt8], at first: Int) -> Bool {
        guard first >= 0, first + 17 <= digits.count, isProvince(digits, at: first) else { return false }
        return births.contains(number(digits, at: first + 6, places: 4)) && isDay(digits, at: first + 10)
    }

    /// Whether 18 digits are an identity number with the right last digit (GB 11643); 10 stands for X.
    static func isChecked(_ digits: [UInt8]) -> Bool {
        guard digits.count == identityDigits, isIdentity(digits, at: 0) else { return false }
        var sum = 0
        for (digit, weight) in zip(digits, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1]) {
            sum += Int(digit) * weight
        }
        return sum % 11 == 1
    }

    /// Whether 15 digits are an identity number of the time before 1999: a division, and a birth between 1930 and 1999.
    /// A cell of a grid has as many digits, but a community's number where the year stands.
    static func isOldIdentity(_ digits: [UInt8]) -> Bool {
        digits.count == oldIdentityDigits && isProvince(digits, at: 0) && digits[6] >= 3 && isDay(digits, at: 8)
    }

    /// Whether digits are the number of a bank card: 16 to 19 digits of an issuer with the right last digit (Luhn).
    static func isCard(_ digits: [UInt8]) -> Bool {
        guard (16...19).contains(digits.count), isIssuer(digits) else { return false }
        // In a city thing's number a class from 01 to 29 and a running number with zeros follow the division.
        if isRegister(digits), digits.count != 16 || digits[6] <= 2 && digits[10] == 0 { return false }
        var sum = 0
        for (offset, digit) in digits.reversed().enumerated() {
            let part = offset.isMultiple(of: 2) ? Int(digit) : Int(digit) * 2
            sum += part > 9 ? part - 9 : part
        }
        return sum % 10 == 0
    }

    /// UnionPay, Visa, Mastercard, JCB.
    private static func isIssuer(_ digits: [UInt8]) -> Bool {
        switch digits[0] {
        case 4: digits.count == 16
        case 6: digits[1] == 2 || digits[1] == 0
        case 5: digits.count == 16 && (1...5).contains(digits[1])
        case 3: digits.count == 16 && digits[1] == 5
        case 9: digits.count == 19
        default: false
        }
    }

    /// Whether a group with more digits than a mobile number must be hidden.
    ///
    /// In doubt it is, up to 16 digits and for exactly 18. Longer groups are order numbers and the like, which can
    /// contain a mobile number by chance. They are hidden only when they begin or end with an identity number, or
    /// consist of mobile numbers only.
    static func isHidden(in digits: [UInt8]) -> Bool {
        if digits.count > identityDigits {
            if isIdentity(digits, at: 0) || isIdentity(digits, at: digits.count - identityDigits) { return true }
            return digits.count % mobileDigits == 0
                && stride(from: 0, to: digits.count, by: mobileDigits).allSatisfy { isMobile(digits, at: $0) }
        }
        guard !isRegister(digits) else { return false }
        if digits.count == identityDigits { return true }
        return digits.count < 17 && (isMobile(digits, at: 0) || isMobile(digits, at: digits.count - mobileDigits))
    }

    /// Whether digits begin as a register's numbers do: with a date, or with a division's code where this many digits
    /// identify a community, a grid cell or a thing of the city (12, 15 and 16; GB/T 30428), or a smaller cell.
    static func isRegister(_ digits: [UInt8]) -> Bool {
        if digits.count >= 12, (2000...2099).contains(number(digits, at: 0, places: 4)), isDay(digits, at: 4) {
            return true
        }
        switch digits.count {
        case 12, 15, 16:
            // The third digit is the first of the two digits of the prefecture.
            return isProvince(digits, at: 0) && (digits[2] <= 3 || digits[2] == 9)
        case 17, identityDigits: return !possibleBirths.contains(number(digits, at: 6, places: 4))
        default: return false
        }
    }

    /// Years of birth of people with a number; a later year belongs to a file number.
    private static let births = 1880...2019
    /// Years that an identity number with an error in it can contain.
    private static let possibleBirths = 1800...2019

    private static func isMobile(_ digits: [UInt8], at first: Int) -> Bool {
        first + mobileDigits <= digits.count && digits[first] == 1 && digits[first + 1] >= 3
    }

    private static func isDay(_ digits: [UInt8], at first: Int) -> Bool {
        (1...12).contains(number(digits, at: first, places: 2))
            && (1...31).contains(number(digits, at: first + 2, places: 2))
    }

    /// Whether the first two digits are the code of a province (GB/T 2260).
    private static func isProvince(_ digits: [UInt8], at first: Int) -> Bool {
        switch number(digits, at: first, places: 2) {
        case 11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71, 81...83: true
        default: false
        }
    }

    private static func number(_ digits: [UInt8], at first: Int, places: Int) -> Int {
        var number = 0
        for digit in digits[first..<first + places] { number = number * 10 + Int(digit) }
        return number
    }
}

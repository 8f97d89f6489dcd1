/// Takes contact data out of text before it is stored or sent on: mobile numbers, identity numbers, plates.
package enum Masking {
    /// The text with every mobile number, resident identity number and vehicle plate replaced by stars.
    ///
    /// Kept: the first three digits of a mobile number's operator and nothing else of it; the first character of a plate
    /// (the province). Full-width digits count as digits. Text without any is returned as it came.
    package static func masked(_ text: String) -> String {
        guard text.utf8.contains(where: { (48...57).contains($0) }) || text.unicodeScalars.contains(where: isWideDigit)
        else { return text }
        var scalars = Array(text.unicodeScalars)
        maskNumbers(&scalars)
        maskPlates(&scalars)
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// Replaces runs of digits that are mobile numbers (11, led by 1 and 3–9, `+86`/`86`/`0086` before it allowed, blanks or dashes
    /// of either width inside allowed) or identity numbers (17 digits and a digit or X).
    private static func maskNumbers(_ scalars: inout [Unicode.Scalar]) {
        var index = 0
        while index < scalars.count {
            guard digit(scalars[index]) != nil else {
                index += 1
                continue
            }
            let places = digitRun(scalars, from: index)
            let digits = places.compactMap { digit(scalars[$0]) }
            let last = places.last ?? index
            if let kept = keptDigits(digits, before: last + 1 < scalars.count ? scalars[last + 1] : nil) {
                for place in places.dropFirst(kept) { scalars[place] = "*" }
                if digits.count == 17, last + 1 < scalars.count { scalars[last + 1] = "*" }
            }
            index = last + 1
        }
    }

    /// How many leading digits of a run may stay; nil when the run is no contact data.
    private static func keptDigits(_ digits: [Int], before next: Unicode.Scalar?) -> Int? {
        if digits.count == 18 || (digits.count == 17 && (next == "X" || next == "x" || next == "\u{FF38}")) { return 0 }
        for prefix in [0, 2, 4] where digits.count == 11 + prefix {
            let country = digits.prefix(prefix)
            guard country.isEmpty || Array(country) == [8, 6] || Array(country) == [0, 0, 8, 6] else { continue }
            if digits[prefix] == 1, digits[prefix + 1] >= 3 { return prefix + 3 }
        }
        // A longer run that hides a mobile number is masked whole: better one number too many.
        if digits.count > 11, digits.count < 17, digits[digits.count - 11] == 1, digits[digits.count - 10] >= 3 {
            return 0
        }
        return nil
    }

    /// The places of a run's digits: single spaces and dashes between digits do not end it.
    private static func digitRun(_ scalars: [Unicode.Scalar], from start: Int) -> [Int] {
        var places = [start]
        var index = start + 1
        while index < scalars.count {
            if digit(scalars[index]) != nil {
                places.append(index)
                index += 1
            } else if blanks.contains(scalars[index]), index + 1 < scalars.count,
                digit(scalars[index + 1]) != nil
            {
                index += 1
            } else {
                break
            }
        }
        return places
    }

    /// Replaces vehicle plates: a province's character in either script, a letter, an optional dot, 5–6 letters or digits, the last
    /// of which may be a character such as 挂 or 学.
    private static func maskPlates(_ scalars: inout [Unicode.Scalar]) {
        var index = 0
        while index + 6 < scalars.count {
            guard provinces.contains(scalars[index]), isLetter(scalars[index + 1]) else {
                index += 1
                continue
            }
            var end = index + 2
            if "·.・ -".unicodeScalars.contains(scalars[end]) { end += 1 }
            let first = end
            while end < scalars.count, end < first + 6, isLetter(scalars[end]) || digit(scalars[end]) != nil {
                end += 1
            }
            if end < scalars.count, end == first + 4, plateEnds.contains(scalars[end]) { end += 1 }
            let hasDigit = scalars[first..<end].contains { digit($0) != nil }
            if end - first >= 5, hasDigit {
                for place in (index + 1)..<end { scalars[place] = "*" }
            }
            index = max(end, index + 1)
        }
    }

    private static let provinces = Set(
        "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬雲遼魯蘇贛陝閩貴粵寧瓊".unicodeScalars)

    private static let plateEnds = Set("挂掛学學警港澳领領使".unicodeScalars)

    /// What people put between the digits of a number.
    private static let blanks = Set(" -\u{A0}\u{3000}\u{FF0D}\u{2010}\u{2011}\u{2013}".unicodeScalars)

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 65...90, 97...122, 0xFF21...0xFF3A, 0xFF41...0xFF5A: true
        default: false
        }
    }

    private static func isWideDigit(_ scalar: Unicode.Scalar) -> Bool { (0xFF10...0xFF19).contains(scalar.value) }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        if (48...57).contains(scalar.value) { return Int(scalar.value) - 48 }
        if isWideDigit(scalar) { return Int(scalar.value) - 0xFF10 }
        return nil
    }
}

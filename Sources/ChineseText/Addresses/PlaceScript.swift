/// Normalises the characters of a place: simplified script, half width, lower case, and blanks for everything else.
///
/// 臺北市　１２號 becomes 台北市 12号. Besides letters and digits it retains `-`, and `.`, `+` and `#` where they belong to a
/// number.
enum PlaceScript {
    static let blank: UInt32 = 0x20
    static let dash: UInt32 = 0x2D
    static let point: UInt32 = 0x2E
    static let plus: UInt32 = 0x2B
    static let hash: UInt32 = 0x23

    static func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }

    static func isLatin(_ scalar: UInt32) -> Bool { (0x61...0x7A).contains(scalar) }

    /// Whether the scalar is a digit or a Latin letter, which numbers of things are made of.
    static func isCode(_ scalar: UInt32) -> Bool { isDigit(scalar) || isLatin(scalar) }

    /// Whether the scalar is an ideograph or kana.
    static func isIdeograph(_ scalar: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(scalar) || (0x3400...0x4DBF).contains(scalar) || (0x3041...0x30FF).contains(scalar)
    }

    static func isLetter(_ scalar: UInt32) -> Bool { isCode(scalar) || isIdeograph(scalar) }

    static func text(_ scalars: some Sequence<UInt32>) -> String {
        var view = String.UnicodeScalarView()
        for scalar in scalars { if let scalar = Unicode.Scalar(scalar) { view.append(scalar) } }
        return String(view)
    }

    static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    /// The normalised text, with single blanks between its parts.
    static func folded(_ text: String) -> [UInt32] {
        var folded: [UInt32] = []
        folded.reserveCapacity(text.utf8.count / 2)
        for scalar in text.unicodeScalars { append(plain(scalar.value), to: &folded) }
        return withoutStrayMarks(folded)
    }

    private static func append(_ scalar: UInt32, to folded: inout [UInt32]) {
        switch scalar {
        case _ where isLetter(scalar), dash, point, plus, hash:
            folded.append(scalar)
        case 0x2A:
            // Removes what masking left of a telephone number or a plate, which does not describe the place.
            while let last = folded.last, isCode(last) { folded.removeLast() }
            appendBlank(to: &folded)
        case 0x2116: folded.append(hash)
        case 0x33CE, 0x339E: folded += [0x6B, 0x6D]
        case 0x26, 0xD7: folded.append(0x4E0E)
        case 0x200B...0x200F, 0xFE00...0xFE0F, 0xFEFF: break
        default: appendBlank(to: &folded)
        }
    }

    private static func appendBlank(to folded: inout [UInt32]) {
        if folded.last != blank, !folded.isEmpty { folded.append(blank) }
    }

    private static func plain(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x3007, 0x25CB: 0x96F6
        case 0x7E, 0xFF5E, 0x301C, 0x2010...0x2015, 0x2212: dash
        default: TextFolding.plain(scalar)
        }
    }

    /// Replaces marks that join no number by blanks: `.` and `+` not between digits, `-` and `#` not beside one. `no.
    /// 12` becomes `#12`.
    private static func withoutStrayMarks(_ text: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let scalar = text[index]
            let before = index > 0 ? text[index - 1] : blank
            let after = index + 1 < text.count ? text[index + 1] : blank
            let isNo = scalar == 0x6E && after == 0x6F && !isCode(before)
            if isNo || scalar == hash, let digit = number(at: index + (isNo ? 2 : 1), in: text) {
                result.append(hash)
                index = digit
                continue
            }
            let stays =
                switch scalar {
                case point: isDigit(before) && isDigit(after)
                case plus: isCode(before) && isDigit(after)
                case dash: isCode(before) && isCode(after)
                case hash: isCode(before) || isDigit(after)
                default: true
                }
            if stays {
                result.append(scalar)
            } else {
                appendBlank(to: &result)
            }
            index += 1
        }
        while result.last == blank { result.removeLast() }
        return result
    }

    /// The index of the digit after blanks and points; nil when there is none.
    private static func number(at start: Int, in text: [UInt32]) -> Int? {
        var index = start
        while index < text.count, text[index] == point || text[index] == blank { index += 1 }
        return index < text.count && isDigit(text[index]) ? index : nil
    }
}

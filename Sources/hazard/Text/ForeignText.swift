import JSONText

/// Makes text of other people safe for a terminal (`DECISIONS.md` #41).
///
/// Characters that move the cursor, change colours, reverse the writing direction or begin a new line are replaced by
/// visible signs.
enum ForeignText {
    /// The text as one line: `␊` for a line feed, `␛` for an escape, `\u202E` for a character without a sign.
    static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        return text.unicodeScalars.map(sign).joined()
    }

    /// The same, but line feeds stay.
    static func lines(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 != "\n" && isUnsafe($0) }) else { return text }
        return text.unicodeScalars.map { $0 == "\n" ? "\n" : sign($0) }.joined()
    }

    /// A whole page before it is written: line feeds and the colours of `TextStyle` stay.
    ///
    /// `line` has already replaced the control characters of foreign text. `Terminal` passes every text through here
    /// once more.
    static func page(_ text: String) -> String {
        let parts = text.split(separator: "\u{1B}", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return lines(text) }
        return lines(String(parts[0]))
            + parts.dropFirst().map { part in
                let colour = TextStyle.allCases.first { part.hasPrefix($0.tail) }
                return (colour == nil ? "␛" : "\u{1B}") + lines(String(part))
            }.joined()
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x20 || scalar.value > 0x7E else { return false }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        // Joiners belong to emoji and to words of some scripts.
        case .format: return scalar.value != 0x200C && scalar.value != 0x200D
        default: return false
        }
    }

    private static func sign(_ scalar: Unicode.Scalar) -> String {
        guard isUnsafe(scalar) else { return String(scalar) }
        switch scalar.value {
        case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "?"
        case 0x7F: return "␡"
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        }
    }
}

/// The colours and weights of our own lines.
enum TextStyle: Int, CaseIterable {
    case plain = 0
    case bold = 1
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
    case magenta = 35
    case cyan = 36

    /// The sequence after its escape character.
    var tail: String { "[\(rawValue)m" }

    func callAsFunction(_ text: String) -> String { "\u{1B}\(tail)\(text)\u{1B}\(TextStyle.plain.tail)" }
}

extension JSONValue {
    /// The text of a string as one safe line (`ForeignText.line`).
    var line: String? { string.map(ForeignText.line) }
}

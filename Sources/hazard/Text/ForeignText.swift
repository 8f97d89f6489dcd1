import JSONText

/// Text that somebody else wrote, as a terminal may show it: what would move its cursor, change its colours, turn its
/// direction round or begin a line of its own is shown as a sign instead.
enum ForeignText {
    /// One line, whatever stands in it: `␊` for a line feed, `␛` for an escape, `\u202E` for what has no sign.
    static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        return text.unicodeScalars.map(sign).joined()
    }

    /// The same, with line feeds kept.
    static func lines(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 != "\n" && isUnsafe($0) }) else { return text }
        return text.unicodeScalars.map { $0 == "\n" ? "\n" : sign($0) }.joined()
    }

    /// A whole page of ours on its way out: lines stay, and of escapes only those that colour (`TextStyle`).
    ///
    /// Foreign text has passed `line` before it stands in a page; this is the door that no text goes round.
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
        // Joiners hold an emoji or a word of another script together.
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

/// The few ways in which our own lines stand out.
enum TextStyle: Int, CaseIterable {
    case plain = 0
    case bold = 1
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
    case magenta = 35
    case cyan = 36

    /// The sequence behind its escape character.
    var tail: String { "[\(rawValue)m" }

    func callAsFunction(_ text: String) -> String { "\u{1B}\(tail)\(text)\u{1B}\(TextStyle.plain.tail)" }
}

extension JSONValue {
    /// The text of a string as one harmless line: what every page reads foreign words with.
    var line: String? { string.map(ForeignText.line) }
}

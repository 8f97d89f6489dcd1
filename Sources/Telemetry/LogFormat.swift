/// The format of log lines: JSON for collectors, text for a person at a terminal.
package enum LogFormat: String, CaseIterable, Sendable {
    case json, text
}

/// One line before it is written; the order of its keys is fixed: ts, level, event, context, fields.
struct LogLine {
    let time: LogTimestamp
    let offsetMinutes: Int
    let level: LogLevel
    let event: StaticString
    let fields: [LogField]

    func bytes(_ format: LogFormat) -> [UInt8] {
        switch format {
        case .json: json()
        case .text: text()
        }
    }

    /// `{"ts":"…","level":"info","event":"case-opened","case":"…"}` and a line feed.
    private func json() -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line += #"{"ts":""#.utf8
        time.appendRFC3339(offsetMinutes: offsetMinutes, to: &line)
        line += #"","level":""#.utf8
        line += level.rawValue.utf8
        line += #"","event":"#.utf8
        line.appendQuoted(event)
        for field in fields {
            line.append(UInt8(ascii: ","))
            line.appendQuoted(field.key)
            line.append(UInt8(ascii: ":"))
            switch field.value {
            case .string(let text): line.appendQuoted(Redaction.masked(text))
            case .double(let number) where !number.isFinite: line.appendQuoted(number.description)
            case .int, .double, .bool: line += field.value.plain.utf8
            }
        }
        line += "}\n".utf8
        return line
    }

    /// `2026-11-22 08:15:00.123 INFO    case-opened case=… text="with spaces"` and a line feed.
    private func text() -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        time.appendDay(offsetMinutes: offsetMinutes, to: &line)
        line.append(UInt8(ascii: " "))
        time.appendClock(offsetMinutes: offsetMinutes, to: &line)
        line.append(UInt8(ascii: " "))
        let name = level.rawValue.uppercased()
        line += (name + String(repeating: " ", count: max(1, 8 - name.utf8.count)) + event.description).utf8
        for field in fields {
            line += " \(field.key)=".utf8
            let value = field.value.plain
            if value.needsQuotes { line.appendQuoted(value) } else { line += value.utf8 }
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }
}

extension LogValue {
    /// The value as text without quotes, masked.
    fileprivate var plain: String {
        switch self {
        case .string(let text): Redaction.masked(text)
        case .int(let number): number.description
        case .double(let number): number.description
        case .bool(let flag): flag.description
        }
    }
}

extension String {
    /// Whether a reader or a terminal could read the text as more than one value.
    fileprivate var needsQuotes: Bool {
        isEmpty || unicodeScalars.contains { $0.value <= 0x20 || $0 == "=" || $0 == "\"" || $0 == "\\" || $0.isControl }
    }
}

extension Unicode.Scalar {
    /// Whether a terminal may interpret it: C0, DEL and the C1 set, in which U+009B starts an escape sequence.
    fileprivate var isControl: Bool { value < 0x20 || (0x7f...0x9f).contains(value) }
}

extension [UInt8] {
    /// Appends a name from the source code, which needs no escapes.
    fileprivate mutating func appendQuoted(_ name: StaticString) {
        append(UInt8(ascii: "\""))
        name.withUTF8Buffer { self += $0 }
        append(UInt8(ascii: "\""))
    }

    /// Appends a JSON string (RFC 8259); control characters are escaped, other text stays UTF-8.
    fileprivate mutating func appendQuoted(_ text: String) {
        append(UInt8(ascii: "\""))
        if text.utf8.contains(where: \.mayNeedEscape) {
            for scalar in text.unicodeScalars { appendEscaped(scalar) }
        } else {
            self += text.utf8
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": self += #"\""#.utf8
        case "\\": self += #"\\"#.utf8
        case "\n": self += #"\n"#.utf8
        case "\r": self += #"\r"#.utf8
        case "\t": self += #"\t"#.utf8
        case let control where control.isControl:
            let digits = String(control.value, radix: 16)
            self += (#"\u"# + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
        default: self += String(scalar).utf8
        }
    }
}

extension UInt8 {
    /// Whether this byte is, or begins, a scalar that is escaped; 0xC2 begins the C1 set and some letters.
    fileprivate var mayNeedEscape: Bool {
        self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self == 0x7f || self == 0xc2
    }
}

internal import JSONText

/// The content of an answer of Open311, which is written as JSON or as XML.
struct Open311Content {
    /// The name of the root element; JSON has none.
    var root: String
    var value: Open311Value

    var json: [UInt8] { JSONWriter.bytes { value.write(to: &$0) } }

    var xml: [UInt8] {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        value.write(as: root, to: &text)
        return Array((text + "\n").utf8)
    }
}

/// A value in an answer of Open311.
enum Open311Value {
    case none
    case text(String)
    case number(Double)
    case whole(Int)
    case flag(Bool)
    case object([(name: String, value: Open311Value)])
    /// Values of one kind; in XML each one is an element of that name.
    case list(element: String, [Open311Value])

    static func text(_ text: String?) -> Open311Value { text.map { .text($0) } ?? .none }
    static func number(_ number: Double?) -> Open311Value { number.map { .number($0) } ?? .none }

    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .none: writer.null()
        case .text(let text): writer.string(text)
        case .number(let number): writer.double(number)
        case .whole(let number): writer.int(number)
        case .flag(let flag): writer.bool(flag)
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .list(_, let values):
            writer.beginArray()
            for value in values { value.write(to: &writer) }
            writer.endArray()
        }
    }

    /// Writes the value as an element of this name.
    fileprivate func write(as name: String, to text: inout String) {
        text += "<\(name)>"
        switch self {
        case .none: break
        case .text(let content): text += Self.escaped(content)
        case .number(let number): text += "\(number)"
        case .whole(let number): text += "\(number)"
        case .flag(let flag): text += "\(flag)"
        case .object(let members):
            for member in members { member.value.write(as: member.name, to: &text) }
        case .list(let element, let values):
            for value in values { value.write(as: element, to: &text) }
        }
        text += "</\(name)>"
    }

    /// Text as the content of an element. A character that XML 1.0 does not allow becomes a space.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            // A reader would read a bare carriage return as a line feed.
            case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
            case "\t", "\n", "\u{20}"..."\u{FFFD}", "\u{10000}"...: result.append(scalar)
            default: result.append(" ")
            }
        }
        return String(result)
    }
}

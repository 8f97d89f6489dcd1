/// Decodes percent-encoded text strictly.
enum PercentText {
    enum Part {
        /// A path segment: no control characters; `+` stays `+`.
        case segment
        /// A name or value of the query: no NUL; `+` is a space, as in HTML forms.
        case query
    }

    /// The decoded text; nil when an escape is not `%` and two hexadecimal digits, the bytes are not UTF-8, or a character is
    /// not allowed in this part.
    static func decode(_ text: Substring.UTF8View, in part: Part) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case ASCII.percent:
                guard let high = rest.next().flatMap(ASCII.hexadecimal),
                    let low = rest.next().flatMap(ASCII.hexadecimal)
                else { return nil }
                bytes.append(high << 4 | low)
            case ASCII.plus where part == .query:
                bytes.append(ASCII.space)
            default:
                bytes.append(byte)
            }
        }
        let allowed = bytes.allSatisfy { byte in
            part == .query ? byte != 0 : byte >= ASCII.space && byte != ASCII.delete
        }
        return allowed ? String(validating: bytes, as: UTF8.self) : nil
    }
}

/// Reads a body of the media type `application/x-www-form-urlencoded`.
package enum FormText {
    /// The items in their order, decoded; a name may repeat.
    ///
    /// Returns nil when an item is not percent-encoded UTF-8, or holds a NUL.
    package static func items(of body: [UInt8]) -> [QueryItem]? {
        guard let text = String(validating: body, as: UTF8.self) else { return nil }
        return items(of: text[...])
    }

    /// The items of a query or a form.
    static func items(of text: Substring) -> [QueryItem]? {
        var result: [QueryItem] = []
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first.flatMap({ PercentText.decode($0.utf8, in: .query) }),
                let value = pair.count > 1 ? PercentText.decode(pair[1].utf8, in: .query) : ""
            else { return nil }
            result.append(QueryItem(name: name, value: value))
        }
        return result
    }

    /// Text as a value of a query: every byte but letters, digits, `-`, `_`, `.` and `~` is percent-encoded.
    package static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                result += "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
            }
        }
        return result
    }
}

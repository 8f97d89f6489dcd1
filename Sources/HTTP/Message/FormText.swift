/// Reads the body of an HTML form (`application/x-www-form-urlencoded`).
package enum FormText {
    /// The fields in their order, decoded; a name may repeat. Nil when a name or value is not percent-encoded UTF-8.
    package static func items(of body: [UInt8]) -> [QueryItem]? {
        guard let text = String(validating: body, as: UTF8.self) else { return nil }
        var items: [QueryItem] = []
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first.flatMap({ PercentText.decode($0.utf8, in: .query) }),
                let value = pair.count > 1 ? PercentText.decode(pair[1].utf8, in: .query) : ""
            else { return nil }
            items.append(QueryItem(name: name, value: value))
        }
        return items
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

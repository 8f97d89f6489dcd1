package import Wording

/// An id in a message: 1 to 64 characters of `A–Z a–z 0–9 . _ - : /` (`config/contracts/README.md`, Common).
package enum Identifier {
    /// The most characters of an id.
    package static let limit = 64

    /// What an id must look like, as a noun phrase.
    package static let form = LocalText(
        zh: "1 至 64 个字符的编号，限 A–Z a–z 0–9 . _ - : /", en: "an id of 1 to 64 characters of A–Z a–z 0–9 . _ - : /")

    /// Whether the text is an id.
    package static func isValid(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= limit else { return false }
        return text.utf8.allSatisfy(isAllowed)
    }

    /// An id for something else under the same id: the id, cut if it is long, and eight digits of a hash.
    package static func derived(_ id: String, _ hash: String) -> String {
        String(id.prefix(limit - 9)) + ":" + hash.suffix(8)
    }

    @inline(__always)
    static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"):
            // "-" to ":" is - . / 0–9 :
            true
        default: false
        }
    }
}

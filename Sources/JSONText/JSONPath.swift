/// Finds the path of a byte in a document, such as `media[2].sha256`, by scanning the text again from its start.
///
/// It is used only after a fault: the reader tracks no path while it reads. The scan accepts text that is broken at the
/// byte in question.
package struct JSONPath {
    /// One container around the byte: the member of an object or the element of an array that the scan is in.
    private enum Step {
        case object(key: Range<Int>?)
        case array(index: Int)
    }

    private var steps: [Step] = []
    private let bytes: [UInt8]

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The path of the byte at `offset`; empty for the document itself.
    package static func of(_ offset: Int, in bytes: [UInt8]) -> String {
        var path = JSONPath(bytes)
        path.scan(to: offset)
        return path.text
    }

    private mutating func scan(to offset: Int) {
        var at = 0
        var keyNext = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\""), keyNext, at <= offset, case .object? = steps.last {
                let end = endOfString(at)
                steps[steps.count - 1] = .object(key: at + 1..<max(at + 1, end - 1))
                keyNext = false
                at = end
                continue
            }
            guard at < offset else { return }
            switch byte {
            case UInt8(ascii: "\""):
                at = endOfString(at)
                continue
            case UInt8(ascii: "{"):
                steps.append(.object(key: nil))
                keyNext = true
            case UInt8(ascii: "["):
                steps.append(.array(index: 0))
                keyNext = false
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                _ = steps.popLast()
                keyNext = false
            case UInt8(ascii: ","):
                keyNext = nextMember()
            default:
                break
            }
            at += 1
        }
    }

    /// Ends a member at a comma.
    ///
    /// - Returns: True when a key comes next.
    private mutating func nextMember() -> Bool {
        switch steps.last {
        case .object:
            steps[steps.count - 1] = .object(key: nil)
            return true
        case .array(let index):
            steps[steps.count - 1] = .array(index: index + 1)
            return false
        case nil:
            return false
        }
    }

    /// The byte after the closing quote of the string that opens at `open`, or the end of the text.
    private func endOfString(_ open: Int) -> Int {
        var at = open + 1
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): return at + 1
            case UInt8(ascii: "\\"): at += 2
            default: at += 1
            }
        }
        return bytes.count
    }

    private var text: String {
        var text = ""
        for step in steps {
            switch step {
            case .object(key: nil): break
            case .object(let key?): text += Self.member(bytes[key], first: text.isEmpty)
            case .array(let index): text += "[\(index)]"
            }
        }
        return text
    }

    /// A key as a path shows it: a plain name after a dot, any other key in brackets, cut at 64 characters.
    private static func member(_ key: ArraySlice<UInt8>, first: Bool) -> String {
        let isPlain =
            !key.isEmpty && key.count <= 64
            && key.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        let name = String(decoding: key, as: UTF8.self)
        if isPlain { return first ? name : ".\(name)" }
        let shown = name.unicodeScalars.prefix(64).map { $0.value < 0x20 || $0.value == 0x7F ? "�" : String($0) }
        return "[\"\(shown.joined())\(name.unicodeScalars.count > 64 ? "…" : "")\"]"
    }
}

/// Indents JSON for people; numbers and strings stay exactly as they are written.
package enum JSONLayout {
    /// Checks a document and indents it with two spaces a level; it ends in a line feed.
    ///
    /// - Throws: The first fault of a document that is not valid JSON.
    package static func pretty(checking json: [UInt8], levels: Int = 64) throws(JSONFault) -> [UInt8] {
        try JSONReader.read(json, levels: levels) { reader throws(JSONFault) in try reader.skipValue() }
        return pretty(json)
    }

    /// The same for text that this module wrote, which is valid JSON.
    static func pretty(_ json: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(json.count * 3 / 2)
        var level = 0
        var inString = false
        var isEscaped = false
        var justOpened = false
        func newLine() {
            output.append(UInt8(ascii: "\n"))
            output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
        }
        for byte in json {
            if inString {
                output.append(byte)
                inString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D:
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                level -= 1
                if !justOpened { newLine() }
                justOpened = false
                output.append(byte)
                continue
            default:
                break
            }
            if justOpened { newLine() }
            justOpened = false
            output.append(byte)
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                level += 1
                justOpened = true
            case UInt8(ascii: ","): newLine()
            case UInt8(ascii: ":"): output.append(UInt8(ascii: " "))
            default: break
            }
        }
        output.append(UInt8(ascii: "\n"))
        return output
    }
}

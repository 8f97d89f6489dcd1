/// Splits bytes that arrive in parts into lines.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// The lines that end in this part, without their line ends.
    mutating func split(_ part: [UInt8]) -> [String] {
        rest += part
        var lines: [String] = []
        var start = 0
        for end in rest.indices where rest[end] == ASCII.lineFeed {
            var line = rest[start..<end]
            if line.last == ASCII.carriageReturn {
                line.removeLast()
            }
            lines.append(String(decoding: line, as: UTF8.self))
            start = end + 1
        }
        rest.removeSubrange(0..<start)
        return lines
    }
}

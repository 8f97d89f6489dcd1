/// Cuts bytes that arrive in pieces into lines.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// The lines that end in this piece, without their line feed and a carriage return before it.
    mutating func split(_ piece: [UInt8]) -> [String] {
        rest += piece
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

/// One server-sent event, encoded once and shared by every stream it goes to.
package struct ServerEvent: Sendable {
    /// The encoded event with the empty line that ends it.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - event: the event's name; line breaks and NUL in it become spaces.
    ///   - id: the client sends it back as `Last-Event-ID`; line breaks and NUL in it become spaces.
    ///   - data: UTF-8; every line of it becomes a `data:` line.
    package init(event: String? = nil, id: String? = nil, data: [UInt8]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + 64)
        for case (let name, let value?) in [("id: ", id), ("event: ", event)] {
            bytes += name.utf8
            bytes += value.utf8.map { Self.breaks.contains($0) ? ASCII.space : $0 }
            bytes.append(ASCII.lineFeed)
        }
        for line in Self.lines(data) {
            bytes += "data: ".utf8
            bytes += line
            bytes.append(ASCII.lineFeed)
        }
        bytes.append(ASCII.lineFeed)
        self.bytes = bytes
    }

    package init(event: String? = nil, id: String? = nil, data: String) {
        self.init(event: event, id: id, data: Array(data.utf8))
    }

    /// A comment line that keeps the connection alive.
    static let heartbeat: [UInt8] = Array(": heartbeat\n\n".utf8)

    private static let breaks: [UInt8] = [0, ASCII.lineFeed, ASCII.carriageReturn]

    private static func lines(_ data: [UInt8]) -> [ArraySlice<UInt8>] {
        guard data.contains(ASCII.carriageReturn) || data.contains(ASCII.lineFeed) else { return [data[...]] }
        var result: [ArraySlice<UInt8>] = []
        var start = 0
        for (offset, byte) in data.enumerated() where byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
            if byte == ASCII.lineFeed, offset > 0, data[offset - 1] == ASCII.carriageReturn {
                start = offset + 1
                continue
            }
            result.append(data[start..<offset])
            start = offset + 1
        }
        result.append(data[start...])
        return result
    }
}

/// Finds the end of a head in bytes that arrive in parts; reads each byte once.
struct HeadScanner {
    private var offset = 0
    private var lineStart = 0
    private var lineEnds: [(start: Int, end: Int)] = []

    /// The lines of the head without their CRLF, and its whole length; nil while its end has not arrived.
    ///
    /// - Throws: `RequestRefusal` when the head exceeds `limit` bytes or a line ends without a carriage return.
    mutating func scan(
        _ bytes: ByteQueue, limit: Int
    ) throws(RequestRefusal) -> (lines: [ArraySlice<UInt8>], length: Int)? {
        let end = min(bytes.count, limit)
        while offset < end {
            defer { offset += 1 }
            guard bytes[offset] == ASCII.lineFeed else { continue }
            guard offset > lineStart, bytes[offset - 1] == ASCII.carriageReturn else {
                throw .malformed(zh: "头部有一行没有以回车符结束", en: "a line of the head ends without a carriage return")
            }
            if offset - 1 == lineStart {
                return (lineEnds.map { bytes.slice($0.start, $0.end) }, offset + 1)
            }
            lineEnds.append((lineStart, offset - 1))
            guard lineEnds.count <= HeadParser.maxFields + 1 else {
                throw RequestRefusal(
                    431, zh: "头部字段超过 \(HeadParser.maxFields) 个", en: "more than \(HeadParser.maxFields) header fields")
            }
            lineStart = offset + 1
        }
        guard bytes.count < limit else {
            throw RequestRefusal(431, zh: "头部超过 \(limit) 字节", en: "the head is longer than \(limit) bytes")
        }
        return nil
    }
}

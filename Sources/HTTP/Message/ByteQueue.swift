/// Received bytes that have not been parsed yet.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var start = 0

    /// An empty queue keeps storage of up to this many bytes, so that an idle connection stays small.
    private static let keptCapacity = 4096
    /// Used bytes at the front are removed when there are more than this.
    private static let maxUsedBytes = 64 * 1024

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    subscript(offset: Int) -> UInt8 { bytes[start + offset] }

    /// The bytes from `lower` up to, not including, `upper`.
    func slice(_ lower: Int, _ upper: Int) -> ArraySlice<UInt8> {
        bytes[start + lower..<start + upper]
    }

    mutating func append(_ more: [UInt8]) {
        bytes += more
    }

    mutating func drop(_ length: Int) {
        start += length
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
            start = 0
        } else if start > Self.maxUsedBytes {
            bytes.removeSubrange(0..<start)
            start = 0
        }
    }

    /// Moves up to `length` bytes to the end of `target` and returns how many.
    mutating func move(_ length: Int, to target: inout [UInt8]) -> Int {
        let taken = min(length, count)
        target += slice(0, taken)
        drop(taken)
        return taken
    }

    /// The length of the first line without its CRLF; nil while its end has not arrived.
    ///
    /// - Throws: `RequestRefusal` when the line is longer than `limit` or ends without a carriage return.
    func line(limit: Int) throws(RequestRefusal) -> Int? {
        for offset in 0..<min(count, limit + 2) where self[offset] == ASCII.lineFeed {
            guard offset > 0, self[offset - 1] == ASCII.carriageReturn else {
                throw .malformed(zh: "有一行没有以回车符结束", en: "a line ends without a carriage return")
            }
            return offset - 1
        }
        guard count <= limit + 1 else {
            throw .malformed(zh: "有一行超过 \(limit) 字节", en: "a line is longer than \(limit) bytes")
        }
        return nil
    }
}

/// Decodes a chunked body (RFC 9112 §7.1) strictly: extensions are refused, trailers are read and ignored.
struct ChunkDecoder {
    private enum State { case size, data(Int), dataEnd, trailers, end }

    private var state = State.size
    private var trailers = 0

    private static let maxTrailers = 16
    private static let maxTrailerBytes = 1024
    private static let maxDigits = 8

    /// Decodes the received bytes and appends them to `body`, which may hold at most `limit` bytes.
    ///
    /// - Returns: whether the last chunk and its trailers have been read.
    /// - Throws: `RequestRefusal`: 400 for an invalid chunk, 413 when the body exceeds the limit.
    mutating func decode(
        _ input: inout ByteQueue, into body: inout [UInt8], limit: Int
    ) throws(RequestRefusal) -> Bool {
        while true {
            switch state {
            case .size:
                guard let size = try size(&input) else { return false }
                guard size <= limit - body.count else {
                    throw RequestRefusal(413, zh: "正文超过 \(limit) 字节", en: "the body is longer than \(limit) bytes")
                }
                state = size == 0 ? .trailers : .data(size)
            case .data(let missing):
                let moved = input.move(missing, to: &body)
                guard moved == missing else {
                    state = .data(missing - moved)
                    return false
                }
                state = .dataEnd
            case .dataEnd:
                guard let length = try input.line(limit: 0) else { return false }
                input.drop(length + 2)
                state = .size
            case .trailers:
                guard let length = try input.line(limit: Self.maxTrailerBytes) else { return false }
                input.drop(length + 2)
                trailers += 1
                guard trailers <= Self.maxTrailers else {
                    throw .malformed(zh: "正文之后的尾部字段过多", en: "too many trailers after the body")
                }
                state = length == 0 ? .end : .trailers
            case .end:
                return true
            }
        }
    }

    private func size(_ input: inout ByteQueue) throws(RequestRefusal) -> Int? {
        guard let length = try input.line(limit: Self.maxDigits) else { return nil }
        guard length > 0 else { throw .malformed(zh: "有一个分块没有长度", en: "a chunk has no size") }
        var size = 0
        for offset in 0..<length {
            guard let digit = ASCII.hexadecimal(input[offset]) else {
                throw .malformed(
                    zh: "分块长度不是十六进制数（不接受扩展）", en: "a chunk size is not hexadecimal (extensions are not accepted)")
            }
            size = size << 4 | Int(digit)
        }
        input.drop(length + 2)
        return size
    }
}

/// Reads a body sent in chunks (RFC 9112 §7.1), strictly: no extensions, trailers are read and dropped.
struct ChunkDecoder {
    private enum Place { case size, data(Int), dataEnd, trailers, end }

    private var place = Place.size
    private var trailers = 0

    private static let mostTrailers = 16
    private static let longestTrailer = 1024
    private static let mostDigits = 8

    /// Moves what has arrived to the end of `body`, which may hold `limit` bytes at most.
    /// - Returns: whether the last chunk and its trailers have been read.
    /// - Throws: a refusal: 400 for what is no chunk, 413 when the body passes the limit.
    mutating func decode(
        _ input: inout ByteQueue, into body: inout [UInt8], limit: Int
    ) throws(RequestRefusal) -> Bool {
        while true {
            switch place {
            case .size:
                guard let size = try size(&input) else { return false }
                guard size <= limit - body.count else {
                    throw RequestRefusal(413, "the body is longer than \(limit) bytes")
                }
                place = size == 0 ? .trailers : .data(size)
            case .data(let missing):
                let moved = input.move(missing, to: &body)
                guard moved == missing else {
                    place = .data(missing - moved)
                    return false
                }
                place = .dataEnd
            case .dataEnd:
                guard let length = try input.line(limit: 0) else { return false }
                input.drop(length + 2)
                place = .size
            case .trailers:
                guard let length = try input.line(limit: Self.longestTrailer) else { return false }
                input.drop(length + 2)
                trailers += 1
                guard trailers <= Self.mostTrailers else { throw .malformed("too many trailers after the body") }
                place = length == 0 ? .end : .trailers
            case .end:
                return true
            }
        }
    }

    private func size(_ input: inout ByteQueue) throws(RequestRefusal) -> Int? {
        guard let length = try input.line(limit: Self.mostDigits) else { return nil }
        guard length > 0 else { throw .malformed("a chunk has no size") }
        var size = 0
        for offset in 0..<length {
            guard let digit = ASCII.hexadecimal(input[offset]) else {
                throw .malformed("a chunk size is not hexadecimal (extensions are not accepted)")
            }
            size = size << 4 | Int(digit)
        }
        input.drop(length + 2)
        return size
    }
}

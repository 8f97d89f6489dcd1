import JSONText

/// Reusable encode buffer: writing a record allocates only the bytes of its result.
///
/// Not thread-safe: only the lane's own thread uses it.
final class EncodeBuffer {
    private var writer = JSONWriter(capacity: 16 * 1024)

    /// Clears the buffer, lets `body` write, and returns a copy of what it wrote.
    func write(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        writer.reset()
        body(&writer)
        return writer.bytes
    }
}

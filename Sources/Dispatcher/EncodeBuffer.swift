import JSONText

/// The lane's pen: one buffer for everything it encodes, so that a record costs no allocation but its own bytes.
///
/// One thread uses it, the lane's.
final class EncodeBuffer {
    private var writer = JSONWriter(capacity: 16 * 1024)

    /// The bytes that `body` writes.
    func write(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        writer.reset()
        body(&writer)
        return writer.bytes
    }
}

internal import MessageLog

/// Encodes a record's headers as one blob: for each header the length of the name and of the value (4 bytes each, little
/// endian), then the name and the value.
enum HeaderCodec {
    /// Returns nil without headers, which takes no space in a row.
    static func encode(_ headers: [Header]) -> [UInt8]? {
        guard !headers.isEmpty else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headers.reduce(0) { $0 + 8 + $1.name.utf8.count + $1.value.count })
        for header in headers {
            append(header.name.utf8.count, to: &bytes)
            append(header.value.count, to: &bytes)
            bytes += header.name.utf8
            bytes += header.value
        }
        return bytes
    }

    /// The headers in a blob; of an incomplete blob, those that are complete.
    static func decode(_ bytes: UnsafeRawBufferPointer) -> [Header] {
        var headers: [Header] = []
        var rest = bytes[...]
        while rest.count >= 8 {
            let name = length(rest)
            let value = length(rest.dropFirst(4))
            rest = rest.dropFirst(8)
            guard rest.count >= name + value else { break }
            headers.append(
                Header(String(decoding: rest.prefix(name), as: UTF8.self), Array(rest.dropFirst(name).prefix(value))))
            rest = rest.dropFirst(name + value)
        }
        return headers
    }

    private static func append(_ length: Int, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(length).littleEndian) { bytes += $0 }
    }

    private static func length(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        var value: UInt32 = 0
        for (index, byte) in bytes.prefix(4).enumerated() { value |= UInt32(byte) << (8 * UInt32(index)) }
        return Int(value)
    }
}

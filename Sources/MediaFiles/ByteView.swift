/// Reads numbers from bytes of unknown origin: what lies outside is nil, never a trap.
struct ByteView {
    let bytes: [UInt8]
    /// The part that may be read.
    let range: Range<Int>
    var isLittleEndian = false

    init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        self.bytes = bytes
        self.range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    }

    var count: Int { range.count }

    /// The part from `offset` with so many bytes; nil when it does not lie inside.
    func part(_ offset: Int, _ length: Int) -> ByteView? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
        let start = range.lowerBound + offset
        var part = ByteView(bytes, start..<start + length)
        part.isLittleEndian = isLittleEndian
        return part
    }

    /// The part from `offset` to the end.
    func rest(_ offset: Int) -> ByteView? { part(offset, count - offset) }

    /// An unsigned number of 0 to 8 bytes.
    func number(_ offset: Int, _ length: Int) -> Int? {
        guard length <= 8, let part = part(offset, length) else { return nil }
        var value: UInt64 = 0
        for index in part.range {
            let place = isLittleEndian ? part.range.upperBound - 1 - (index - part.range.lowerBound) : index
            value = value << 8 | UInt64(bytes[place])
        }
        return Int(exactly: value)
    }

    func byte(_ offset: Int) -> UInt8? { part(offset, 1).map { bytes[$0.range.lowerBound] } }

    func text(_ offset: Int, _ length: Int) -> String? {
        part(offset, length).map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    /// Whether the bytes at the beginning are these.
    func begins(with prefix: some Collection<UInt8>) -> Bool {
        part(0, prefix.count).map { bytes[$0.range].elementsEqual(prefix) } ?? false
    }
}

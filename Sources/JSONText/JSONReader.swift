/// A strict pull reader of one JSON document (RFC 8259) in memory (`DECISIONS.md` #12).
///
/// The caller asks for the value it expects and gets it, or a `JSONFault` with the byte. Besides bad grammar the reader
/// refuses a byte order mark, invalid UTF-8, lone surrogates, a key that stands twice in an object (a skipped one too),
/// more levels than the limit, and numbers that do not fit. After a fault the reader must not be used again.
///
/// Only `read` makes one: it keeps the bytes alive and in place for as long as the reader exists.
package struct JSONReader: ~Copyable {
    /// The document: owned by the array given to `read`, valid until its closure returns.
    let base: UnsafePointer<UInt8>
    /// Bytes in the document.
    let end: Int
    /// The next byte to read. When a value comes next, it is that value's first byte.
    var position = 0
    /// Levels of objects and arrays that may still be opened.
    var levelsLeft: Int
    private let levels: Int

    /// The key read last, for `keyName` and for finding it again.
    var key = StringToken(start: 0, end: 0, isEscaped: false, isASCII: true)
    /// The keys of all open objects that are in no table, innermost object last, to find one that stands twice.
    var otherKeys: [OtherKey] = []
    /// The decoded bytes of keys in `otherKeys` that are written with escapes.
    var decodedKeys: [UInt8] = []
    /// The decoded bytes of the last string that is written with escapes.
    var decoded: [UInt8] = []

    private init(_ base: UnsafePointer<UInt8>, count: Int, levels: Int) {
        self.base = base
        self.levels = levels
        end = count
        levelsLeft = levels
    }

    /// Reads one whole document: `body` reads the value, then only white space may follow.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - levels: How deep objects and arrays may nest.
    ///   - body: Reads exactly one value.
    /// - Returns: The result of `body`.
    /// - Throws: The first fault that the grammar or `body` finds.
    package static func read<Result>(
        _ bytes: [UInt8], levels: Int = 64,
        _ body: (inout JSONReader) throws(JSONFault) -> Result
    ) throws(JSONFault) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONFault) -> Result in
            var reader = try JSONReader.open(buffer, levels: levels)
            let result = try body(&reader)
            try reader.finish()
            return result
        }
    }

    /// The offset of the next value, for a fault that a decoder may throw about it later.
    package var offset: Int { position }

    /// Makes a reader that is at the first byte of the value.
    static func open(_ buffer: UnsafeBufferPointer<UInt8>, levels: Int) throws(JSONFault) -> JSONReader {
        guard let base = buffer.baseAddress, buffer.count > 0 else { throw JSONFault(.empty, at: 0, .value) }
        var reader = JSONReader(base, count: buffer.count, levels: levels)
        if base[0] == 0xEF, buffer.count >= 3, base[1] == 0xBB, base[2] == 0xBF {
            throw JSONFault(.byteOrderMark, at: 0, .syntax(.plainUTF8))
        }
        reader.skipSpace()
        guard reader.position < reader.end else { throw JSONFault(.empty, at: 0, .value) }
        return reader
    }

    /// Checks that only white space is left.
    mutating func finish() throws(JSONFault) {
        skipSpace()
        guard position == end else { throw JSONFault(.trailingBytes, at: position, .syntax(.oneValueOnly)) }
    }

    // MARK: - Bytes

    @inline(__always)
    mutating func skipSpace() {
        while position < end {
            let byte = base[position]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    /// The next byte, without moving past it.
    @inline(__always)
    func peek(_ expected: JSONSyntax) throws(JSONFault) -> UInt8 {
        guard position < end else { throw JSONFault(.unexpectedEnd, at: end, .syntax(expected)) }
        return base[position]
    }

    /// Enters an object or array, or throws `tooDeep`.
    @inline(__always)
    mutating func enterLevel() throws(JSONFault) {
        guard levelsLeft > 0 else { throw JSONFault(.tooDeep, at: position, .levels(atMost: levels)) }
        levelsLeft -= 1
        position += 1
    }

    /// The fault for a value of another kind than `expected`, or for no value at all.
    @inline(never)
    func mismatch(_ expected: JSONExpectation) -> JSONFault {
        guard position < end else { return JSONFault(.unexpectedEnd, at: end, expected) }
        let isValue = JSONKind(first: base[position]) != nil
        return JSONFault(isValue ? .wrongType : .unexpectedByte, at: position, expected)
    }
}

/// The kind of a value, which its first byte determines.
package enum JSONKind: String, Sendable {
    case object, array, string, number, bool, null

    init?(first byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"): self = .object
        case UInt8(ascii: "["): self = .array
        case UInt8(ascii: "\""): self = .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): self = .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool
        case UInt8(ascii: "n"): self = .null
        default: return nil
        }
    }
}

/// Writes JSON into one buffer that it reuses, so that it allocates only while the buffer grows.
///
/// The writer sets commas. The caller sets names and nesting: every `begin…` needs its `end…`, and every value in an
/// object its `key`. Output is compact UTF-8; only quotes, backslashes and control characters are escaped.
package struct JSONWriter: ~Copyable {
    /// Owned by the writer, freed in `deinit`; `count` of its `capacity` bytes are written.
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes written so far.
    package private(set) var count = 0
    private var needsComma = false

    /// A writer with an empty buffer of `capacity` bytes.
    package init(capacity: Int = 4096) {
        self.capacity = max(64, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deallocate()
    }

    /// Writes one document with a writer of its own, for code that is not on the hot path.
    package static func bytes(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        body(&writer)
        return writer.bytes
    }

    /// A copy of the written bytes.
    package var bytes: [UInt8] {
        Array(UnsafeBufferPointer(start: base, count: count))
    }

    /// Calls `body` with the written bytes, without a copy; the span is valid in `body` only.
    ///
    /// - Throws: What `body` throws.
    package borrowing func withBytes<Result, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: base, count: count).span)
    }

    /// Removes what was written; the buffer keeps its size.
    package mutating func reset() {
        count = 0
        needsComma = false
    }

    // MARK: - Structure

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a key of plain ASCII that needs no escape, as all keys of our schemas are.
    package mutating func key(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        reserve(length + 4)
        comma()
        base[count] = UInt8(ascii: "\"")
        (base + count + 1).update(from: name.utf8Start, count: length)
        base[count + length + 1] = UInt8(ascii: "\"")
        base[count + length + 2] = UInt8(ascii: ":")
        count += length + 3
        needsComma = false
    }

    /// Writes a key that is not known at compile time.
    package mutating func key(_ name: String) {
        string(name)
        byte(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: - Values

    package mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string($0) }
    }

    /// Writes a string from valid UTF-8.
    package mutating func string(utf8 text: Span<UInt8>) {
        text.withUnsafeBufferPointer { string($0) }
    }

    package mutating func int(_ number: Int) { signed(Int64(number)) }

    package mutating func int(_ number: Int64) { signed(number) }

    /// Writes the shortest number that reads back as the same `Double`.
    ///
    /// JSON has no infinity and no NaN: these are written as `null`.
    package mutating func double(_ number: Double) {
        guard number.isFinite else { return null() }
        var text = number.description
        text.withUTF8 { plain($0) }
    }

    package mutating func bool(_ flag: Bool) { word(flag ? "true" : "false") }

    package mutating func null() { word("null") }

    /// Writes a value that is JSON already, unchanged: from `rawValue` or another writer.
    package mutating func raw(_ json: [UInt8]) {
        json.withUnsafeBufferPointer { plain($0) }
    }

    // MARK: - Bytes

    private mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        // Space for the quotes, a comma, and eight bytes written at a time.
        reserve(text.count + 16)
        comma()
        base[count] = UInt8(ascii: "\"")
        count += 1
        let raw = UnsafeRawPointer(text.baseAddress ?? UnsafePointer(base))
        var at = 0
        while at < text.count {
            if at + 8 <= text.count {
                let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                UnsafeMutableRawPointer(base + count).storeBytes(of: word, as: UInt64.self)
                let special = EightBytes.special(word)
                let length = special == 0 ? 8 : special.trailingZeroBitCount &>> 3
                at += length
                count += length
                if special == 0 { continue }
            }
            let next = text[at]
            if next >= 0x20, next != UInt8(ascii: "\""), next != UInt8(ascii: "\\") {
                base[count] = next
                count += 1
            } else {
                escape(next)
                reserve(text.count - at + 16)
            }
            at += 1
        }
        base[count] = UInt8(ascii: "\"")
        count += 1
        needsComma = true
    }

    /// Writes a quote, backslash or control character in at most six bytes; the caller has reserved them.
    @inline(never)
    private mutating func escape(_ character: UInt8) {
        base[count] = UInt8(ascii: "\\")
        let short: UInt8? =
            switch character {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): character
            case 0x08: UInt8(ascii: "b")
            case 0x0C: UInt8(ascii: "f")
            case 0x0A: UInt8(ascii: "n")
            case 0x0D: UInt8(ascii: "r")
            case 0x09: UInt8(ascii: "t")
            default: nil
            }
        if let short {
            base[count + 1] = short
            count += 2
            return
        }
        let low = character & 0x0F
        base[count + 1] = UInt8(ascii: "u")
        base[count + 2] = UInt8(ascii: "0")
        base[count + 3] = UInt8(ascii: "0")
        base[count + 4] = UInt8(ascii: "0") + character >> 4
        base[count + 5] = low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10
        count += 6
    }

    private mutating func signed(_ number: Int64) {
        reserve(24)
        comma()
        if number < 0 {
            base[count] = UInt8(ascii: "-")
            count += 1
        }
        var left = number.magnitude
        var length = 1
        var bound: UInt64 = 10
        while length < 19, left >= bound {
            length += 1
            bound &*= 10
        }
        for index in stride(from: length - 1, through: 0, by: -1) {
            base[count + index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: left % 10)
            left /= 10
        }
        count += length
        needsComma = true
    }

    private mutating func word(_ word: StaticString) {
        plain(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private mutating func plain(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count + 1)
        comma()
        if let start = bytes.baseAddress { (base + count).update(from: start, count: bytes.count) }
        count += bytes.count
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        reserve(2)
        comma()
        byte(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        byte(bracket)
        needsComma = true
    }

    private mutating func byte(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    /// Writes a comma if a value comes before; the caller has reserved its byte.
    @inline(__always)
    private mutating func comma() {
        guard needsComma else { return }
        base[count] = UInt8(ascii: ",")
        count += 1
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}

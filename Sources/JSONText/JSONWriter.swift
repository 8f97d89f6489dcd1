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
        var writer = JSONWriter(capacity: 1024)
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
        ShortCopy.copy(UnsafeRawPointer(name.utf8Start), to: UnsafeMutableRawPointer(base + count + 1), count: length)
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

    /// Writes an id made of several parts, between which a slash stands, without building it first.
    package mutating func string(_ first: String, slash second: String) {
        beginString()
        part(first)
        part("/")
        part(second)
        endString()
    }

    /// The same with a number at the end.
    package mutating func string(_ first: String, slash number: Int) {
        beginString()
        part(first)
        part("/")
        part(number)
        endString()
    }

    /// The same with three parts.
    package mutating func string(_ first: String, slash second: String, slash number: Int) {
        beginString()
        part(first)
        part("/")
        part(second)
        part("/")
        part(number)
        endString()
    }

    package mutating func int(_ number: Int) { signed(Int64(number)) }

    package mutating func int(_ number: Int64) { signed(number) }

    /// Writes the shortest number that reads back as the same `Double`.
    ///
    /// JSON has no infinity and no NaN: these are written as `null`.
    package mutating func double(_ number: Double) {
        if let millionths = FixedPoint.millionths(number) { return fixed(millionths) }
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

    /// Writes members of an object that are JSON already: keys with their values and the commas between them.
    package mutating func members(_ json: [UInt8]) {
        json.withUnsafeBufferPointer { plain($0) }
    }

    // MARK: - Bytes

    private mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        beginString()
        part(text)
        endString()
    }

    private mutating func beginString() {
        reserve(2)
        comma()
        base[count] = UInt8(ascii: "\"")
        count += 1
    }

    private mutating func endString() {
        byte(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func part(_ text: String) {
        var text = text
        text.withUTF8 { part($0) }
    }

    private mutating func part(_ number: Int) {
        reserve(24)
        if number < 0 { byte(UInt8(ascii: "-")) }
        digits(UInt64(number.magnitude), atLeast: 1)
    }

    @inline(__always)
    private mutating func part(_ text: UnsafeBufferPointer<UInt8>) {
        guard let start = text.baseAddress else { return }
        let raw = UnsafeRawPointer(start)
        if EightBytes.hasSpecial(raw, count: text.count) { return escaped(text) }
        reserve(text.count)
        ShortCopy.copy(raw, to: UnsafeMutableRawPointer(base + count), count: text.count)
        count += text.count
    }

    /// Writes a text in which something must be escaped, without its quotes.
    @inline(never)
    private mutating func escaped(_ text: UnsafeBufferPointer<UInt8>) {
        // A character becomes six bytes at most.
        reserve(text.count * 6)
        for next in text {
            if next >= 0x20, next != UInt8(ascii: "\""), next != UInt8(ascii: "\\") {
                base[count] = next
                count += 1
            } else {
                escape(next)
            }
        }
    }

    /// Writes a quote, backslash or control character in at most six bytes; the caller has reserved them.
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
        if number < 0 { byte(UInt8(ascii: "-")) }
        digits(number.magnitude, atLeast: 1)
        needsComma = true
    }

    /// Writes a number given in millionths, with at least one digit behind the point and no zero that is not needed.
    private mutating func fixed(_ millionths: Int64) {
        reserve(24)
        comma()
        if millionths < 0 { byte(UInt8(ascii: "-")) }
        let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        digits(whole, atLeast: 1)
        base[count] = UInt8(ascii: ".")
        count += 1
        digits(fraction, atLeast: 6)
        var zeros = 0
        while zeros < 5, base[count - 1 - zeros] == UInt8(ascii: "0") { zeros += 1 }
        count -= zeros
        needsComma = true
    }

    /// Writes a number's digits, with zeros before them when they are fewer than `least`; the caller has reserved them.
    @inline(__always)
    private mutating func digits(_ number: UInt64, atLeast least: Int) {
        var length = 1
        var bound: UInt64 = 10
        while length < 20, number >= bound {
            length += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = next
        }
        length = max(length, least)
        var left = number
        var index = length
        while index > 0 {
            index -= 1
            let (rest, digit) = left.quotientAndRemainder(dividingBy: 10)
            base[count + index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            left = rest
        }
        count += length
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

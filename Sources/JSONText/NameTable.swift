/// A closed set of names, in which the reader looks up bytes of a document without making a `String` (5–9 ns).
///
/// An open-addressing hash table over a name's length, first and last eight bytes. Its memory is never freed, so that a
/// lookup needs no reference counting: make it a `static let`.
package struct NameTable: @unchecked Sendable {
    private struct Slot {
        var first: UInt64 = 0
        var last: UInt64 = 0
        var count = -1
        var index = NameTable.none
        var bytes: UnsafePointer<UInt8>
    }

    /// The index of bytes that are not in the table.
    package static let none = -1

    /// The names in the order given to `init`; never freed.
    private let names: UnsafePointer<String>
    private let nameCount: Int
    /// `mask + 1` slots, at least half of them empty; never freed.
    private let slots: UnsafePointer<Slot>
    private let mask: Int

    init(_ names: [String]) {
        let list = UnsafeMutablePointer<String>.allocate(capacity: max(1, names.count))
        for (index, name) in names.enumerated() { (list + index).initialize(to: name) }
        self.names = UnsafePointer(list)
        nameCount = names.count
        var size = 4
        while size < names.count * 4 { size *= 2 }
        mask = size - 1
        let nothing = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: size)
        slots.initialize(repeating: Slot(bytes: nothing), count: size)
        for (index, name) in names.enumerated() {
            let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(8, name.utf8.count))
            bytes.initialize(repeating: 0)
            _ = bytes.update(fromContentsOf: name.utf8)
            guard let start = UnsafePointer(bytes.baseAddress) else { continue }
            let count = name.utf8.count
            let (first, last) = Self.ends(start, count, readable: bytes.count)
            var slot = Self.hash(first, last, count) & mask
            while slots[slot].count >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Slot(first: first, last: last, count: count, index: index, bytes: start)
        }
        self.slots = UnsafePointer(slots)
    }

    /// The name of that index.
    func name(_ index: Int) -> String { names[index] }

    /// All names, in order.
    package var all: [String] { (0..<nameCount).map(name) }

    /// The index of the name equal to the `count` bytes at `start`, or `none`.
    ///
    /// `readable` bytes from `start` on may be read; eight make the lookup faster.
    @inline(__always)
    func index(of start: UnsafePointer<UInt8>, count: Int, readable: Int) -> Int {
        let (first, last) = Self.ends(start, count, readable: readable)
        var at = Self.hash(first, last, count) & mask
        while true {
            let slot = slots + at
            if slot.pointee.count == count, slot.pointee.first == first, slot.pointee.last == last,
                count <= 16 || Self.equal(slot.pointee.bytes, start, count)
            {
                return slot.pointee.index
            }
            if slot.pointee.count < 0 { return Self.none }
            at = (at + 1) & mask
        }
    }

    /// The first and the last eight bytes as two words; a short name is one word filled with zeros.
    @inline(__always)
    static func ends(_ start: UnsafePointer<UInt8>, _ count: Int, readable: Int) -> (UInt64, UInt64) {
        let raw = UnsafeRawPointer(start)
        if count >= 8 {
            return (
                raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            )
        }
        if readable >= 8 {
            return (raw.loadUnaligned(as: UInt64.self) & ((1 &<< UInt64(truncatingIfNeeded: count * 8)) &- 1), 0)
        }
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(start[index]) << UInt64(index * 8) }
        return (word, 0)
    }

    @inline(__always)
    private static func hash(_ first: UInt64, _ last: UInt64, _ count: Int) -> Int {
        let mixed = (first ^ (last &>> 7) ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed &>> 40)
    }

    private static func equal(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        for index in 0..<count where one[index] != other[index] { return false }
        return true
    }
}

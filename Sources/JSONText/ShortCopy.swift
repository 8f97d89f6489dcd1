/// Copies the few bytes of a key or a word without a call of `memcpy`, which costs more than the bytes.
enum ShortCopy {
    /// Copies `count` bytes between two places that do not overlap.
    @inline(__always)
    static func copy(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int) {
        if count >= 8 {
            if count > 64 { return target.copyMemory(from: source, byteCount: count) }
            var at = 0
            while at + 8 < count {
                move(source, target, at, UInt64.self)
                at += 8
            }
            // The last word may overlap the one before it.
            move(source, target, count - 8, UInt64.self)
        } else if count >= 4 {
            move(source, target, 0, UInt32.self)
            move(source, target, count - 4, UInt32.self)
        } else {
            for at in 0..<count { move(source, target, at, UInt8.self) }
        }
    }

    @inline(__always)
    private static func move<Word: BitwiseCopyable>(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ at: Int, _ word: Word.Type
    ) {
        target.storeBytes(of: source.loadUnaligned(fromByteOffset: at, as: word), toByteOffset: at, as: word)
    }
}

/// A key that is in no table of known keys, stored until its object is closed.
struct OtherKey {
    /// Its first and last eight bytes and its length: most keys differ in these.
    var first: UInt64
    var last: UInt64
    var count: Int
    /// Where its bytes start: in the document, or in the reader's `decodedKeys` when it is written with escapes.
    var start: Int
    var isDecoded: Bool
    /// The byte in the document where the key starts.
    var offset: Int
}

/// Finds a key that stands twice in an object, for keys that are in no table of known keys.
///
/// The reader compares the first 32 keys of an object one by one. It sorts the keys of a longer object when the object
/// closes, and finds the fault then: a hostile object costs n log n.
extension JSONReader {
    private static var comparedAtOnce: Int { 32 }

    /// Stores the key just read.
    ///
    /// - Throws: `duplicateKey` if its object had it already.
    @inline(never)
    mutating func rememberKey(since scope: ObjectScope) throws(JSONFault) {
        var new = OtherKey(
            first: 0, last: 0, count: key.count, start: key.start, isDecoded: key.isEscaped, offset: key.start - 1)
        if key.isEscaped {
            new.start = decodedKeys.count
            Unescape.append(key, of: base, to: &decodedKeys)
            new.count = decodedKeys.count - new.start
        }
        (new.first, new.last) = withBytes(of: new) { NameTable.ends($0, new.count, readable: $1) }
        let known = otherKeys.count - scope.firstOtherKey
        if known < Self.comparedAtOnce {
            for index in scope.firstOtherKey..<otherKeys.count where equal(otherKeys[index], new) {
                throw JSONFault(.duplicateKey, at: new.offset, .eachFieldOnce)
            }
        }
        otherKeys.append(new)
    }

    /// Removes the keys of an object that is closed.
    ///
    /// - Throws: `duplicateKey`, for an object with too many keys to compare them one by one.
    @inline(__always)
    mutating func forgetKeys(since scope: ObjectScope) throws(JSONFault) {
        guard otherKeys.count > scope.firstOtherKey else { return }
        if otherKeys.count - scope.firstOtherKey > Self.comparedAtOnce { try compareSorted(since: scope) }
        otherKeys.removeSubrange(scope.firstOtherKey...)
        decodedKeys.removeSubrange(scope.firstDecodedKey...)
    }

    func duplicate(_ key: StringToken) -> JSONFault {
        JSONFault(.duplicateKey, at: key.start - 1, .eachFieldOnce)
    }

    private func compareSorted(since scope: ObjectScope) throws(JSONFault) {
        let keys = otherKeys[scope.firstOtherKey...].sorted { precedes($0, $1) }
        var earliest: Int?
        for (one, next) in zip(keys, keys.dropFirst()) where equal(one, next) {
            let second = max(one.offset, next.offset)
            earliest = min(earliest ?? second, second)
        }
        guard let earliest else { return }
        throw JSONFault(.duplicateKey, at: earliest, .eachFieldOnce)
    }

    private func equal(_ one: OtherKey, _ other: OtherKey) -> Bool {
        guard one.first == other.first, one.last == other.last, one.count == other.count else { return false }
        return one.count <= 16 || order(one, other) == 0
    }

    /// A total order: equal keys are neighbours, the earlier one first.
    private func precedes(_ one: OtherKey, _ other: OtherKey) -> Bool {
        if one.first != other.first { return one.first < other.first }
        if one.last != other.last { return one.last < other.last }
        if one.count != other.count { return one.count < other.count }
        let order = order(one, other)
        return order == 0 ? one.offset < other.offset : order < 0
    }

    /// Compares the bytes of two keys of the same length.
    private func order(_ one: OtherKey, _ other: OtherKey) -> Int {
        withBytes(of: one) { left, _ in
            withBytes(of: other) { right, _ in
                for index in 0..<one.count where left[index] != right[index] {
                    return left[index] < right[index] ? -1 : 1
                }
                return 0
            }
        }
    }

    /// Calls `body` with the bytes of a key and how many may be read from there on; the pointer is valid in `body` only.
    private func withBytes<Result>(of key: OtherKey, _ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
        guard key.isDecoded else { return body(base + key.start, end - key.start) }
        return decodedKeys.withUnsafeBufferPointer { buffer in
            guard let memory = buffer.baseAddress else { return body(base, 0) }
            return body(memory + key.start, buffer.count - key.start)
        }
    }
}

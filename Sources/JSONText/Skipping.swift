extension JSONReader {
    /// The kind of the value that comes next, which stays.
    ///
    /// - Throws: `unexpectedByte` for something that starts no value.
    package func kind() throws(JSONFault) -> JSONKind {
        guard position < end, let kind = JSONKind(first: base[position]) else { throw mismatch("a value") }
        return kind
    }

    /// Takes `true` or `false`.
    package mutating func bool() throws(JSONFault) -> Bool {
        if isNext("true") {
            position += 4
            return true
        }
        if isNext("false") {
            position += 5
            return false
        }
        throw mismatchOfWord("true or false")
    }

    /// Takes `null` if it comes next; for array elements, because `nextField` passes nulls over itself.
    @inline(__always)
    package mutating func takeNull() throws(JSONFault) -> Bool {
        guard position < end, base[position] == UInt8(ascii: "n") else { return false }
        guard isNext("null") else { throw JSONFault(.unexpectedByte, at: position, "a value") }
        position += 4
        return true
    }

    /// Takes the next value whatever it is, checking all of it as strictly as if it were used.
    package mutating func skipValue() throws(JSONFault) {
        guard position < end else { throw mismatch("a value") }
        switch base[position] {
        case UInt8(ascii: "\""):
            _ = try stringToken()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            _ = try numberToken()
        case UInt8(ascii: "{"):
            var scope = try openObject()
            while try nextKey(&scope) {
                try rememberKey(since: scope)
                try skipValue()
            }
        case UInt8(ascii: "["):
            var array = try array()
            while try nextElement(&array) { try skipValue() }
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            _ = try bool()
        default:
            guard try takeNull() else { throw mismatch("a value") }
        }
    }

    /// Takes the next value whatever it is and returns its bytes as they stand, to keep what is not understood.
    package mutating func rawValue() throws(JSONFault) -> [UInt8] {
        let start = position
        try skipValue()
        return Array(UnsafeBufferPointer(start: base + start, count: position - start))
    }

    @inline(__always)
    private func isNext(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end - position >= count else { return false }
        for index in 0..<count where base[position + index] != word.utf8Start[index] { return false }
        return true
    }

    /// A word that only begins like `true`, `false` or `null` is no value at all.
    private func mismatchOfWord(_ expected: StaticString) -> JSONFault {
        guard position < end, base[position] == UInt8(ascii: "t") || base[position] == UInt8(ascii: "f") else {
            return mismatch(expected)
        }
        return JSONFault(.unexpectedByte, at: position, expected.description)
    }
}

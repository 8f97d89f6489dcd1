extension JSONReader {
    /// The kind of the value that comes next, without reading it.
    ///
    /// - Throws: `unexpectedByte` for a byte that starts no value, `unexpectedEnd`.
    package func kind() throws(JSONFault) -> JSONKind {
        guard position < end, let kind = JSONKind(first: base[position]) else { throw mismatch(.value) }
        return kind
    }

    /// Reads `true` or `false`.
    ///
    /// - Throws: `wrongType` for another value, `unexpectedByte` for a byte that starts no value.
    package mutating func bool() throws(JSONFault) -> Bool {
        if isNext("true") {
            position += 4
            return true
        }
        if isNext("false") {
            position += 5
            return false
        }
        throw mismatchOfWord(.bool)
    }

    /// Reads `null` if it comes next, for array elements: `nextField` skips the nulls of an object.
    ///
    /// - Throws: `unexpectedByte` for a word that only starts like `null`.
    @inline(__always)
    package mutating func takeNull() throws(JSONFault) -> Bool {
        guard position < end, base[position] == UInt8(ascii: "n") else { return false }
        guard isNext("null") else { throw JSONFault(.unexpectedByte, at: position, .value) }
        position += 4
        return true
    }

    /// Reads the next value, of any kind, and checks all of it, but returns nothing.
    ///
    /// - Throws: A fault of the grammar, `duplicateKey`, `tooDeep`.
    package mutating func skipValue() throws(JSONFault) {
        guard position < end else { throw mismatch(.value) }
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
            guard try takeNull() else { throw mismatch(.value) }
        }
    }

    /// Reads the next value, of any kind, as its bytes in the document.
    ///
    /// - Throws: What `skipValue` throws.
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

    /// The fault for a value that is no boolean; a word that only starts like `true` or `false` is no value.
    private func mismatchOfWord(_ expected: JSONExpectation) -> JSONFault {
        guard position < end, base[position] == UInt8(ascii: "t") || base[position] == UInt8(ascii: "f") else {
            return mismatch(expected)
        }
        return JSONFault(.unexpectedByte, at: position, expected)
    }
}

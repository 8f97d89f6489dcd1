/// An array being read.
package struct JSONArray: Sendable {
    /// The offset of the opening bracket, for faults about the array as a whole.
    package let offset: Int
    /// The elements met so far.
    package fileprivate(set) var count = 0
    fileprivate let limit: Int
}

extension JSONReader {
    /// Opens the array that comes next; its elements follow with `nextElement`, at most `limit` (one more is `tooMany`).
    ///
    /// - Throws: `wrongType` for anything else, `tooDeep`.
    package mutating func array(limit: Int = .max) throws(JSONFault) -> JSONArray {
        guard position < end, base[position] == UInt8(ascii: "[") else { throw mismatch("an array") }
        let array = JSONArray(offset: position, limit: limit)
        try enterLevel()
        return array
    }

    /// Stands at the next element's value, which the caller must take; false once the array is closed.
    package mutating func nextElement(_ array: inout JSONArray) throws(JSONFault) -> Bool {
        skipSpace()
        if array.count > 0 {
            let byte = try peek("‘,’ or ‘]’")
            if byte == UInt8(ascii: "]") { return closeArray() }
            guard byte == UInt8(ascii: ",") else { throw JSONFault(.unexpectedByte, at: position, "‘,’ or ‘]’") }
            position += 1
            skipSpace()
            guard try peek("a value") != UInt8(ascii: "]") else {
                throw JSONFault(.trailingComma, at: position, "a value")
            }
        } else if try peek("a value or ‘]’") == UInt8(ascii: "]") {
            return closeArray()
        }
        guard array.count < array.limit else {
            throw JSONFault(.tooMany, at: array.offset, "at most \(array.limit) elements")
        }
        array.count += 1
        return true
    }

    private mutating func closeArray() -> Bool {
        position += 1
        levelsLeft += 1
        return false
    }
}

/// An array while its elements are read.
package struct JSONArray: Sendable {
    /// The offset of the opening bracket, for faults about the array as a whole.
    package let offset: Int
    /// The number of elements read so far.
    package fileprivate(set) var count = 0
    fileprivate let limit: Int
}

extension JSONReader {
    /// Opens the array that comes next, at most `limit` elements; `nextElement` then reads them.
    ///
    /// - Throws: `wrongType` for anything else, `tooDeep`.
    package mutating func array(limit: Int = .max) throws(JSONFault) -> JSONArray {
        guard position < end, base[position] == UInt8(ascii: "[") else { throw mismatch(.array) }
        let array = JSONArray(offset: position, limit: limit)
        try enterLevel()
        return array
    }

    /// Moves to the next element, whose value the caller must read.
    ///
    /// - Returns: False once the array is closed.
    /// - Throws: A fault of the grammar; `tooMany` at the element after the last one allowed.
    package mutating func nextElement(_ array: inout JSONArray) throws(JSONFault) -> Bool {
        skipSpace()
        if array.count > 0 {
            let byte = try peek(.commaOrBracket)
            if byte == UInt8(ascii: "]") { return closeArray() }
            guard byte == UInt8(ascii: ",") else {
                throw JSONFault(.unexpectedByte, at: position, .syntax(.commaOrBracket))
            }
            position += 1
            skipSpace()
            guard try peek(.value) != UInt8(ascii: "]") else {
                throw JSONFault(.trailingComma, at: position, .value)
            }
        } else if try peek(.valueOrBracket) == UInt8(ascii: "]") {
            return closeArray()
        }
        guard array.count < array.limit else {
            throw JSONFault(.tooMany, at: array.offset, .elements(atMost: array.limit))
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

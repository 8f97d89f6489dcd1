extension JSONReader {
    /// Reads a string.
    ///
    /// - Throws: `wrongType` for anything else; `badUTF8`, `badEscape` or `controlCharacter` for an invalid string.
    package mutating func string() throws(JSONFault) -> String {
        try expectString()
        return text(of: try stringToken())
    }

    /// Reads a string of at most `limit` Unicode scalars.
    ///
    /// - Throws: What `string` throws; `tooLong` for a longer one.
    package mutating func string(limit: Int) throws(JSONFault) -> String {
        try expectString()
        let token = try stringToken()
        let text = text(of: token)
        if token.count > limit, text.unicodeScalars.count > limit {
            throw JSONFault(.tooLong, at: token.start - 1, .characters(atMost: limit))
        }
        return text
    }

    /// Reads a string that is one of the list's names, without making a `String`.
    ///
    /// - Throws: What `string` throws; `unknownValue` for another string.
    package mutating func value<Value>(of names: JSONNames<Value>) throws(JSONFault) -> Value {
        names.values[try indexOfString(names.table)]
    }

    /// Reads a string and calls `body` with its bytes, escapes decoded, for forms such as times and ids.
    ///
    /// The span is valid in `body` only. For a fault about the value, `body` uses the offset noted before this call.
    ///
    /// - Throws: What `string` throws; what `body` throws.
    package mutating func withString<Result>(
        _ body: (Span<UInt8>) throws(JSONFault) -> Result
    ) throws(JSONFault) -> Result {
        let token = try checkedString()
        return try withBytes(of: token) { bytes throws(JSONFault) in try body(bytes.span) }
    }

    mutating func checkedString() throws(JSONFault) -> StringToken {
        try expectString()
        return try stringToken()
    }

    mutating func indexOfString(_ table: NameTable) throws(JSONFault) -> Int {
        try expectString()
        let token = try stringToken()
        let index =
            token.isEscaped
            ? indexOfDecoded(token, table)
            : table.index(of: base + token.start, count: token.count, readable: end - token.start)
        guard index >= 0 else {
            throw JSONFault(.unknownValue, at: token.start - 1, .oneOf(table.all))
        }
        return index
    }

    /// Looks up a string that is written with escapes.
    @inline(never)
    mutating func indexOfDecoded(_ token: StringToken, _ table: NameTable) -> Int {
        withBytes(of: token) { bytes in
            guard let start = bytes.baseAddress else { return NameTable.none }
            return table.index(of: start, count: bytes.count, readable: bytes.count)
        }
    }

    /// The text of a checked string.
    @inline(__always)
    mutating func text(of token: StringToken) -> String {
        withBytes(of: token) { bytes in
            // Valid UTF-8: the token was checked, and decoded escapes are valid UTF-8.
            String(copying: unsafe UTF8Span(unchecked: bytes.span, isKnownASCII: token.isASCII && !token.isEscaped))
        }
    }

    /// Calls `body` with the bytes of a checked string, escapes decoded; the pointer is valid in `body` only.
    mutating func withBytes<Result, Failure>(
        of token: StringToken, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard token.isEscaped else {
            return try body(UnsafeBufferPointer(start: base + token.start, count: token.count))
        }
        decode(token)
        return try decoded.withUnsafeBufferPointer(body)
    }

    mutating func decode(_ token: StringToken) {
        decoded.removeAll(keepingCapacity: true)
        Unescape.append(token, of: base, to: &decoded)
    }

    @inline(__always)
    private func expectString() throws(JSONFault) {
        guard position < end, base[position] == UInt8(ascii: "\"") else { throw mismatch(.string) }
    }
}

extension JSONReader {
    /// Takes a string.
    ///
    /// - Throws: `wrongType` for anything else; `badUTF8`, `badEscape`, `controlCharacter` for a string that is not one.
    package mutating func string() throws(JSONFault) -> String {
        try expectString()
        return text(of: try stringToken())
    }

    /// Takes a string of at most `limit` Unicode scalars, else throws `tooLong`.
    package mutating func string(limit: Int) throws(JSONFault) -> String {
        try expectString()
        let token = try stringToken()
        let text = text(of: token)
        if token.count > limit, text.unicodeScalars.count > limit {
            throw JSONFault(.tooLong, at: token.start - 1, "at most \(limit) characters")
        }
        return text
    }

    /// Takes a string that is one of the list's names, without making a `String`.
    ///
    /// - Throws: `unknownValue` for another string.
    package mutating func value<Value>(of names: JSONNames<Value>) throws(JSONFault) -> Value {
        names.values[try indexOfString(names.table)]
    }

    /// Takes a string and lends its bytes, escapes resolved, for forms such as times and ids.
    ///
    /// The span is valid in `body` only. A fault that `body` throws about the value is to be placed at the offset noted
    /// before this call.
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
            throw JSONFault(.unknownValue, at: token.start - 1, "one of \(table.list)")
        }
        return index
    }

    /// Looks up a string that was written with escapes.
    @inline(never)
    mutating func indexOfDecoded(_ token: StringToken, _ table: NameTable) -> Int {
        withBytes(of: token) { bytes in
            guard let start = bytes.baseAddress else { return NameTable.none }
            return table.index(of: start, count: bytes.count, readable: bytes.count)
        }
    }

    /// The text of a string that was checked.
    @inline(__always)
    mutating func text(of token: StringToken) -> String {
        withBytes(of: token) { bytes in
            // Good UTF-8: the token was checked, and resolving its escapes keeps it so.
            String(copying: unsafe UTF8Span(unchecked: bytes.span, isKnownASCII: token.isASCII && !token.isEscaped))
        }
    }

    /// Lends the bytes of a string that was checked, escapes resolved; valid in `body` only.
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
        guard position < end, base[position] == UInt8(ascii: "\"") else { throw mismatch("a string") }
    }
}

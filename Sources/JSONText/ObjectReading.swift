/// An object while it is read: which of its keys were read, and the table of its known keys.
package struct JSONObject<Field: JSONFields>: Sendable {
    let keys: JSONKeys<Field>
    var scope: ObjectScope

    init(keys: JSONKeys<Field>, scope: ObjectScope) {
        self.keys = keys
        self.scope = scope
    }

    /// The offset of the opening brace, for faults about the object as a whole.
    package var offset: Int { scope.offset }

    /// The fault for a field that is required because of the value of another one.
    package func missing(_ field: Field) -> JSONFault {
        .missing(field.rawValue, at: scope.offset)
    }
}

/// The state of an object while its members are read.
package struct ObjectScope: Sendable {
    /// The offset of the opening brace.
    package let offset: Int
    /// Where this object's keys start in the reader's `otherKeys`, and their bytes in `decodedKeys`.
    let firstOtherKey: Int
    let firstDecodedKey: Int
    /// One bit per known key that was read, and one per known key that was read and is not null.
    var seen: UInt64 = 0
    var present: UInt64 = 0
    var isStarted = false
}

extension JSONReader {
    /// Opens the object that comes next; `nextField` then reads its fields.
    ///
    /// - Throws: `wrongType` for anything else, `tooDeep`.
    package mutating func object<Field>(_ type: Field.Type = Field.self) throws(JSONFault) -> JSONObject<Field> {
        JSONObject(keys: Field.keys, scope: try openObject())
    }

    /// Reads the next key of the object; the caller must read its value.
    ///
    /// `null` means absent: this function skips a field with that value. The caller reads every other value by one call,
    /// `skipValue` for a value that it does not need (also of `.unknown`, whose name is in `keyName`).
    ///
    /// - Returns: The field; `nil` once the object is closed.
    /// - Throws: A fault of the grammar; `duplicateKey` at the second key; `missingField` when the object ends without a
    ///   required field.
    package mutating func nextField<Field>(_ object: inout JSONObject<Field>) throws(JSONFault) -> Field? {
        let keys = object.keys
        let index = try nextIndex(&object.scope, keys.names.table, required: keys.required)
        if index >= 0 { return keys.names.values[index] }
        return index == NameTable.none ? Field.unknown : nil
    }

    /// The name of the key that was read last; call it before its value is read.
    package mutating func keyName() -> String {
        text(of: key)
    }

    /// The byte of the opening quote of the key that was read last.
    package var keyOffset: Int { key.start - 1 }

    /// The result of `nextIndex` when the object is closed.
    package static var closed: Int { -2 }

    /// Opens the object that comes next; `nextIndex` then reads its keys.
    ///
    /// - Throws: `wrongType` for anything else, `tooDeep`.
    package mutating func openObject() throws(JSONFault) -> ObjectScope {
        guard position < end, base[position] == UInt8(ascii: "{") else { throw mismatch(.object) }
        let scope = ObjectScope(
            offset: position, firstOtherKey: otherKeys.count, firstDecodedKey: decodedKeys.count)
        try enterLevel()
        return scope
    }

    /// Does what `nextField` does, for a loop that must be fast.
    ///
    /// Swift 6.3 specialises no generic function of `package` access in another module, `@inlinable` or not, which costs
    /// 10 to 15 ns a field. A loop in the caller's own module over this function and `keys.names.values` has no such cost.
    ///
    /// - Returns: The index of the key of the next value that is not null; `NameTable.none` for a key that is not in the
    ///   table; `closed` at the end of the object.
    /// - Throws: What `nextField` throws.
    package mutating func nextIndex(
        _ scope: inout ObjectScope, _ table: NameTable, required: UInt64
    ) throws(JSONFault) -> Int {
        while try nextKey(&scope) {
            let index = indexOfKey(table)
            if index >= 0 {
                let bit = 1 &<< UInt64(truncatingIfNeeded: index)
                guard scope.seen & bit == 0 else { throw duplicate(key) }
                scope.seen |= bit
                if try takeNull() { continue }
                scope.present |= bit
            } else {
                try rememberKey(since: scope)
                if try takeNull() { continue }
            }
            return index
        }
        let missing = required & ~scope.present
        guard missing == 0 else {
            throw .missing(table.name(missing.trailingZeroBitCount), at: scope.offset)
        }
        return Self.closed
    }

    /// Reads the comma, the next key and its colon.
    ///
    /// - Returns: False when the object is closed instead.
    mutating func nextKey(_ scope: inout ObjectScope) throws(JSONFault) -> Bool {
        skipSpace()
        if scope.isStarted {
            let byte = try peek(.commaOrBrace)
            if byte == UInt8(ascii: "}") { return try close(scope) }
            guard byte == UInt8(ascii: ",") else {
                throw JSONFault(.unexpectedByte, at: position, .syntax(.commaOrBrace))
            }
            position += 1
            skipSpace()
            guard try peek(.fieldName) != UInt8(ascii: "}") else {
                throw JSONFault(.trailingComma, at: position, .syntax(.fieldName))
            }
        } else {
            scope.isStarted = true
            if try peek(.fieldNameOrBrace) == UInt8(ascii: "}") { return try close(scope) }
        }
        guard base[position] == UInt8(ascii: "\"") else {
            throw JSONFault(.unexpectedByte, at: position, .syntax(.fieldName))
        }
        key = try stringToken()
        skipSpace()
        guard try peek(.colon) == UInt8(ascii: ":") else {
            throw JSONFault(.unexpectedByte, at: position, .syntax(.colon))
        }
        position += 1
        skipSpace()
        return true
    }

    private mutating func close(_ scope: ObjectScope) throws(JSONFault) -> Bool {
        position += 1
        levelsLeft += 1
        try forgetKeys(since: scope)
        return false
    }

    @inline(__always)
    private mutating func indexOfKey(_ table: NameTable) -> Int {
        guard key.isEscaped else {
            return table.index(of: base + key.start, count: key.count, readable: end - key.start)
        }
        return indexOfDecoded(key, table)
    }
}

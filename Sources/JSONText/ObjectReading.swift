/// An object being read: which of its keys were met, and the table they are looked up in.
package struct JSONObject<Field: JSONFields>: Sendable {
    let keys: JSONKeys<Field>
    var scope: ObjectScope

    init(keys: JSONKeys<Field>, scope: ObjectScope) {
        self.keys = keys
        self.scope = scope
    }

    /// The offset of the opening brace, for faults about the object as a whole.
    package var offset: Int { scope.offset }

    /// The fault for a field that has to be there because of what another one says.
    package func missing(_ field: Field) -> JSONFault {
        JSONFault(.missingField, at: scope.offset, field.rawValue)
    }
}

/// What is remembered of an object while its members are read.
package struct ObjectScope: Sendable {
    /// The offset of the opening brace.
    package let offset: Int
    /// Where this object's keys begin in the reader's `otherKeys`, and their bytes in `decodedKeys`.
    let firstOtherKey: Int
    let firstDecodedKey: Int
    /// One bit per known key that was met, and per one that was met and not null.
    var seen: UInt64 = 0
    var present: UInt64 = 0
    var isStarted = false
}

extension JSONReader {
    /// Opens the object that comes next; its fields follow with `nextField`.
    ///
    /// - Throws: `wrongType` for anything else, `tooDeep`.
    package mutating func object<Field>(_ type: Field.Type = Field.self) throws(JSONFault) -> JSONObject<Field> {
        JSONObject(keys: Field.keys, scope: try openObject())
    }

    /// The next field of the object, with its value due to be read; `nil` once the object is closed.
    ///
    /// `null` means absent: a field with that value is passed over here and never seen by the caller. Every value must
    /// be taken by one call, `skipValue` for those not wanted (`.unknown` among them; `keyName` tells its name).
    ///
    /// - Throws: `duplicateKey` at the second key, `missingField` when the object ends without a required one.
    package mutating func nextField<Field>(_ object: inout JSONObject<Field>) throws(JSONFault) -> Field? {
        let keys = object.keys
        let index = try nextIndex(&object.scope, keys.names.table, required: keys.required)
        if index >= 0 { return keys.names.values[index] }
        return index == NameTable.none ? Field.unknown : nil
    }

    /// The name of the field that was read last: call it before its value is read.
    package mutating func keyName() -> String {
        text(of: key)
    }

    /// The answer of `nextIndex` when the object is closed.
    package static var closed: Int { -2 }

    /// What `object` does, for `nextIndex`.
    package mutating func openObject() throws(JSONFault) -> ObjectScope {
        guard position < end, base[position] == UInt8(ascii: "{") else { throw mismatch("an object") }
        let scope = ObjectScope(
            offset: position, firstOtherKey: otherKeys.count, firstDecodedKey: decodedKeys.count)
        try enterLevel()
        return scope
    }

    /// What `nextField` does, for a loop that has to be fast: the index of the key of the next value that is not null,
    /// `NameTable.none` for one that is not in the table, or `closed`.
    ///
    /// Swift 6.3 specialises no generic function of `package` access in another module, `@inlinable` or not, which costs
    /// 10 to 15 ns a field. A loop in the caller's own module over this and `keys.names.values` costs none of it.
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
            throw JSONFault(.missingField, at: scope.offset, table.name(missing.trailingZeroBitCount))
        }
        return Self.closed
    }

    /// Reads the comma, the next key and its colon; false when the object is closed instead.
    mutating func nextKey(_ scope: inout ObjectScope) throws(JSONFault) -> Bool {
        skipSpace()
        if scope.isStarted {
            let byte = try peek("‘,’ or ‘}’")
            if byte == UInt8(ascii: "}") { return try close(scope) }
            guard byte == UInt8(ascii: ",") else { throw JSONFault(.unexpectedByte, at: position, "‘,’ or ‘}’") }
            position += 1
            skipSpace()
            guard try peek("a field name in quotes") != UInt8(ascii: "}") else {
                throw JSONFault(.trailingComma, at: position, "a field name in quotes")
            }
        } else {
            scope.isStarted = true
            if try peek("a field name in quotes or ‘}’") == UInt8(ascii: "}") { return try close(scope) }
        }
        guard base[position] == UInt8(ascii: "\"") else {
            throw JSONFault(.unexpectedByte, at: position, "a field name in quotes")
        }
        key = try stringToken()
        skipSpace()
        guard try peek("‘:’ after the field name") == UInt8(ascii: ":") else {
            throw JSONFault(.unexpectedByte, at: position, "‘:’ after the field name")
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

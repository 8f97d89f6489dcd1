extension JSONValue {
    /// Reads a whole document into a tree.
    ///
    /// - Throws: The first fault; its `sentence(in:)` says where it is and what is wrong.
    package init(reading bytes: [UInt8], levels: Int = 64) throws(JSONFault) {
        self = try JSONReader.read(bytes, levels: levels) { reader throws(JSONFault) in try reader.value() }
    }

    /// The compact text.
    package var bytes: [UInt8] {
        JSONWriter.bytes { $0.value(self) }
    }

    /// The text for people, indented with two spaces a level.
    package var prettyBytes: [UInt8] {
        JSONLayout.pretty(bytes)
    }
}

extension JSONReader {
    /// Reads the next value, of any kind, as a tree.
    ///
    /// - Throws: A fault of the grammar; `outOfRange` for a number that does not fit.
    package mutating func value() throws(JSONFault) -> JSONValue {
        switch try kind() {
        case .object:
            return .object(try members())
        case .array:
            var array = try array()
            var elements: [JSONValue] = []
            while try nextElement(&array) { elements.append(try value()) }
            return .array(elements)
        case .string:
            return .string(try string())
        case .number:
            return try number()
        case .bool:
            return .bool(try bool())
        case .null:
            guard try takeNull() else { throw mismatch(.value) }
            return .null
        }
    }

    /// A whole number is an `int` if it fits; `-0` is a `double`, because it has a sign.
    private mutating func number() throws(JSONFault) -> JSONValue {
        let token = try numberToken()
        let limit = token.isNegative ? UInt64(1) << 63 : UInt64(Int64.max)
        let isNegativeZero = token.isNegative && token.digits == 0
        guard token.isWhole, token.digitsFit, token.digits <= limit, !isNegativeZero else {
            return .double(try double(of: token))
        }
        return .int(Int64(truncatingIfNeeded: token.isNegative ? 0 &- token.digits : token.digits))
    }

    private mutating func members() throws(JSONFault) -> [JSONValue.Member] {
        var scope = try openObject()
        var members: [JSONValue.Member] = []
        while try nextKey(&scope) {
            try rememberKey(since: scope)
            let name = keyName()
            members.append(JSONValue.Member(name, try value()))
        }
        return members
    }
}

extension JSONWriter {
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .int(let number): int(number)
        case .double(let number): double(number)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }
}

/// A key with its value; `nil` is written as `null`, so that a reader of ours takes the field as absent.
extension JSONWriter {
    package mutating func field(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    package mutating func field(_ name: StaticString, _ number: Int64?) {
        key(name)
        if let number { int(number) } else { null() }
    }

    package mutating func field(_ name: StaticString, _ number: Int?) {
        field(name, number.map { Int64($0) })
    }

    package mutating func field(_ name: StaticString, _ number: Double?) {
        key(name)
        if let number { double(number) } else { null() }
    }

    package mutating func field(_ name: StaticString, _ flag: Bool?) {
        key(name)
        if let flag { bool(flag) } else { null() }
    }

    /// An enumeration by its raw name.
    package mutating func field(_ name: StaticString, _ value: some RawRepresentable<String>) {
        key(name)
        string(value.rawValue)
    }

    /// The same where it may be absent; `value?.rawValue` is faster by 20 ns, because it needs no generic `Optional`.
    package mutating func field(_ name: StaticString, _ value: (some RawRepresentable<String>)?) {
        field(name, value?.rawValue)
    }

    /// A value that is JSON already.
    package mutating func field(_ name: StaticString, raw json: [UInt8]?) {
        key(name)
        if let json { raw(json) } else { null() }
    }

    /// An array of strings.
    package mutating func field(_ name: StaticString, _ texts: [String]) {
        key(name)
        beginArray()
        for text in texts { string(text) }
        endArray()
    }

    /// An object whose members `body` writes.
    package mutating func object<Failure>(
        _ name: StaticString, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        beginObject()
        try body(&self)
        endObject()
    }

    /// An array of what `body` writes for each element.
    package mutating func array<Element, Failure>(
        _ name: StaticString, _ elements: [Element],
        _ body: (inout JSONWriter, Element) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        beginArray()
        for element in elements { try body(&self, element) }
        endArray()
    }
}

/// A key with its value; `nil` is written as `null`, which a reader of ours treats as absent.
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

    /// The same for a value that may be absent; `value?.rawValue` is 20 ns faster, because it needs no generic `Optional`.
    package mutating func field(_ name: StaticString, _ value: (some RawRepresentable<String>)?) {
        field(name, value?.rawValue)
    }

    /// A value that is already JSON.
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
    ///
    /// - Throws: What `body` throws.
    package mutating func object<Failure>(
        _ name: StaticString, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        beginObject()
        try body(&self)
        endObject()
    }

    /// An array of what `body` writes for each element.
    ///
    /// - Throws: What `body` throws.
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

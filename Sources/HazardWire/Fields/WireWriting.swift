internal import HazardCore
internal import JSONText

/// Fields of our messages: `field` writes `null` for an absent value, `optional` omits the field.
///
/// Swift 6.3 does not specialise the generic functions of `JSONText` in this module, so this module has its own for the
/// lane.
extension JSONWriter {
    mutating func instant(_ instant: Instant, _ zone: ZoneOffset) {
        var buffer = TimeText.Buffer(repeating: 0)
        let count = TimeText.write(instant, zone, into: &buffer)
        string(utf8: buffer.span.extracting(0..<count))
    }

    mutating func field(_ name: StaticString, _ time: Instant?, _ zone: ZoneOffset) {
        key(name)
        if let time { instant(time, zone) } else { null() }
    }

    mutating func optional(_ name: StaticString, _ time: Instant?, _ zone: ZoneOffset) {
        guard let time else { return }
        key(name)
        instant(time, zone)
    }

    mutating func optional(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        string(text)
    }

    mutating func optional(_ name: StaticString, _ value: (some RawRepresentable<String>)?) {
        guard let value else { return }
        key(name)
        string(value.rawValue)
    }

    mutating func optional(_ name: StaticString, _ number: Int64?) {
        guard let number else { return }
        key(name)
        int(number)
    }

    mutating func optional(_ name: StaticString, _ number: Double?) {
        guard let number else { return }
        key(name)
        double(number)
    }

    /// Omits an empty list.
    mutating func optional(_ name: StaticString, _ texts: [String]) {
        if !texts.isEmpty { field(name, texts) }
    }

    /// Omits a flag that is not set.
    mutating func optional(_ name: StaticString, _ flag: Bool) {
        guard flag else { return }
        key(name)
        bool(true)
    }

    /// An object whose members `body` writes.
    @inline(__always)
    mutating func nested(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        beginObject()
        body(&self)
        endObject()
    }

    /// An array of what `body` writes for each element; the elements are not copied.
    @inline(__always)
    mutating func list<Element>(
        _ name: StaticString, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        beginArray()
        let all = elements.span
        for index in all.indices { body(&self, all[index]) }
        endArray()
    }

    mutating func schemaVersion(_ version: Int = SchemaVersion.current) {
        key("schema_version")
        int(version)
    }
}

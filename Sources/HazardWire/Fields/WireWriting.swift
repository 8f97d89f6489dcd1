internal import HazardCore
internal import JSONText

/// Fields of our messages: `field` writes `null` for what is absent, `optional` leaves it out.
///
/// Generic functions of `JSONText` are not specialised here (Swift 6.3), so those that the lane needs stand here again.
extension JSONWriter {
    mutating func instant(_ instant: Instant, _ zone: ZoneOffset) {
        var buffer = Timestamp.Buffer(repeating: 0)
        let count = Timestamp.write(instant, zone, into: &buffer)
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

    /// Leaves out an empty list.
    mutating func optional(_ name: StaticString, _ texts: [String]) {
        if !texts.isEmpty { field(name, texts) }
    }

    /// Leaves out a flag that is not set.
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

    /// An array of what `body` writes for each element, which is lent, not copied.
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

internal import JSONText

/// The id that a sender gave to a message, for a record that could not be used: what people look it up by.
package enum SentID {
    /// The `report_id`, `event_id` or `command_id` of a value; nil when it has none that an id may look like.
    ///
    /// An id is all that is taken, and only in its proper form: whatever else stands in such a record may be about people.
    package static func of(_ value: [UInt8]) -> String? {
        guard let object = try? JSONValue(reading: value) else { return nil }
        return ["report_id", "event_id", "command_id"].lazy.compactMap { object[$0]?.string }.first(
            where: Identifier.isValid)
    }
}

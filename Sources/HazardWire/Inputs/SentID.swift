internal import JSONText

/// The id that its sender gave to a record that cannot be used; people search by it.
package enum SentID {
    /// The `report_id`, `event_id` or `command_id` of a value; nil when it has none in the form of an id.
    ///
    /// Nothing else of the record is read: other fields, or an id in another form, may be about people.
    package static func of(_ value: [UInt8]) -> String? {
        guard let object = try? JSONValue(reading: value) else { return nil }
        return ["report_id", "event_id", "command_id"].lazy.compactMap { object[$0]?.string }.first(
            where: Identifier.isValid)
    }
}

package import HazardCore

/// A header of a record: few on purpose, each doubles the cost of a record.
package struct RecordHeader: Hashable, Sendable {
    package var name: String
    package var value: [UInt8]

    package init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }

    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8))
    }

    /// On a dispatch record: its `event_id`.
    package static let dispatchID = "hazard-dispatch-id"
    /// On a dispatch record: the shard that its feedback belongs to, in decimal.
    package static let shard = "hazard-shard"
    /// W3C trace context, when the report had one.
    package static let traceparent = "traceparent"
    /// On a report: `<key id>;<hex HMAC-SHA256 of the value>`.
    package static let signature = "hazard-signature"

    /// The headers of the dispatch record that `TaskCodec` writes for the task at `index`.
    package static func dispatch(_ value: Case, task index: Int, traceparent trace: [UInt8]?) -> [RecordHeader] {
        let task = value.tasks[index]
        var headers = [
            RecordHeader(dispatchID, TaskCodec.eventID(task.id(in: value.id), task.version)),
            RecordHeader(shard, String(value.id.shard)),
        ]
        if let trace { headers.append(RecordHeader(traceparent, trace)) }
        return headers
    }
}

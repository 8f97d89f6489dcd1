internal import HazardCore
internal import HazardWire
internal import JSONText

/// A department's task as the API shows it: the record of its queue, without the queue's `event`.
struct TaskText: Sendable {
    var id: String
    var department: String
    var bytes: [UInt8]

    init(_ value: Case, task index: Int, zone: ZoneOffset) {
        let task = value.tasks[index]
        id = task.id(in: value.id)
        department = task.department
        bytes = JSONWriter.bytes { TaskCodec.encode(value, task: index, nil, zone: zone, to: &$0) }
    }
}

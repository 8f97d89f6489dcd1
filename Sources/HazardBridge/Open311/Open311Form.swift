internal import HazardCore
internal import HazardWire

/// Makes the form of a new request from a task. A task has nothing of a reporter, so the form has no name, address or number
/// of a person.
enum Open311Form {
    /// A longer description is cut: the standard allows 4,000 characters, and the marker must be in it.
    private static let mostCharacters = 3900

    /// The fields of the form, without key and jurisdiction.
    ///
    /// - Parameters:
    ///   - task: The task as its record has it.
    ///   - serviceCode: The remote's code.
    ///   - marker: By which a search finds the request.
    ///   - earlier: The remote request whose work must be done again; nil for the first request.
    ///   - zone: Of the times in the description.
    /// - Returns: Names and values in their order.
    static func fields(
        of task: TaskMessage, serviceCode: String, marker: String, earlier: String?, zone: ZoneOffset
    ) -> [(String, String)] {
        var form = [("service_code", serviceCode)]
        if let point = task.location?.wgs84 ?? task.location?.point.flatMap({ $0.crs == .wgs84 ? $0.point : nil }) {
            form.append(("lat", String(point.latitude)))
            form.append(("long", String(point.longitude)))
        }
        if let address = task.location?.address { form.append(("address_string", address)) }
        form.append(("description", description(of: task, marker: marker, earlier: earlier, zone: zone)))
        if let picture = task.media.first(where: { $0.ref.hasPrefix("https://") }) {
            form.append(("media_url", picture.ref))
        }
        form.append(("attribute[hazard_case_id]", task.caseID.text))
        form.append(("attribute[hazard_task_id]", task.taskID))
        form.append(("attribute[priority]", task.priority.rawValue))
        return form
    }

    private static func description(
        of task: TaskMessage, marker: String, earlier: String?, zone: ZoneOffset
    ) -> String {
        var lines: [String] = []
        if let earlier { lines.append("返工 Rework of \(earlier): \(task.reason ?? "")") }
        lines.append("\(task.category.name)（\(task.category.code)）\(task.priority.rawValue)")
        if let text = task.text { lines.append(text) }
        if let due = task.makeSafeDueAt { lines.append("排险时限 make safe by \(LocalTimeText.minute(due, zone))") }
        if let due = task.dueAt { lines.append("处置时限 due \(LocalTimeText.minute(due, zone))") }
        return lines.joined(separator: "\n").prefix(mostCharacters) + "\n" + marker
    }
}

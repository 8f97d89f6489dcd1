internal import JSONText

/// A body with `{{name}}` in the place of values.
package enum WebhookTemplate {
    /// The values of a task's record.
    package static let taskNames = [
        "record", "message", "event", "event_id", "case_id", "task_id", "version", "department", "role", "state",
        "programme", "category", "category_code", "condition", "priority", "text", "address", "district", "opened_at",
        "ack_by", "due_at", "reason",
    ]
    /// The values of a notice.
    package static let noticeNames = [
        "record", "message", "kind", "event_id", "report_id", "case_id", "programme", "channel", "text", "text_en",
        "at",
    ]

    /// Fills a template: each `{{name}}` becomes its value, escaped as text in JSON; `{{record}}` becomes the whole record.
    ///
    /// - Parameters:
    ///   - template: The body with names.
    ///   - record: The record as JSON.
    ///   - value: The value of a name; nil for an absent one, which becomes empty.
    /// - Returns: The body.
    package static func fill(_ template: String, record: [UInt8], _ value: (String) -> String?) -> [UInt8] {
        var body: [UInt8] = []
        for part in parts(of: template) {
            switch part {
            case .text(let text): body += Array(text.utf8)
            case .name("record"): body += record
            case .name(let name):
                let quoted = JSONWriter.bytes { $0.string(value(name) ?? "") }
                body += quoted.dropFirst().dropLast()
            }
        }
        return body
    }

    /// The names in a template, in their order.
    static func names(in template: String) -> [String] {
        parts(of: template).compactMap { if case .name(let name) = $0 { name } else { nil } }
    }

    /// Whether the template is JSON once its values are filled in.
    static func isJSON(_ template: String) -> Bool {
        (try? JSONValue(reading: fill(template, record: Array("{}".utf8)) { _ in "x" })) != nil
    }

    private enum Part {
        case text(Substring)
        case name(String)
    }

    private static func parts(of template: String) -> [Part] {
        var parts: [Part] = []
        var rest = template[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            parts.append(.text(rest[..<open.lowerBound]))
            let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
            parts.append(.name(name))
            rest = rest[close.upperBound...]
        }
        parts.append(.text(rest))
        return parts
    }
}

internal import JSONText

/// `arguments` of a notice: texts by name, in order of the names.
enum NoticeArguments: String, JSONFields {
    /// Every name: they differ by the notice's kind.
    case unknown

    static let keys = JSONKeys<NoticeArguments>()

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> [String: String] {
        var arguments: [String: String] = [:]
        var object = try reader.open(NoticeArguments.self)
        while try reader.next(&object) != nil {
            let name = reader.keyName()
            arguments[name] = try reader.string()
        }
        return arguments
    }

    static func write(_ arguments: [String: String], to writer: inout JSONWriter) {
        writer.nested("arguments") { writer in
            for (name, value) in arguments.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                writer.string(value)
            }
        }
    }
}

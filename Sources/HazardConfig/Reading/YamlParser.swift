internal import CYaml

/// libyaml's event parser over bytes that somebody else keeps.
final class YamlParser {
    /// Ours: allocated here, emptied and freed in `deinit`. It holds a pointer to itself, so it never moves.
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// A parser of these bytes, which must outlive it; nil without memory.
    init?(borrowing bytes: UnsafeBufferPointer<UInt8>) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            return nil
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event, copied out of libyaml's memory.
    ///
    /// - Throws: `YamlFault` where the text is not YAML; the parser is of no use afterwards.
    func next() throws(YamlFault) -> YamlEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw fault() }
        // The event's strings are libyaml's until yaml_event_delete; everything kept is copied before.
        defer { yaml_event_delete(&event) }
        return YamlEvent(copying: event)
    }

    private func fault() -> YamlFault {
        let text = parser.pointee.problem.map { String(cString: $0) } ?? "no memory"
        guard parser.pointee.error != YAML_READER_ERROR else {
            return YamlFault(
                problem: "not UTF-8 text at byte \(parser.pointee.problem_offset): \(text)",
                hint: "save the file as UTF-8", line: parser.pointee.mark.line, column: parser.pointee.mark.column)
        }
        let context = parser.pointee.context.map { String(cString: $0) + ": " } ?? ""
        let mark = parser.pointee.problem_mark
        return YamlFault(
            problem: "not valid YAML: \(context)\(text)", hint: "check indentation, quotes and colons here",
            line: mark.line, column: mark.column)
    }
}

/// One event of libyaml in Swift's own memory.
struct YamlEvent {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd, alias
        case scalar(String, isPlain: Bool)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    }

    var kind: Kind
    var hasAnchor = false
    /// An explicit tag such as `!!binary`.
    var tag: String?
    /// From 0, as libyaml counts.
    var line: Int
    var column: Int

    init(copying event: yaml_event_t) {
        line = event.start_mark.line
        column = event.start_mark.column
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_ALIAS_EVENT: kind = .alias
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            kind = .scalar(String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            hasAnchor = scalar.anchor != nil
            tag = scalar.tag.map { String(cString: $0) }
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequenceStart
            hasAnchor = event.data.sequence_start.anchor != nil
            tag = event.data.sequence_start.tag.map { String(cString: $0) }
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            kind = .mappingStart
            hasAnchor = event.data.mapping_start.anchor != nil
            tag = event.data.mapping_start.tag.map { String(cString: $0) }
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        case YAML_STREAM_END_EVENT: kind = .streamEnd
        default: kind = .streamStart
        }
    }

    func place(in file: String) -> ConfigPlace { ConfigPlace(file: file, line: line + 1, column: column + 1) }
}

/// Where and why a text is not the YAML we read.
struct YamlFault: Error {
    var problem: String
    var hint: String?
    var line: Int
    var column: Int

    init(problem: String, hint: String?, line: Int, column: Int) {
        self.problem = problem
        self.hint = hint
        self.line = line
        self.column = column
    }

    init(at event: YamlEvent, _ problem: String, hint: String? = nil) {
        self.init(problem: problem, hint: hint, line: event.line, column: event.column)
    }

    func place(in file: String) -> ConfigPlace { ConfigPlace(file: file, line: line + 1, column: column + 1) }
}

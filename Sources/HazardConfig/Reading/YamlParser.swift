internal import CYaml
internal import Wording

/// libyaml's event parser over bytes that the caller owns.
final class YamlParser {
    /// Allocated in `init` and freed in `deinit`. libyaml keeps a pointer into it, so it must not move.
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// A parser of these bytes, which must outlive it; nil when there is no memory.
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
    /// - Throws: `YamlFault` where the text is not YAML; the parser cannot be used afterwards.
    func next() throws(YamlFault) -> YamlEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw fault() }
        // libyaml owns the event's strings until yaml_event_delete; YamlEvent copies them before.
        defer { yaml_event_delete(&event) }
        return YamlEvent(copying: event)
    }

    private func fault() -> YamlFault {
        let text = YamlErrorText.text(parser.pointee.problem.map { String(cString: $0) } ?? "no memory")
        guard parser.pointee.error != YAML_READER_ERROR else {
            let offset = parser.pointee.problem_offset
            return YamlFault(
                LocalText(
                    zh: "第 \(offset) 字节处不是 UTF-8 文本：\(text.zh)", en: "not UTF-8 text at byte \(offset): \(text.en)"),
                hint: LocalText(zh: "把文件另存为 UTF-8", en: "save the file as UTF-8"), line: parser.pointee.mark.line,
                column: parser.pointee.mark.column)
        }
        let context = parser.pointee.context.map { YamlErrorText.text(String(cString: $0)) }
        let mark = parser.pointee.problem_mark
        return YamlFault(
            LocalText(
                zh: "YAML 语法错误：\(context.map { $0.zh + "，" } ?? "")\(text.zh)",
                en: "not valid YAML: \(context.map { $0.en + ": " } ?? "")\(text.en)"),
            hint: LocalText(zh: "检查此处的缩进、引号和冒号", en: "check indentation, quotes and colons here"), line: mark.line,
            column: mark.column)
    }
}

/// One event of libyaml, with copies of its strings.
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
    /// Counted from 0, as libyaml does.
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

/// Why and where a text cannot be read as YAML.
struct YamlFault: Error {
    var problem: LocalText
    var hint: LocalText?
    /// Counted from 0, as libyaml does.
    var line: Int
    var column: Int

    init(_ problem: LocalText, hint: LocalText?, line: Int, column: Int) {
        self.problem = problem
        self.hint = hint
        self.line = line
        self.column = column
    }

    init(at event: YamlEvent, _ problem: LocalText, hint: LocalText? = nil) {
        self.init(problem, hint: hint, line: event.line, column: event.column)
    }

    func place(in file: String) -> ConfigPlace { ConfigPlace(file: file, line: line + 1, column: column + 1) }
}

internal import Wording

/// Reads one YAML document into a tree: keys are unique text; anchors, aliases and tags are refused.
struct YamlReader {
    /// Deeper nesting than this is refused.
    static let maximumDepth = 32

    private static let anchor = LocalText(zh: "不支持 YAML 锚点和别名", en: "anchors and aliases are not supported")
    private static let writeOut = LocalText(zh: "直接写出值", en: "write the value itself")

    private let file: String
    private let problems: ProblemCollector
    private let parser: YamlParser

    /// The tree of a document; nil, with a problem, when it cannot be read.
    static func read(_ bytes: [UInt8], file: String, problems: ProblemCollector) -> YamlNode? {
        bytes.withUnsafeBufferPointer { buffer -> YamlNode? in
            guard let parser = YamlParser(borrowing: buffer) else {
                problems.add(
                    at: ConfigPlace(file: file), "", LocalText(zh: "内存不足，无法读取文件", en: "no memory to read the file"))
                return nil
            }
            let reader = YamlReader(file: file, problems: problems, parser: parser)
            do throws(YamlFault) {
                return try reader.document()
            } catch {
                problems.add(at: error.place(in: file), "", error.problem, hint: error.hint)
                return nil
            }
        }
    }

    private func document() throws(YamlFault) -> YamlNode {
        var root: YamlNode?
        while true {
            let event = try parser.next()
            switch event.kind {
            case .streamEnd:
                guard let root else { throw YamlFault(at: event, LocalText(zh: "文件是空的", en: "the file is empty")) }
                return root
            case .documentStart where root != nil:
                throw YamlFault(
                    at: event,
                    LocalText(zh: "出现第二个 YAML 文档：一个文件只能有一个", en: "a second document: a file holds one document"))
            case .streamStart, .documentStart, .documentEnd: continue
            default: root = try node(event, path: "", depth: 0)
            }
        }
    }

    private func node(_ event: YamlEvent, path: String, depth: Int) throws(YamlFault) -> YamlNode {
        guard depth < Self.maximumDepth else {
            throw YamlFault(
                at: event,
                LocalText(
                    zh: "嵌套超过 \(Self.maximumDepth) 层", en: "nested deeper than \(Self.maximumDepth) levels"))
        }
        let place = event.place(in: file)
        if event.hasAnchor {
            problems.add(at: place, path, Self.anchor, hint: Self.writeOut)
        }
        if let tag = event.tag {
            problems.add(
                at: place, path, value: tag, LocalText(zh: "不支持 YAML 标签", en: "tags are not supported"),
                hint: LocalText(zh: "删去标签", en: "remove it"))
        }
        switch event.kind {
        case .scalar(let text, let isPlain): return YamlNode(place: place, value: .scalar(text, isPlain: isPlain))
        case .sequenceStart: return YamlNode(place: place, value: .sequence(try items(path: path, depth: depth)))
        case .mappingStart: return YamlNode(place: place, value: .mapping(try pairs(path: path, depth: depth)))
        case .alias:
            problems.add(at: place, path, Self.anchor, hint: Self.writeOut)
            return YamlNode(place: place, value: .scalar("", isPlain: true))
        default: throw YamlFault(at: event, LocalText(zh: "文件提前结束", en: "unexpected end"))
        }
    }

    private func items(path: String, depth: Int) throws(YamlFault) -> [YamlNode] {
        var nodes: [YamlNode] = []
        while true {
            let event = try parser.next()
            if case .sequenceEnd = event.kind { return nodes }
            nodes.append(try node(event, path: "\(path)[\(nodes.count)]", depth: depth + 1))
        }
    }

    private func pairs(path: String, depth: Int) throws(YamlFault) -> [YamlPair] {
        var pairs: [YamlPair] = []
        var seen: [String: ConfigPlace] = [:]
        while true {
            let event = try parser.next()
            if case .mappingEnd = event.kind { return pairs }
            let place = event.place(in: file)
            guard case .scalar(let key, _) = event.kind else {
                throw YamlFault(
                    at: event, LocalText(zh: "键应为单个值", en: "a key must be a single value"),
                    hint: LocalText(zh: "给键加引号，或检查缩进", en: "quote it, or check the indentation"))
            }
            let keyPath = path.isEmpty ? key : "\(path).\(key)"
            let value = try node(try parser.next(), path: keyPath, depth: depth + 1)
            if let first = seen[key] {
                problems.add(at: place, keyPath, .duplicateKey, hint: .firstIsOnLine(first.line))
                continue
            }
            seen[key] = place
            pairs.append(YamlPair(key: key, keyPlace: place, value: value))
        }
    }
}

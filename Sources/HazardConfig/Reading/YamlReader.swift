internal import CYaml

/// Reads one strict YAML document into a tree: unique text keys, no anchors, no aliases, no tags.
struct YamlReader {
    /// Deeper nesting than this is a mistake.
    static let maximumDepth = 32

    private let file: String
    private let findings: Findings
    private let parser: YamlParser

    /// The tree of a document; nil when it cannot be read, which is then among the findings.
    static func read(_ bytes: [UInt8], file: String, findings: Findings) -> YamlNode? {
        bytes.withUnsafeBufferPointer { buffer -> YamlNode? in
            guard let parser = YamlParser(borrowing: buffer) else {
                findings.add(at: ConfigPlace(file: file), "", "no memory to read the file")
                return nil
            }
            let reader = YamlReader(file: file, findings: findings, parser: parser)
            do throws(YamlFault) {
                return try reader.document()
            } catch {
                findings.add(at: error.place(in: file), "", error.problem, hint: error.hint)
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
                guard let root else { throw YamlFault(at: event, "the file is empty") }
                return root
            case .documentStart where root != nil:
                throw YamlFault(at: event, "a second document: one file, one document")
            case .streamStart, .documentStart, .documentEnd: continue
            default: root = try node(event, path: "", depth: 0)
            }
        }
    }

    private func node(_ event: YamlEvent, path: String, depth: Int) throws(YamlFault) -> YamlNode {
        guard depth < Self.maximumDepth else {
            throw YamlFault(at: event, "nested deeper than \(Self.maximumDepth) levels")
        }
        let place = event.place(in: file)
        if event.hasAnchor {
            findings.add(at: place, path, "anchors and aliases are not used here", hint: "write the value out")
        }
        if let tag = event.tag {
            findings.add(at: place, path, value: tag, "tags are not used here", hint: "remove it")
        }
        switch event.kind {
        case .scalar(let text, let isPlain): return YamlNode(place: place, value: .scalar(text, isPlain: isPlain))
        case .sequenceStart: return YamlNode(place: place, value: .sequence(try items(path: path, depth: depth)))
        case .mappingStart: return YamlNode(place: place, value: .mapping(try pairs(path: path, depth: depth)))
        case .alias:
            findings.add(at: place, path, "anchors and aliases are not used here", hint: "write the value out")
            return YamlNode(place: place, value: .scalar("", isPlain: true))
        default: throw YamlFault(at: event, "unexpected end")
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
                throw YamlFault(at: event, "a key must be a single value", hint: "quote it, or check the indentation")
            }
            let keyPath = path.isEmpty ? key : "\(path).\(key)"
            let value = try node(try parser.next(), path: keyPath, depth: depth + 1)
            if let first = seen[key] {
                findings.add(
                    at: place, keyPath, "the key is here twice", hint: "it stands on line \(first.line) already")
                continue
            }
            seen[key] = place
            pairs.append(YamlPair(key: key, keyPlace: place, value: value))
        }
    }
}

internal import HazardCore
internal import Wording

/// One mapping of a configuration file, read field by field; whatever is wrong goes to the findings.
struct Fields {
    let node: YamlNode
    let path: String
    let findings: Findings

    /// The fields of a mapping; nil, with a finding, when it is none. Keys outside `known` are findings.
    init?(_ node: YamlNode, path: String, known: [String], findings: Findings) {
        guard let pairs = node.pairs else {
            findings.add(
                at: node.place, path, value: node.text, "must be a mapping, not \(node.kind)",
                hint: "its keys are \(known.joined(separator: ", "))")
            return nil
        }
        for pair in pairs where !known.contains(pair.key) {
            findings.add(
                at: pair.keyPlace, path.isEmpty ? pair.key : "\(path).\(pair.key)", "unknown key",
                hint: NearestName.english(for: pair.key, among: known)
                    ?? "known keys are \(known.joined(separator: ", "))")
        }
        self.node = node
        self.path = path
        self.findings = findings
    }

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The value of a key; nil, with a finding when `required`, if it is missing or nothing.
    func value(_ key: String, required: Bool = false) -> YamlNode? {
        let value = node[key]
        if let value, !value.isNothing { return value }
        if required {
            findings.add(at: value?.place ?? node.place, path(of: key), value == nil ? "is missing" : "has no value")
        } else if let value {
            findings.add(at: value.place, path(of: key), "has no value", hint: "leave the key out, or give a value")
        }
        return nil
    }

    func text(_ key: String, required: Bool = false) -> String? {
        guard let value = value(key, required: required) else { return nil }
        return text(of: value, path: path(of: key))
    }

    /// A required text: empty, with a finding, when it is missing.
    func requiredText(_ key: String) -> String { text(key, required: true) ?? "" }

    /// A required identifier of up to 64 letters, digits, `.`, `_` and `-`, beginning with a letter or digit.
    func identifier(_ key: String) -> String {
        guard let value = value(key, required: true), let text = text(of: value, path: path(of: key)) else { return "" }
        if !Self.isIdentifier(text) {
            findings.add(
                at: value.place, path(of: key), value: text,
                "must be 1 to 64 letters, digits, dots, dashes or underscores")
        }
        return text
    }

    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64 else { return false }
        func isPlain(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        return isPlain(first) && text.utf8.allSatisfy { isPlain($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    }

    func flag(_ key: String) -> Bool? {
        guard let value = value(key), let text = text(of: value, path: path(of: key)) else { return nil }
        if let flag = Bool(text) { return flag }
        findings.add(at: value.place, path(of: key), value: text, "must be true or false")
        return nil
    }

    func integer(_ key: String, in range: ClosedRange<Int>, required: Bool = false) -> Int? {
        guard let value = value(key, required: required), let text = text(of: value, path: path(of: key)) else {
            return nil
        }
        if let number = Int(text), range.contains(number) { return number }
        findings.add(
            at: value.place, path(of: key), value: text,
            "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ type: Choice.Type, required: Bool = false
    ) -> Choice? {
        guard let value = value(key, required: required) else { return nil }
        return choice(of: value, path: path(of: key))
    }

    func choices<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, _ type: Choice.Type) -> [Choice]? {
        items(key)?.compactMap { choice(of: $0.node, path: $0.path) }
    }

    func texts(_ key: String) -> [String]? {
        items(key)?.compactMap { text(of: $0.node, path: $0.path) }
    }

    /// The elements of a list with their paths; a single value counts as a list of one.
    func items(_ key: String, required: Bool = false) -> [(node: YamlNode, path: String)]? {
        guard let value = value(key, required: required) else { return nil }
        guard case .sequence(let nodes) = value.value else { return [(value, path(of: key))] }
        return nodes.enumerated().map { ($1, "\(path(of: key))[\($0)]") }
    }

    func mapping(_ key: String, known: [String], required: Bool = false) -> Fields? {
        guard let value = value(key, required: required) else { return nil }
        return Fields(value, path: path(of: key), known: known, findings: findings)
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(
        of node: YamlNode, path: String
    ) -> Choice? {
        guard let text = text(of: node, path: path) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        findings.add(
            at: node.place, path, value: text, "must be one of \(known.joined(separator: ", "))",
            hint: NearestName.english(for: text, among: known))
        return nil
    }

    private func text(of node: YamlNode, path: String) -> String? {
        if let text = node.text, !text.isEmpty { return text }
        let got = node.text == nil ? "must be a single value, not \(node.kind)" : "must not be empty"
        findings.add(at: node.place, path, got)
        return nil
    }
}

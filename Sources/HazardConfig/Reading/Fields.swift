internal import HazardCore
internal import Wording

/// The fields of one YAML mapping; every mistake in them is reported.
struct Fields {
    let node: YamlNode
    let path: String
    let problems: ProblemCollector

    /// The fields of a mapping; nil, with a problem, when the node is not a mapping. A key outside `known` is a problem.
    init?(_ node: YamlNode, path: String, known: [String], problems: ProblemCollector) {
        guard let pairs = node.pairs else {
            problems.add(
                at: node.place, path, value: node.text, .mustBe(YamlNode.mapping, not: node), hint: .knownKeys(known))
            return nil
        }
        for pair in pairs where !known.contains(pair.key) {
            problems.add(
                at: pair.keyPlace, path.isEmpty ? pair.key : "\(path).\(pair.key)", .unknownKey,
                hint: NearestName.hint(for: pair.key, among: known) ?? .knownKeys(known))
        }
        self.node = node
        self.path = path
        self.problems = problems
    }

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The place of a key's value; the mapping's own place when the key is missing.
    func place(of key: String) -> ConfigPlace { node[key]?.place ?? node.place }

    /// Reports a problem of a key at its value.
    func report(_ key: String, value: String? = nil, _ problem: LocalText, hint: LocalText? = nil) {
        problems.add(at: place(of: key), path(of: key), value: value, problem, hint: hint)
    }

    /// The value of a key; nil when the key is missing or has no value, which is a problem when `required`.
    func value(_ key: String, required: Bool = false) -> YamlNode? {
        let value = node[key]
        if let value, !value.isNothing { return value }
        if required {
            report(key, value == nil ? .missing : .noValue)
        } else if value != nil {
            report(key, .noValue, hint: LocalText(zh: "填写值，或删去此项", en: "leave the key out, or give a value"))
        }
        return nil
    }

    func text(_ key: String, required: Bool = false) -> String? {
        guard let value = value(key, required: required) else { return nil }
        return text(of: value, path: path(of: key))
    }

    /// A required text; empty, with a problem, when it is missing.
    func requiredText(_ key: String) -> String { text(key, required: true) ?? "" }

    /// A required identifier of up to 64 letters, digits, `.`, `_` and `-`, beginning with a letter or digit.
    func identifier(_ key: String) -> String {
        guard let value = value(key, required: true), let text = text(of: value, path: path(of: key)) else { return "" }
        if !Self.isIdentifier(text) { report(key, value: text, .mustBe(.identifier)) }
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
        guard let text = text(key) else { return nil }
        if let flag = Bool(text) { return flag }
        report(key, value: text, .mustBe(LocalText(zh: "true 或 false", en: "true or false")))
        return nil
    }

    func integer(_ key: String, in range: ClosedRange<Int>, required: Bool = false) -> Int? {
        guard let text = text(key, required: required) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        report(key, value: text, .mustBe(.wholeNumber(from: range.lowerBound, to: range.upperBound)))
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
        return Fields(value, path: path(of: key), known: known, problems: problems)
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(of node: YamlNode, path: String) -> Choice? {
        guard let text = text(of: node, path: path) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        problems.add(
            at: node.place, path, value: text, .mustBe(.oneOf(known)), hint: NearestName.hint(for: text, among: known))
        return nil
    }

    private func text(of node: YamlNode, path: String) -> String? {
        if let text = node.text, !text.isEmpty { return text }
        problems.add(at: node.place, path, node.text == nil ? .mustBe(YamlNode.scalar, not: node) : .empty)
        return nil
    }
}

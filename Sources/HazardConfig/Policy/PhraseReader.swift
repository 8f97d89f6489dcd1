internal import ChineseText
internal import HazardCore
internal import Wording

/// Reads phrases as a phrase book writes them: `word`, `one|other`, `<list>`, and `part + part`.
struct PhraseReader {
    let findings: Findings
    /// The lists under `words`, by name.
    private var lists: [String: [String]] = [:]

    init(_ file: Fields, findings: Findings) {
        self.findings = findings
        guard let fields = open(file, "words") else { return }
        for pair in fields.node.pairs ?? [] { lists[pair.key] = words(fields, pair.key) }
    }

    /// A mapping whose keys are for the caller to judge; nil, with a finding, when it is none.
    func open(_ fields: Fields, _ key: String, required: Bool = false) -> Fields? {
        let known = fields.node[key]?.pairs?.map(\.key) ?? ["words"]
        return fields.mapping(key, known: known, required: required)
    }

    /// A list of words without parts.
    func words(_ fields: Fields, _ key: String) -> [String] {
        var words: [String] = []
        for item in fields.items(key) ?? [] {
            guard let word = word(item.node.text, item.node, item.path) else { continue }
            if words.contains(word) { findings.add(at: item.node.place, item.path, value: word, "stands here twice") }
            words.append(word)
        }
        return words
    }

    /// A list of phrases of weight 1.
    func phrases(_ fields: Fields, _ key: String) -> [Phrase] {
        (fields.items(key) ?? []).compactMap { phrase($0.node, $0.path, weight: 1) }
    }

    /// Lists of phrases by weight, the heaviest first.
    func weighted(_ fields: Fields, _ key: String, required: Bool = false) -> [Phrase] {
        guard let weights = open(fields, key, required: required) else { return [] }
        var phrases: [Phrase] = []
        for pair in weights.node.pairs ?? [] {
            guard let weight = Int(pair.key), (1...9).contains(weight) else {
                findings.add(at: pair.keyPlace, weights.path(of: pair.key), "must be a weight from 1 to 9")
                continue
            }
            for item in weights.items(pair.key, required: true) ?? [] {
                guard let phrase = phrase(item.node, item.path, weight: weight) else { continue }
                if phrases.contains(where: { $0.parts == phrase.parts }) {
                    findings.add(at: item.node.place, item.path, value: phrase.text, "stands here twice")
                }
                phrases.append(phrase)
            }
        }
        return phrases
    }

    private func phrase(_ node: YamlNode, _ path: String, weight: Int) -> Phrase? {
        guard let text = node.text, !text.isEmpty else {
            findings.add(at: node.place, path, "must be a phrase, not \(node.kind)")
            return nil
        }
        var parts: [[String]] = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            guard let words = alternatives(part.trimmed, node, path) else { return nil }
            parts.append(words)
        }
        if parts.count > 3 { findings.add(at: node.place, path, value: text, "has more than three parts") }
        return Phrase(text, parts: parts, weight: weight)
    }

    /// The words of one part: each of `a|b|<list>`.
    private func alternatives(_ part: String, _ node: YamlNode, _ path: String) -> [String]? {
        var words: [String] = []
        for choice in part.split(separator: "|", omittingEmptySubsequences: false) {
            let choice = choice.trimmed
            guard choice.hasPrefix("<"), choice.hasSuffix(">") else {
                guard let word = word(choice, node, path) else { return nil }
                words.append(word)
                continue
            }
            let name = String(choice.dropFirst().dropLast())
            guard let list = lists[name] else {
                findings.add(
                    at: node.place, path, value: choice, "no such list under words",
                    hint: NearestName.english(for: name, among: lists.keys))
                return nil
            }
            words += list
        }
        return words
    }

    private func word(_ text: String?, _ node: YamlNode, _ path: String) -> String? {
        guard let text, !text.isEmpty else {
            findings.add(at: node.place, path, value: node.text, "an empty word", hint: "write word, or part + part")
            return nil
        }
        let plain = PhraseBook.plainForm(of: text)
        if plain == text { return text }
        findings.add(
            at: node.place, path, value: text, "must be simplified, half-width and small, without blanks and marks",
            hint: plain.isEmpty ? nil : "write \(plain)")
        return nil
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        var rest = self[...]
        while rest.first == " " { rest = rest.dropFirst() }
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}

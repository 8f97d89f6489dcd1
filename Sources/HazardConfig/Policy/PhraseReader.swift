internal import ChineseText
internal import HazardCore
internal import Wording

/// Reads the phrases of `phrases.yaml`: `word`, `one|other`, `<list>`, and `part + part`.
struct PhraseReader {
    let problems: ProblemCollector
    /// The lists under `words`, by name.
    private var lists: [String: [String]] = [:]

    init(_ file: Fields, problems: ProblemCollector) {
        self.problems = problems
        guard let fields = mappingWithAnyKeys(file, "words") else { return }
        for pair in fields.node.pairs ?? [] { lists[pair.key] = words(fields, pair.key) }
    }

    /// A mapping whose keys the caller checks; nil, with a problem, when the value is not a mapping.
    func mappingWithAnyKeys(_ fields: Fields, _ key: String, required: Bool = false) -> Fields? {
        let known = fields.node[key]?.pairs?.map(\.key) ?? ["words"]
        return fields.mapping(key, known: known, required: required)
    }

    /// A list of words without parts.
    func words(_ fields: Fields, _ key: String) -> [String] {
        var words: [String] = []
        for item in fields.items(key) ?? [] {
            guard let word = word(item.node.text, item.node, item.path) else { continue }
            if words.contains(word) { problems.add(at: item.node.place, item.path, value: word, .listedTwice) }
            words.append(word)
        }
        return words
    }

    /// A list of words, of which each may be a choice such as `one|<list>`.
    func choices(_ fields: Fields, _ key: String) -> [String] {
        var words: [String] = []
        for item in fields.items(key) ?? [] {
            guard let text = item.node.text, let choices = alternatives(text, item.node, item.path) else { continue }
            for word in choices where !words.contains(word) { words.append(word) }
        }
        return words
    }

    /// A list of phrases of weight 1.
    func phrases(_ fields: Fields, _ key: String) -> [Phrase] {
        (fields.items(key) ?? []).compactMap { phrase($0.node, $0.path, weight: 1) }
    }

    /// Lists of phrases by weight, in the order of the file.
    func weighted(_ fields: Fields, _ key: String, required: Bool = false) -> [Phrase] {
        guard let weights = mappingWithAnyKeys(fields, key, required: required) else { return [] }
        var phrases: [Phrase] = []
        for pair in weights.node.pairs ?? [] {
            guard let weight = Int(pair.key), (1...9).contains(weight) else {
                problems.add(
                    at: pair.keyPlace, weights.path(of: pair.key),
                    .mustBe(LocalText(zh: "1 至 9 的权重", en: "a weight from 1 to 9")))
                continue
            }
            for item in weights.items(pair.key, required: true) ?? [] {
                guard let phrase = phrase(item.node, item.path, weight: weight) else { continue }
                if phrases.contains(where: { $0.parts == phrase.parts }) {
                    problems.add(at: item.node.place, item.path, value: phrase.text, .listedTwice)
                }
                phrases.append(phrase)
            }
        }
        return phrases
    }

    private func phrase(_ node: YamlNode, _ path: String, weight: Int) -> Phrase? {
        guard let text = node.text, !text.isEmpty else {
            problems.add(at: node.place, path, .mustBe(LocalText(zh: "短语", en: "a phrase"), not: node))
            return nil
        }
        var parts: [[String]] = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            guard let words = alternatives(part.trimmed, node, path) else { return nil }
            parts.append(words)
        }
        if parts.count > 3 {
            problems.add(
                at: node.place, path, value: text, LocalText(zh: "超过三段", en: "has more than three parts"))
        }
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
                problems.add(
                    at: node.place, path, value: choice,
                    LocalText(zh: "words 下没有这个词表", en: "no such list under words"),
                    hint: NearestName.hint(for: name, among: lists.keys))
                return nil
            }
            words += list
        }
        return words
    }

    private func word(_ text: String?, _ node: YamlNode, _ path: String) -> String? {
        guard let text, !text.isEmpty else {
            problems.add(
                at: node.place, path, value: node.text, LocalText(zh: "词是空的", en: "an empty word"),
                hint: LocalText(zh: "写一个词，或写成 词 + 词", en: "write word, or part + part"))
            return nil
        }
        let plain = PhraseBook.plainForm(of: text)
        if plain == text { return text }
        problems.add(
            at: node.place, path, value: text,
            LocalText(
                zh: "应为简体、半角、小写，不含空格和标点",
                en: "must be simplified, half-width and in lower case, without spaces and punctuation"),
            hint: plain.isEmpty ? nil : LocalText(zh: "写成 \(plain)", en: "write \(plain)"))
        return nil
    }
}

extension StringProtocol {
    /// The text without spaces at both ends.
    fileprivate var trimmed: String {
        var rest = self[...]
        while rest.first == " " { rest = rest.dropFirst() }
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}

import CommandArguments
internal import Wording

/// Maps the fields of a message to the options they came from, so that a refusal names and quotes what the user typed.
struct FieldOptions {
    private let arguments: Arguments
    private let options: [Option]
    /// Option names by the path of the field.
    private let names: [String: String]

    /// `names` has the fields whose name differs from their option's.
    init(_ arguments: Arguments, _ options: [Option], _ names: [String: String] = [:]) {
        self.arguments = arguments
        self.options = options
        self.names = names
    }

    /// One problem in a line: `--into CASE is missing`, `--at "yesterday": expected …`.
    func line(_ problem: ProblemLine, _ words: AnswerWords) -> String {
        if problem.field.isEmpty, let line = missingContent(problem, words) { return line }
        guard let option = option(of: problem.field) else { return problem.text(words.language) }
        guard let given = given(option) else {
            return Self.missing.contains(where: problem.problem.hasPrefix)
                ? words("缺少 \(option.usage)", "\(option.usage) is missing")
                : words("--\(option.name)：", "--\(option.name): ") + problemText(problem, words.language)
        }
        let about = words("--\(option.name) 的值“\(given)”不可用：", "--\(option.name) \"\(given)\": ")
        return about + problemText(problem, words.language) + known(option, given, words)
    }

    /// A sentence with its field names replaced by option names.
    func renamed(_ sentence: String) -> String {
        var text = sentence
        // A plain word may also be a word of the sentence.
        for (field, option) in names where field.contains(where: { $0 == "." || $0 == "_" }) {
            text = text.replacing(field, with: "--" + option)
        }
        return text
    }

    /// The known name that is nearest to an unknown value of the option.
    func nearest(to option: String, among known: [String]) -> String? {
        arguments.values(option).map { $0.split(separator: ":").first.map(String.init) ?? $0 }
            .first { !known.contains($0) }.flatMap { FieldOptions.nearest($0, among: known) }
    }

    private static func nearest(_ name: String, among known: [String]) -> String? {
        NearestName.of(name, among: known) ?? NearestName.byPart(name, among: known)
    }

    // MARK: - Problems of the server

    /// The beginnings of the sentence about a missing field, in both languages (`JSONFault`).
    private static let missing = ["the required field is missing", "缺少必填字段"]

    /// The problem without the type of the value, because the value is quoted, and without a hint that only repeats the
    /// problem.
    private func problemText(_ problem: ProblemLine, _ language: Language) -> String {
        var text = problem.problem
        for ending in [", found another string", ", found a string", "；实际：另一个字符串", "；实际：字符串"]
        where text.hasSuffix(ending) {
            text.removeLast(ending.count)
        }
        return text + problem.advice(language)
    }

    /// The sentence for a report without content; nil for other problems.
    private func missingContent(_ problem: ProblemLine, _ words: AnswerWords) -> String? {
        let needed = ["text", "media", "category"].compactMap { name in options.first { $0.name == name } }
        let sentences = ["at least one of text, media and category_hint", "text、media、category_hint 中至少一项"]
        guard sentences.contains(where: problem.problem.contains), needed.count == 3 else { return nil }
        let list = needed.map { "--" + $0.name }
        return words(
            "缺少内容：\(list.joined(separator: "、")) 至少要有一项",
            "the report has no content: give \(list.joined(separator: " or "))")
    }

    // MARK: - Options

    private func option(of field: String) -> Option? {
        var path = field.prefix { $0 != "[" }
        while true {
            let name = names[String(path)] ?? String(path)
            if let option = options.first(where: { $0.name == name }) { return option }
            guard let dot = path.lastIndex(of: ".") else { return nil }
            path = path[..<dot]
        }
    }

    private func given(_ option: Option) -> String? {
        let values = arguments.values(option.name)
        return values.isEmpty ? nil : ForeignText.line(values.joined(separator: ", "))
    }

    /// The nearest known name, else all known names.
    private func known(_ option: Option, _ given: String, _ words: AnswerWords) -> String {
        guard let known = words.names.known(to: option.name), !known.isEmpty else { return "" }
        let id = given.split(separator: ":").first.map(String.init) ?? given
        guard !known.contains(id) else { return "" }
        if let nearest = FieldOptions.nearest(id, among: known) {
            return words("；是否想用 \(nearest)？", "; did you mean \(nearest)?")
        }
        let list = known.prefix(30).joined(separator: ", ") + (known.count > 30 ? ", …" : "")
        return words("；已配置的有：\(list)", "; there are \(list)")
    }
}

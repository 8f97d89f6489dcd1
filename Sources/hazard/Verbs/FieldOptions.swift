import CommandArguments
internal import Wording

/// Which option each field of a message came from, so that a refusal names what was typed, and shows it.
struct FieldOptions {
    private let arguments: Arguments
    private let options: [Option]
    /// The option's name by the field's path.
    private let names: [String: String]

    /// `names` holds what is called otherwise on the wire; a field that is not there has the option of its own name.
    init(_ arguments: Arguments, _ options: [Option], _ names: [String: String] = [:]) {
        self.arguments = arguments
        self.options = options
        self.names = names
    }

    /// One problem in a line: `--into CASE is missing`, `--at "yesterday": expected …`.
    func line(_ problem: ProblemLine, _ words: AnswerWords) -> String {
        if problem.field.isEmpty, let line = missingContent(problem, words) { return line }
        guard let option = option(of: problem.field) else { return problem.text }
        guard let given = given(option) else {
            return Self.missing.contains(where: problem.problem.hasPrefix)
                ? words("缺少 \(option.usage)", "\(option.usage) is missing")
                : "--\(option.name): " + said(problem)
        }
        let about = words("--\(option.name) 的值“\(given)”不可用：", "--\(option.name) \"\(given)\": ")
        return about + said(problem) + known(option, given, words)
    }

    /// A sentence with the fields of the wire replaced by their options.
    func renamed(_ sentence: String) -> String {
        var text = sentence
        for (field, option) in names where field.hasPrefix("arguments.") {
            text = text.replacing(field, with: "--" + option)
        }
        return text
    }

    /// What may have been meant by a value of that option, when none of the names is it.
    func meant(by option: String, among known: [String]) -> String? {
        arguments.values(option).map { $0.split(separator: ":").first.map(String.init) ?? $0 }
            .first { !known.contains($0) }.flatMap { FieldOptions.nearest($0, among: known) }
    }

    private static func nearest(_ name: String, among known: [String]) -> String? {
        NearestName.of(name, among: known) ?? NearestName.byPart(name, among: known)
    }

    // MARK: - What the wire says

    /// How the problem of a missing field begins, in both languages (`JSONFault`).
    private static let missing = ["the required field is missing", "缺少必填字段"]

    /// Without the kind of the value, which is shown, and without a hint that only says it again.
    private func said(_ problem: ProblemLine) -> String {
        var text = problem.problem
        for ending in [", found another string", ", found a string", "；实际：另一个字符串", "；实际：字符串"]
        where text.hasSuffix(ending) {
            text.removeLast(ending.count)
        }
        return text + problem.advice
    }

    /// A report of which nothing was said.
    private func missingContent(_ problem: ProblemLine, _ words: AnswerWords) -> String? {
        let needed = ["text", "media", "category"].compactMap { name in options.first { $0.name == name } }
        let sentences = ["at least one of text, media and category_hint", "text、media、category_hint 中至少一项"]
        guard sentences.contains(where: problem.problem.contains), needed.count == 3 else { return nil }
        let list = needed.map { "--" + $0.name }
        return words(
            "缺少内容：\(list.joined(separator: "、")) 至少要有一项", "nothing is said: give \(list.joined(separator: " or "))")
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

    /// The name that may have been meant, else those there are.
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

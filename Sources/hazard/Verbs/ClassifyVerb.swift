internal import ChineseText
import CommandArguments
import HazardConfig
import HazardCore
internal import HazardText
import JSONText
internal import Wording

/// `hazard classify TEXT`: what the words of a report say, and which words said it.
let classifyVerb = Verb(
    path: ["classify"],
    summary: LocalText(
        zh: "从一句话读出隐患类别，并说明依据哪些词", en: "read the category of a hazard from a text, and say which words decided"),
    options: Configuration.options + [.json],
    positionals: [
        Positional("TEXT", summary: LocalText(zh: "上报的文字，简体或繁体", en: "the words of a report, in either script"))
    ]
) { arguments in
    let policy = try Configuration.load(arguments).policy
    let text = arguments.positional("TEXT") ?? ""
    let reading = TextReading(policy.textClassifier.classify(text), of: text, policy)
    if arguments.flag("json") {
        Terminal.print(bytes: reading.json)
    } else {
        Terminal.print(reading.text(AnswerWords(language: arguments.language, names: PolicyNames(policy))))
    }
    return .done
}

/// What the classifier answers, for people and for scripts.
struct TextReading {
    private let said: TextClassification
    /// The text by its Unicode scalars, in which evidence is placed.
    private let scalars: [Unicode.Scalar]
    private let category: HazardCategory?
    private let runnerUp: HazardCategory?
    private let danger: Danger?

    init(_ said: TextClassification, of text: String, _ policy: Policy) {
        self.said = said
        scalars = Array(text.unicodeScalars)
        category = said.category.flatMap(policy.category)
        danger = said.danger.flatMap { Danger($0) }
        runnerUp = said.runnerUp.flatMap { policy.category($0.category) }
    }

    func text(_ words: AnswerWords) -> String {
        func named(_ category: HazardCategory) -> String {
            "\(category.code) " + (words.language == .zh ? category.name : category.nameEnglish)
        }
        func answer(_ flag: Bool) -> String { flag ? words("是", "yes") : words("否", "no") }
        var rows = [
            [words("类别", "Category"), category.map(named) ?? words("无，交人工分拨", "none, for people to decide")]
        ]
        if let condition = said.condition {
            rows.append([words("立案条件", "Condition"), words.condition(condition, of: category?.id ?? "")])
        }
        rows.append([words("得分", "Score"), TextClassification.decimal(said.score)])
        if let runnerUp, let score = said.runnerUp?.score {
            rows.append([words("次选", "Runner-up"), "\(named(runnerUp)) \(TextClassification.decimal(score))"])
        }
        rows.append([words("危及生命", "Life at risk"), answer(said.lifeRisk)])
        if let danger {
            rows.append([words("谁来救", "Who helps"), danger.kinds.map { words.dangerKind($0) }.joined(separator: words("、", ", "))])
            if let doubt = danger.doubt { rows.append([words("存疑", "Doubtful"), words.dangerDoubt(doubt)]) }
        }
        rows.append([words("需要复核", "Needs review"), answer(said.needsReview)])
        var lines = TextTable.lines(rows)
        if !said.evidence.isEmpty {
            lines += ["", words("依据：", "Because of:")] + TextTable.lines(said.evidence.map { row($0) })
        }
        if let evidence = said.danger?.evidence {
            lines += ["", words("危及生命，因为：", "Life at risk because of:")]
            lines += evidence.map { "  \(ForeignText.line(found($0)))" }
        }
        return lines.joined(separator: "\n")
    }

    /// The words of the text that a phrase was found in, and what they count; the phrase itself, as the book writes it, is
    /// in the JSON.
    private func row(_ match: PhraseMatch) -> [String] {
        let points = (match.points < 0 ? "−" : "+") + TextClassification.decimal(abs(match.points))
        return ["  " + found(match), points]
    }

    private func found(_ match: PhraseMatch) -> String {
        let end = min(match.at + match.length, scalars.count)
        guard match.at >= 0, match.at < end else { return match.phrase }
        return String(String.UnicodeScalarView(scalars[match.at..<end]))
    }

    /// Codes, scores in weights, and each phrase with its place in Unicode scalars of the text.
    var json: [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("category", category?.code)
            writer.field("condition", said.condition)
            writer.field("score", Double(said.score) / 100)
            writer.array("evidence", said.evidence) { writer, match in
                writer.beginObject()
                writer.field("phrase", match.phrase)
                writer.field("words", found(match))
                writer.field("points", Double(match.points) / 100)
                writer.field("at", match.at)
                writer.field("length", match.length)
                writer.endObject()
            }
            writer.field("runner_up", runnerUp?.code)
            writer.field("life_risk", said.lifeRisk)
            writer.array("danger", danger?.kinds ?? []) { writer, kind in writer.value(kind.rawValue) }
            writer.field("danger_doubt", danger?.doubt?.rawValue)
            writer.field("needs_review", said.needsReview)
            writer.endObject()
        }
    }
}

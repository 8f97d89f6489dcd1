internal import ChineseText
import CommandArguments
import HazardConfig
import HazardCore
internal import HazardText
import JSONText
internal import Wording

/// `hazard classify TEXT`: the category of a text, and the words that decided it.
let classifyVerb = Verb(
    path: ["classify"],
    summary: LocalText(
        zh: "从一句话读出隐患类别，并说明依据哪些词", en: "read the category of a hazard from a text, and say which words decided"),
    options: Configuration.options + ModelReading.options + [.json],
    positionals: [
        Positional("TEXT", summary: LocalText(zh: "上报的文字，简体或繁体", en: "the words of a report, in either script"))
    ]
) { arguments in
    let policy = try Configuration.load(arguments).policy
    let text = arguments.positional("TEXT") ?? ""
    let reading = TextReading(
        policy.textClassifier.classify(text), of: text, policy,
        models: try ModelReading.readings(of: text, policy, arguments))
    if arguments.flag("json") {
        Terminal.print(bytes: reading.json)
    } else {
        Terminal.print(reading.text(AnswerWords(language: arguments.language, names: PolicyNames(policy))))
    }
    return .done
}

/// The classifier's answer, for people and for scripts.
struct TextReading {
    private let classification: TextClassification
    /// The text as Unicode scalars, in which the positions of evidence count.
    private let scalars: [Unicode.Scalar]
    private let category: HazardCategory?
    private let runnerUp: HazardCategory?
    /// What the models say.
    private let models: [ModelReading]

    init(_ classification: TextClassification, of text: String, _ policy: Policy, models: [ModelReading]) {
        self.models = models
        self.classification = classification
        scalars = Array(text.unicodeScalars)
        category = classification.category.flatMap(policy.category)
        runnerUp = classification.runnerUp.flatMap { policy.category($0.category) }
    }

    func text(_ words: AnswerWords) -> String {
        func named(_ category: HazardCategory) -> String {
            "\(category.code) " + (words.language == .zh ? category.name : category.nameEnglish)
        }
        func answer(_ flag: Bool) -> String { flag ? words("是", "yes") : words("否", "no") }
        var rows = [
            [words("类别", "Category"), category.map(named) ?? words("无，交人工分拨", "none, for people to decide")]
        ]
        if let condition = classification.condition {
            rows.append([words("立案条件", "Condition"), words.condition(condition, of: category?.id ?? "")])
        }
        rows.append([words("得分", "Score"), TextClassification.decimal(classification.score)])
        if let runnerUp, let score = classification.runnerUp?.score {
            rows.append([words("次选", "Runner-up"), "\(named(runnerUp)) \(TextClassification.decimal(score))"])
        }
        rows.append([words("危及生命", "Life at risk"), answer(classification.lifeRisk)])
        if let danger = classification.danger {
            let kinds = danger.kinds.compactMap(Danger.init).map { words.danger($0) }
            rows.append([words("危险种类", "Kinds of danger"), kinds.joined(separator: words("、", ", "))])
            if let doubt = danger.doubt {
                rows.append([words("存疑", "Doubtful"), words.dangerDoubt(DangerDoubt(doubt))])
            }
        }
        rows.append([words("需要复核", "Needs review"), answer(classification.needsReview)])
        var lines = TextTable.lines(rows)
        if !classification.evidence.isEmpty {
            lines += ["", words("依据：", "Because of:")] + TextTable.lines(classification.evidence.map { row($0) })
        }
        if let danger = classification.danger {
            lines += ["", words("危及生命，因为：", "Life at risk because of:")]
            lines += danger.evidence.map { "  \(ForeignText.line(found($0)))" }
        }
        for model in models { lines += [""] + model.lines(words) }
        return lines.joined(separator: "\n")
    }

    /// The words of the text that a phrase matched, and their points. The phrase itself is in the JSON.
    private func row(_ match: PhraseMatch) -> [String] {
        let points = (match.points < 0 ? "−" : "+") + TextClassification.decimal(abs(match.points))
        return ["  " + found(match), points]
    }

    private func found(_ match: PhraseMatch) -> String {
        let end = min(match.at + match.length, scalars.count)
        guard match.at >= 0, match.at < end else { return match.phrase }
        return String(String.UnicodeScalarView(scalars[match.at..<end]))
    }

    /// Codes, scores in weights, and each phrase with its position in Unicode scalars of the text.
    var json: [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("category", category?.code)
            writer.field("condition", classification.condition)
            writer.field("score", Double(classification.score) / 100)
            writer.array("evidence", classification.evidence) { writer, match in
                writer.beginObject()
                writer.field("phrase", match.phrase)
                writer.field("words", found(match))
                writer.field("points", Double(match.points) / 100)
                writer.field("at", match.at)
                writer.field("length", match.length)
                writer.endObject()
            }
            writer.field("runner_up", runnerUp?.code)
            writer.field("life_risk", classification.lifeRisk)
            if let danger = classification.danger {
                writer.field("dangers", danger.kinds)
                writer.field("danger_doubt", danger.doubt.map { DangerDoubt($0).rawValue })
            }
            writer.field("needs_review", classification.needsReview)
            if !models.isEmpty {
                writer.array("models", models) { $1.write(&$0) }
            }
            writer.endObject()
        }
    }
}

internal import ChineseText
import CommandArguments
import HazardCore
internal import HazardText
import JSONText
internal import Wording

/// What a model says of a text, for people and for scripts.
struct ModelReading {
    static let options = [
        Option(
            "model", .values("MODEL.json"),
            summary: LocalText(
                zh: "用此模型代替配置中的模型，可多次使用", en: "use this model in place of those of the configuration; may be repeated")),
        Option(
            "programme", .value("ID"),
            summary: LocalText(zh: "项目，决定用哪些模型", en: "programme, which decides about the models used")),
    ]

    private let said: ModelEvidence

    /// The answers of the models of `--model`, else of those that the configuration has for the programme.
    ///
    /// - Throws: `CommandFault` when a model cannot be used.
    static func readings(
        of text: String, _ policy: Policy, _ arguments: Arguments
    ) throws(CommandFault) -> [ModelReading] {
        var uses: [ModelUse] = []
        for file in arguments.values("model") { uses.append(ModelUse(try ModelArguments.model(file), file: file)) }
        if uses.isEmpty {
            uses = LinearModel.Subject.allCases.compactMap { subject in
                policy.models.use(subject, programme: arguments.value("programme") ?? "", places: [])
            }
        }
        let input = ModelInput(text: text)
        return uses.map { ModelReading($0, input) }
    }

    private init(_ use: ModelUse, _ input: ModelInput) {
        let answer = use.model.answer(input)
        let isUrgency = use.model.subject == .urgency
        said = ModelEvidence(
            use.model, answer, to: input,
            effect: answer.probability >= use.sure ? (isUrgency ? .raises : .decides) : .suggests)
    }

    func lines(_ words: AnswerWords) -> [String] {
        let facts = words.facts
        var rows = [
            [words("模型", "Model"), "\(ForeignText.line(said.name)) \(said.hash)"],
            [words("判断", "Answer"), ForeignText.line(facts.modelAnswer(said.answer, said.subject))],
            [words("概率", "Probability"), "\(said.thousandths / 10).\(said.thousandths % 10) %"],
        ]
        if let next = said.runnerUp {
            rows.append([words("次选", "Runner-up"), ForeignText.line(facts.modelAnswer(next, said.subject))])
        }
        return TextTable.lines(rows)
            + TextTable.lines(
                said.reasons.map { reason in
                    let sign = reason.hundredths < 0 ? "−" : "+"
                    return [
                        "  " + ForeignText.line(reason.feature),
                        sign + TextClassification.decimal(abs(reason.hundredths)),
                    ]
                })
    }

    func write(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("of", said.subject)
        writer.field("name", said.name)
        writer.field("hash", said.hash)
        writer.field("answer", said.answer)
        writer.field("probability", Double(said.thousandths) / 1000)
        writer.field("runner_up", said.runnerUp)
        writer.field("effect", said.effect)
        writer.array("ngrams", said.reasons) { writer, reason in
            writer.beginObject()
            writer.field("ngram", reason.feature)
            writer.field("weight", Double(reason.hundredths) / 100)
            writer.endObject()
        }
        writer.endObject()
    }
}

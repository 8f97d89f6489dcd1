import CommandArguments
import HazardConfig
import HazardCore
import JSONText
internal import Wording

private let modelOptions = [
    Option(
        "model", .value("MODEL.json"),
        summary: LocalText(zh: "比较规则、此模型与两者", en: "compare the rules, this model, and both")),
    Option(
        "sure", .value("PERCENT"),
        summary: LocalText(zh: "模型判定的概率，默认 90", en: "probability from which the model decides, by default 90")),
    Option(
        "likely", .value("PERCENT"),
        summary: LocalText(zh: "模型建议的概率，默认 60", en: "probability from which the model suggests, by default 60")),
    Option(
        "plot", .value("FILE.svg"),
        summary: LocalText(zh: "把曲线画成 SVG（须有 --model）", en: "draw the curves as SVG (with --model)")),
]

/// `hazard evaluate FILE`: decides labelled lines as a running server does, and reports the accuracy, the confusions
/// and the worst answers.
let evaluateVerb = Verb(
    path: ["evaluate"],
    summary: LocalText(
        zh: "用带标注的文件检验：文字分类、派单、紧急与并案的准确率、混淆与最差例",
        en: "score categories, departments, urgency or merging on a labelled file: accuracy, confusions, worst cases"),
    options: Configuration.options + modelOptions + [
        .json,
        Option(
            "of", .choice(EvaluationSubject.allCases.map(\.rawValue)),
            summary: LocalText(
                zh: "检验什么：category 文字的类别（默认）、department 派单、urgency 紧急、duplicates 并案",
                en: "what to score: category of texts (default), department, urgency of texts, or duplicates")),
        Option(
            "worst", .value("N"),
            summary: LocalText(zh: "列出最差的几例，默认 20", en: "how many of the worst to list, by default 20")),
    ],
    positionals: [
        Positional(
            "FILE",
            summary: LocalText(
                zh: "每行 {text, category[, condition]}、{report, department}、{text, urgent}；- 为标准输入",
                en: "{text, category[, condition]}, {report, department} or {text, urgent} a line; - is standard input")
        )
    ]
) { arguments in
    let policy = try Configuration.load(arguments).policy
    let worst = try arguments.integer("worst", in: 0...1_000_000) ?? 20
    let subject = arguments.value("of").flatMap(EvaluationSubject.init) ?? .category
    let lines = try ReportLines(arguments.positional("FILE") ?? "-")
    let compared = try ModelArguments.evaluation(arguments, policy)
    var evaluation: any Evaluation = compared ?? subject.evaluation(policy)
    while let piece = try lines.next() {
        for line in piece { try evaluation.add(LabelledLine(line)) }
    }
    try ModelArguments.plot(evaluation, arguments)
    if arguments.flag("json") {
        Terminal.print(
            bytes: JSONWriter.bytes { writer in
                writer.beginObject()
                evaluation.write(worst: worst, &writer)
                writer.endObject()
            })
    } else {
        Terminal.print(
            evaluation.lines(AnswerWords(language: arguments.language), worst: worst).joined(separator: "\n"))
    }
    return .done
}

/// What can be scored.
enum EvaluationSubject: String, CaseIterable {
    case category, department, urgency, duplicates

    func evaluation(_ policy: Policy) -> any Evaluation {
        switch self {
        case .category: CategoryEvaluation(policy)
        case .department: DepartmentEvaluation(policy)
        case .urgency: UrgencyEvaluation(policy)
        case .duplicates: DuplicateEvaluation(policy)
        }
    }
}

/// A kind of score: receives labelled lines one by one and computes its figures at the end.
protocol Evaluation {
    mutating func add(_ line: LabelledLine) throws
    /// The figures as lines of text.
    func lines(_ words: AnswerWords, worst: Int) -> [String]
    /// Writes the figures as fields of a JSON object.
    func write(worst: Int, _ writer: inout JSONWriter)
}

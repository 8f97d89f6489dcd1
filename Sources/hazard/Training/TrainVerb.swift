internal import ChineseText
import CommandArguments
import Foundation
import HazardConfig
import HazardCore
import ModelFiles
internal import Wording

private let trainOptions = [
    Option(
        "of", .choice(LinearModel.Subject.allCases.map(\.rawValue)), isRequired: true,
        summary: LocalText(
            zh: "学习什么：category 类别、department 部门、urgency 紧急", en: "what to learn: category, department or urgency")),
    Option("out", .value("MODEL.json"), isRequired: true, summary: LocalText(zh: "模型写入的文件", en: "file for the model")),
    Option(
        "name", .value("NAME"),
        summary: LocalText(zh: "模型的名称，默认同 --of", en: "name of the model, by default the value of --of")),
    Option(
        "source", .value("TEXT"),
        summary: LocalText(zh: "数据从何而来，写入说明卡", en: "where the rows are from, for the model's card")),
    Option(
        "label", .values("LABEL=CODE"),
        summary: LocalText(zh: "标签对应的本系统代码，可多次使用", en: "our code for a label; may be repeated")),
    Option(
        "scheme", .value("ID"),
        summary: LocalText(zh: "类别标签所属的代码方案", en: "category scheme whose codes the labels are")),
]

/// `hazard train FILE…`: learns a linear model from labelled lines.
let trainVerb = Verb(
    path: ["train"],
    summary: LocalText(
        zh: "用带标注的文件训练模型：类别、部门或紧急", en: "learn a model of categories, departments or urgency from labelled files"),
    options: Configuration.options + trainOptions,
    positionals: [
        Positional(
            "FILE", .many,
            summary: LocalText(
                zh: "每行 {report, label} 或 {text, label[, place][, reporter][, at]}",
                en: "{report, label} or {text, label[, place][, reporter][, at]} a line"))
    ]
) { arguments in
    let policy = try Configuration.load(arguments).policy
    let subject = arguments.value("of").flatMap(LinearModel.Subject.init) ?? .category
    let codes = try TrainingArguments.codes(arguments, subject, policy)
    var reading = TrainingReading(subject, policy)
    for file in arguments.positionals("FILE") { try reading.read(file) }
    let rows = try reading.rows(codes)
    for label in rows.labels where codes.known(label) == nil {
        Terminal.printError(TrainingArguments.unknown(label, subject)[arguments.language])
    }
    let out = arguments.value("out") ?? ""
    let card = reading.card(rows, name: arguments.value("name"), source: arguments.value("source"), zone: policy.zone)
    let training = ModelTraining(subject, on: rows, card: card)
    var progress = ProgressLine()
    var done = 0
    let model = training.run { count in
        done += count
        progress.show(count: done, done: done, of: training.work)
    }
    progress.finish()
    do {
        try Data(ModelFile.bytes(model)).write(to: URL(filePath: out), options: .atomic)
    } catch {
        throw CommandFault(.failed, zh: "无法写入 \(out)：“\(error)”", en: "cannot write \(out): \(error)")
    }
    Terminal.print(TrainingArguments.summary(model, out, AnswerWords(language: arguments.language)))
    return .done
}

/// The arguments and the answer of `hazard train`.
enum TrainingArguments {
    /// - Throws: `CommandFault` for an unknown scheme or a malformed `--label`.
    static func codes(
        _ arguments: Arguments, _ subject: LinearModel.Subject, _ policy: Policy
    ) throws(CommandFault) -> LabelCodes {
        var given: [String: String] = [:]
        for pair in arguments.values("label") {
            guard let sign = pair.lastIndex(of: "="), sign != pair.startIndex else {
                throw CommandFault(.usage, zh: "--label 应写成 标签=代码", en: "give --label as LABEL=CODE")
            }
            given[String(pair[..<sign])] = String(pair[pair.index(after: sign)...])
        }
        guard let id = arguments.value("scheme") else { return LabelCodes(subject, policy, given: given) }
        guard let scheme = policy.schemes[id] else {
            throw CommandFault(.usage, zh: "没有配置类别方案 \(id)", en: "category scheme \(id) is not configured")
        }
        return LabelCodes(subject, policy, scheme: scheme, given: given)
    }

    static func unknown(_ label: String, _ subject: LinearModel.Subject) -> LocalText {
        LocalText(
            zh: "提醒：标签“\(label)”不是本系统的代码，这样的模型不能用于派单：用 --label \(label)=代码 指明",
            en: "note: the label \"\(label)\" is no code of ours, and a model with it cannot be used by the service: "
                + "give --label \(label)=CODE")
    }

    static func summary(_ model: LinearModel, _ out: String, _ words: AnswerWords) -> String {
        var rows = [
            [words("模型", "Model"), out],
            [words("行数", "Rows"), "\(model.card.rows)"],
            [words("标签", "Labels"), "\(model.labels.count)"],
            [words("特征", "Features"), "\(model.features.count)"],
        ]
        for figures in model.card.figures {
            rows.append([
                words("前 \(figures.trainedOn) 行训练", "Trained on the first \(figures.trainedOn)"),
                words("其后 \(figures.scoredOn) 行准确率 ", "accuracy on the next \(figures.scoredOn) ")
                    + Figure.text(words, figures.accuracy),
                words("宏平均 F1 ", "macro-F1 ") + Figure.text(words, figures.macroF1),
            ])
        }
        return TextTable.lines(rows).joined(separator: "\n")
    }
}

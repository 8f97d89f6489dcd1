internal import ChineseText
import CommandArguments
import Foundation
import HazardCore
import ModelFiles
internal import Wording

/// The arguments of commands that name a model.
enum ModelArguments {
    /// The comparison that `--model` asks for; nil without it.
    ///
    /// - Throws: `CommandFault` when the model cannot be used or answers another question than `--of`.
    static func evaluation(_ arguments: Arguments, _ policy: Policy) throws -> ModelEvaluation? {
        guard let file = arguments.value("model") else {
            guard arguments.value("plot") == nil else {
                throw CommandFault(.usage, zh: "--plot 须与 --model 同用", en: "give --plot together with --model")
            }
            return nil
        }
        let model = try model(file)
        if let of = arguments.value("of"), of != model.subject.rawValue {
            throw CommandFault(
                .usage, zh: "\(file) 是 \(model.subject.rawValue) 的模型，不是 \(of)",
                en: "\(file) is a model of \(model.subject.rawValue), not of \(of)")
        }
        let sure = try arguments.integer("sure", in: 1...100) ?? 90
        let likely = try arguments.integer("likely", in: 1...100) ?? min(60, sure)
        return ModelEvaluation(model, policy, sure: Double(sure) / 100, likely: Double(likely) / 100)
    }

    /// The model of a file.
    ///
    /// - Throws: `CommandFault` with the reason why it is refused.
    static func model(_ file: String) throws(CommandFault) -> LinearModel {
        do {
            return try ModelFile.read(Array(try Data(contentsOf: URL(filePath: file))))
        } catch let fault as ModelFault {
            throw CommandFault(.usage, zh: "\(file)：\(fault.text.zh)", en: "\(file): \(fault.text.en)")
        } catch {
            throw CommandFault(cannotRead: file, error)
        }
    }

    /// Draws the curves when `--plot` names a file.
    ///
    /// - Throws: `CommandFault` when the file cannot be written.
    static func plot(_ evaluation: any Evaluation, _ arguments: Arguments) throws(CommandFault) {
        guard let file = arguments.value("plot"), let compared = evaluation as? ModelEvaluation else { return }
        do {
            let svg = compared.plot(AnswerWords(language: arguments.language))
            try Data(svg.utf8).write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw CommandFault(.failed, zh: "无法写入 \(file)：“\(error)”", en: "cannot write \(file): \(error)")
        }
    }
}

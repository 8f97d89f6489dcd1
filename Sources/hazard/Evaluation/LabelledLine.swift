import CommandArguments
import HazardCore
import HazardWire
import JSONText
internal import Wording

/// One line of a labelled file: an object with an input and its label.
struct LabelledLine {
    /// The line number, from 1.
    let number: Int
    private let value: JSONValue

    init(_ line: ReportLine) throws(CommandFault) {
        number = line.number
        do {
            value = try JSONValue(reading: line.bytes)
        } catch {
            throw LabelledLine.fault(line.number, error.sentence(in: line.bytes))
        }
    }

    subscript(key: String) -> JSONValue? { value[key] }

    /// A field that must be a string; `example` is a valid line for the error message.
    ///
    /// - Throws: `CommandFault` when the field is missing or is no string.
    func text(_ key: String, example: String) throws(CommandFault) -> String {
        guard let text = value[key]?.string else {
            throw fault(
                zh: "缺少 \(key)，或其值不是文字：请写成 \(example)", en: "\(key) is missing or no text: give \(example)")
        }
        return text
    }

    /// The field `report`, decoded as the dispatcher decodes a record of `hazard.reports`.
    ///
    /// - Throws: `CommandFault` with every problem of the report.
    func report(_ policy: Policy, example: String) throws(CommandFault) -> Report {
        guard let given = value["report"], given.object != nil else {
            throw fault(
                zh: "缺少 report，或其值不是对象：请写成 \(example)", en: "report is missing or no object: give \(example)")
        }
        let bytes = given.bytes
        let report: Report
        do throws(Rejection) {
            report = try ReportCodec.decode(bytes)
        } catch {
            let problems = ReportCodec.problems(of: bytes)
            func text(_ language: Language) -> String {
                let lines = problems.map {
                    ProblemLine(
                        field: $0.field.isEmpty ? "report" : "report.\($0.field)", problem: $0.problem[language],
                        hint: $0.hint[language]
                    ).text(language)
                }
                return lines.isEmpty ? error.sentence[language] : lines.joined(separator: language(zh: "；", en: "; "))
            }
            throw fault(zh: text(.zh), en: text(.en))
        }
        guard policy.programmes[report.programme] != nil else {
            throw fault(
                zh: "没有配置项目“\(report.programme)”（report.programme），见 programmes.yaml",
                en: "report.programme \"\(report.programme)\" is not configured; see programmes.yaml")
        }
        return report
    }

    func fault(zh: String, en: String) -> CommandFault {
        LabelledLine.fault(number, LocalText(zh: zh, en: en))
    }

    private static func fault(_ number: Int, _ sentence: LocalText) -> CommandFault {
        CommandFault(.usage, zh: "第 \(number) 行：\(sentence.zh)", en: "line \(number): \(sentence.en)")
    }
}

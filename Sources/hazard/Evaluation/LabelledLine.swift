import CommandArguments
import HazardCore
import HazardWire
import JSONText
internal import Wording

/// One line of a labelled file: an object with an input and what it should become.
struct LabelledLine {
    /// From 1.
    let number: Int
    private let value: JSONValue

    init(_ line: ReportLine) throws(CommandFault) {
        number = line.number
        do {
            value = try JSONValue(reading: line.bytes)
        } catch {
            throw CommandFault(.usage, "line \(line.number): \(error.sentence(in: line.bytes).en)")
        }
    }

    subscript(key: String) -> JSONValue? { value[key] }

    /// A field that must be a text; `example` shows a good line.
    func text(_ key: String, example: String) throws(CommandFault) -> String {
        guard let text = value[key]?.string else { throw fault("\(key) is missing or no text: give \(example)") }
        return text
    }

    /// The field `report`, read as the dispatcher reads a record of `hazard.reports`.
    func report(_ policy: Policy, example: String) throws(CommandFault) -> Report {
        guard let given = value["report"], given.object != nil else {
            throw fault("report is missing or no object: give \(example)")
        }
        let bytes = given.bytes
        let report: Report
        do throws(Rejection) {
            report = try ReportCodec.decode(bytes)
        } catch {
            let problems = ReportCodec.problems(of: bytes).map {
                ProblemLine.text(field: "report.\($0.field)", problem: $0.problem.en, hint: $0.hint.en)
            }
            throw fault(problems.isEmpty ? error.sentence.en : problems.joined(separator: "; "))
        }
        guard policy.programmes[report.programme] != nil else {
            throw fault("report.programme \"\(report.programme)\" is not configured; see programmes.yaml")
        }
        return report
    }

    func fault(_ sentence: String) -> CommandFault {
        CommandFault(.usage, "line \(number): \(sentence)")
    }
}

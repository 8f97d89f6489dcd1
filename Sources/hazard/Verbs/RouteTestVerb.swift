import CommandArguments
import Foundation
import HazardConfig
import HazardCore
import JSONText
internal import Wording

/// `hazard route test`: checks the routing table against a file of expectations.
let routeTestVerb = Verb(
    path: ["route", "test"],
    summary: LocalText(
        zh: "用一份期望文件检验派单规则，不符则以 1 退出", en: "run expectations against the rules; exit with 1 on a mismatch"),
    options: [.json] + Configuration.options,
    positionals: [
        Positional(
            "FILE", .optional,
            summary: LocalText(
                zh: "期望文件，默认为配置旁的 routing-tests.yaml",
                en: "file; by default routing-tests.yaml beside the configuration"))
    ]
) { arguments in
    let policy = try Configuration.load(arguments).policy
    let beside = URL(filePath: Configuration.file(arguments)).deletingLastPathComponent()
    let file = arguments.positional("FILE") ?? beside.appending(path: "routing-tests.yaml").relativePath
    let expectations: [RoutingExpectation]
    switch RoutingTestsFile.load(file: file, policy: policy) {
    case .success(let found): expectations = found
    case .failure(let problems): throw CommandFault(problems)
    }
    let words = AnswerWords(language: arguments.language)
    let verdicts = policy.run(expectations)
    let failed = verdicts.filter { !$0.passed }
    for verdict in arguments.flag("json") ? verdicts : failed {
        if arguments.flag("json") {
            Terminal.print(bytes: RouteVerdict.json(verdict))
        } else {
            Terminal.print(RouteVerdict.text(verdict, words))
        }
    }
    let summary = words(
        "\(file)：\(verdicts.count) 项期望，\(failed.count) 项不符",
        "\(file): \(verdicts.count) expectations, \(failed.count) mismatched")
    if arguments.flag("json") { Terminal.printError(summary) } else { Terminal.print(summary) }
    return failed.isEmpty ? .done : .failed
}

/// The result of one expectation, for people and for scripts.
enum RouteVerdict {
    static func text(_ verdict: RoutingVerdict, _ words: AnswerWords) -> String {
        let lines = verdict.mismatches.map {
            words("  \($0.field)：期望 \($0.wanted)，实为 \($0.got)", "  \($0)")
        }
        let rule = verdict.explanation.decision.rule
        let title = words("不符  ", "MISMATCH  ") + verdict.expectation.name
        return ([title] + lines + [words("  命中规则 \(rule)", "  decided by \(rule)")]).joined(separator: "\n")
    }

    static func json(_ verdict: RoutingVerdict) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("name", verdict.expectation.name)
            writer.field("passed", verdict.passed)
            writer.field("rule", verdict.explanation.decision.rule)
            writer.array("mismatches", verdict.mismatches) { writer, mismatch in
                writer.beginObject()
                writer.field("field", mismatch.field)
                writer.field("wanted", mismatch.wanted)
                writer.field("got", mismatch.got)
                writer.endObject()
            }
            writer.endObject()
        }
    }
}

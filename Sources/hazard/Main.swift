import CommandArguments
import Foundation
internal import Wording

/// `hazard`: all commands, in the order in which a new user needs them.
@main
struct Main {
    static let program: Program =
        Program(
            name: "hazard",
            summary: LocalText(
                zh: "隐患派单：把骑手上报的隐患送到能处置的部门，直到隐患消除。",
                en: "Hazard Dispatcher: carries a rider's report to the department that can fix it, until it is fixed."),
            verbs: [
                serveVerb, boardVerb, demoVerb, reportVerb, tailVerb, caseShowVerb, caseListVerb, queueVerb, topVerb,
                feedbackVerb,
                commandVerb,
                revealVerb, eraseVerb, rewardsVerb, statsVerb, deadLetterListVerb,
                deadLetterShowVerb, deadLetterReplayVerb, configCheckVerb, routeExplainVerb, routeTestVerb, dueVerb,
                movesVerb,
                classifyVerb, evaluateVerb, trainVerb, exportLabelsVerb,
            ] + topicVerbs + [topicResendVerb, rebuildVerb, doctorVerb, auditVerb, keyCreateVerb] + backupVerbs
                + tokenVerbs + bridgeVerbs
                + [versionVerb] + programVerbs)

    static func main() {
        let code = program.run(
            Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment,
            output: Program.Output(standardOutput: { Terminal.print($0) }, standardError: { Terminal.printError($0) }))
        exit(code.rawValue)
    }
}

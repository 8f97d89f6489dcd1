import CommandArguments
import Foundation
internal import Wording

/// `hazard-bench`: the measurements behind every claim about speed.
@main
struct Main {
    static func main() {
        let program = Program(
            name: "hazard-bench",
            summary: LocalText(zh: "性能测量", en: "measurements, each to be run beside its baseline"),
            verbs: [dispatchVerb, openCasesVerb, restoreVerb, latencyVerb, statsVerb, microVerb])
        let code = program.run(
            Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment,
            output: Program.Output(
                standardOutput: { print($0, terminator: "") },
                standardError: { FileHandle.standardError.write(Data($0.utf8)) }))
        exit(code.rawValue)
    }
}

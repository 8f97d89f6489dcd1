import CommandArguments
import Foundation
import HazardApp
import HazardConfig
import HazardCore
import MessageLog
import Telemetry
internal import Wording

/// `hazard audit`: reads the topics again and compares them with the store, a line for each mismatch.
let auditVerb = Verb(
    path: ["audit"],
    summary: LocalText(
        zh: "重读各主题并与存储核对：上报、案卷、任务、编号、奖励（只读，服务可以在运行）",
        en:
            "read the topics again and compare them with the store: reports, cases, tasks, numbers, rewards; a server may run"
    ),
    options: [.json] + Configuration.options
) { arguments in
    let configuration: LoadedConfig
    switch Configuration.read(arguments) {
    case .success(let loaded): configuration = loaded
    case .failure(let problems): throw CommandFault(problems)
    }
    var line = ProgressLine()
    let findings: [AuditFinding]
    do throws(LogFailure) {
        findings = try ConsistencyAudit.run(
            configuration, logger: Configuration.logger(configuration.settings),
            now: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        ) { records, done, whole in line.show(count: records, done: done, of: whole) }
    } catch {
        line.finish()
        throw CommandFault(error)
    }
    line.finish()
    for finding in findings {
        let shown = DoctorFinding(
            check: finding.check.rawValue, status: finding.isBad ? .bad : .ok, detail: finding.detail, fix: finding.fix)
        if arguments.flag("json") {
            Terminal.print(bytes: shown.json(arguments.language))
        } else {
            Terminal.print(shown.line(arguments.language))
        }
    }
    return findings.contains(where: \.isBad) ? .failed : .done
}

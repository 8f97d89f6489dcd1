import CommandArguments
import Foundation
import HazardConfig
import JSONText
internal import Wording

/// `hazard doctor`: looks at everything that an installation needs, a line each, with what to do about it.
let doctorVerb = Verb(
    path: ["doctor"],
    summary: LocalText(
        zh: "检查安装：日志、主题、文件、磁盘、时钟、日历、密钥", en: "check an installation: log, topics, files, disk, clock, calendar, secrets"
    ),
    options: [.json] + Configuration.options
) { arguments in
    let doctor: Doctor
    switch Configuration.read(arguments) {
    case .success(let configuration): doctor = Doctor(configuration)
    case .failure(let problems): throw CommandFault(problems)
    }
    let findings = doctor.examine()
    for finding in findings {
        if arguments.flag("json") {
            Terminal.print(bytes: finding.json(arguments.language))
        } else {
            Terminal.print(finding.line(arguments.language))
        }
    }
    if findings.contains(where: \.isUnreachable) { return .unreachable }
    return findings.contains { $0.status == .bad } ? .failed : .done
}

/// What one check of `hazard doctor` found.
struct DoctorFinding {
    enum Status: String {
        case ok, warning, bad
    }

    var check: String
    var status: Status
    var detail: LocalText
    /// What to do; nil when nothing is to do.
    var fix: LocalText?
    /// The log could not be reached.
    var isUnreachable = false

    static func ok(_ check: String, _ detail: LocalText) -> DoctorFinding {
        DoctorFinding(check: check, status: .ok, detail: detail)
    }

    static func warning(_ check: String, _ detail: LocalText, fix: LocalText) -> DoctorFinding {
        DoctorFinding(check: check, status: .warning, detail: detail, fix: fix)
    }

    static func bad(_ check: String, _ detail: LocalText, fix: LocalText) -> DoctorFinding {
        DoctorFinding(check: check, status: .bad, detail: detail, fix: fix)
    }

    func line(_ language: Language) -> String {
        let names = [
            Status.ok: LocalText(zh: "正常", en: "ok"), .warning: LocalText(zh: "注意", en: "warning"),
            .bad: LocalText(zh: "故障", en: "bad"),
        ]
        let name = names[status]?[language] ?? status.rawValue
        let gap = String(repeating: " ", count: max(1, 9 - TextTable.width(name)))
        let colon = LocalText(zh: "：", en: ": ")[language]
        let advice = fix.map { LocalText(zh: "。请", en: ". Fix: ")[language] + $0[language] } ?? ""
        return name + gap + check + colon + detail[language] + advice
    }

    func json(_ language: Language) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("check", check)
            writer.field("status", status.rawValue)
            writer.field("detail", detail[language])
            writer.field("fix", fix?[language])
            writer.endObject()
        }
    }
}

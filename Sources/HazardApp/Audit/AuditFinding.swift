package import Wording

/// What the audit compares.
package enum AuditCheck: String, CaseIterable, Sendable {
    case store, cases, reports, feedback, commands, transfers
    case deadLetters = "dead-letters"
    case queues, sequence, rewards
}

/// One line of the audit.
package struct AuditFinding: Hashable, Sendable {
    package var check: AuditCheck
    package var detail: LocalText
    /// What to do; nil when nothing is wrong.
    package var fix: LocalText?

    package var isBad: Bool { fix != nil }
}

/// Collects what the audit finds.
struct AuditBook {
    /// More findings of one check are counted, not listed.
    static let limit = 100

    private var listed: [AuditCheck: [AuditFinding]] = [:]
    private var counted: [AuditCheck: Int] = [:]
    private var details: [AuditCheck: LocalText] = [:]

    /// Adds a mismatch.
    mutating func add(_ check: AuditCheck, zh: String, en: String, fix: LocalText) {
        counted[check, default: 0] += 1
        guard counted[check, default: 0] <= Self.limit else { return }
        listed[check, default: []].append(
            AuditFinding(check: check, detail: LocalText(zh: zh, en: en), fix: fix))
    }

    /// Sets what a check that found nothing says.
    mutating func describe(_ check: AuditCheck, zh: String, en: String) {
        details[check] = LocalText(zh: zh, en: en)
    }

    /// The findings by check; one line for a check that found nothing.
    var findings: [AuditFinding] {
        AuditCheck.allCases.flatMap { check -> [AuditFinding] in
            var lines = listed[check] ?? []
            let more = counted[check, default: 0] - lines.count
            if more > 0, let fix = lines.last?.fix {
                lines.append(
                    AuditFinding(
                        check: check, detail: LocalText(zh: "另有 \(more) 处", en: "\(more) more"), fix: fix))
            }
            if lines.isEmpty, let detail = details[check] { lines.append(AuditFinding(check: check, detail: detail)) }
            return lines
        }
    }
}

/// What to do about a finding.
enum AuditFix {
    static func rebuild(_ shard: Int) -> LocalText {
        LocalText(
            zh: "停止服务，执行 `hazard rebuild --shard \(shard)`，再启动",
            en: "stop the server, run hazard rebuild --shard \(shard), start it again")
    }

    static let foreign = LocalText(
        zh: "只允许派单服务写这个主题（ACL）；重启后服务会再次写入自己的记录",
        en: "let only the dispatcher write this topic (ACLs); after a restart the server writes its own record again")

    static let sendAgain = LocalText(
        zh: "请发送方用同一编号重发；编号相同不会重复处理", en: "ask its sender to send it again under the same id, which repeats nothing")

    static func resend(_ department: String) -> LocalText {
        LocalText(
            zh: "执行 `hazard topics resend \(department)`", en: "hazard topics resend \(department)")
    }

    static let missingNumber = LocalText(
        zh: "有任务记录从队列中消失：对各部门执行 `hazard topics resend`",
        en: "a task record has left its queue: run hazard topics resend for the departments")

    static let restoreTopic = LocalText(
        zh: "恢复该主题（备份、副本）；不要删除 store.directory",
        en: "restore the topic from a backup or a replica; do not delete store.directory")

    static let clawBack = LocalText(
        zh: "核对后由班长收回一笔：`hazard command CASE claw-back --entry ID`",
        en: "look at both, then a supervisor takes one back: hazard command CASE claw-back --entry ID")
}

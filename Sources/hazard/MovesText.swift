import CommandArguments
import HazardCore

/// The table of moves for a terminal: a heading for each who speaks, and under it every move in a few short lines.
struct MovesText {
    let rows: [CaseMove]
    let words: CaseWords

    var text: String {
        MovesText.groups.flatMap { group in
            let found = rows.filter(group.holds)
            return found.isEmpty ? [] : ["", words(group.zh, group.en)] + found.flatMap(lines)
        }.dropFirst().joined(separator: "\n")
    }

    private struct Group: Sendable {
        let zh: String
        let en: String
        let holds: @Sendable (CaseMove) -> Bool
    }

    private static let groups = [
        Group(zh: "部门对自己的任务（hazard feedback）：", en: "What a department says about its task (hazard feedback):") {
            $0.task != nil
        },
        Group(zh: "核查员与上报人（hazard feedback）：", en: "What verifiers and reporters say (hazard feedback):") {
            if case .feedback = $0.said { $0.task == nil } else { false }
        },
        Group(zh: "操作员（hazard command）：", en: "What operators ask (hazard command):") {
            if case .command = $0.said { true } else { false }
        },
        Group(zh: "自行发生：", en: "What happens by itself:") {
            if case .own = $0.said { true } else { false }
        },
    ]

    private func lines(_ row: CaseMove) -> [String] {
        let name = row.said.word
        let title = words.language == .zh ? ChineseWords.moves[name].map { "\(name) \($0)" } ?? name : name
        var lines = ["  \(title)  (\(actors(row.roles)))"]
        lines += labelled("案卷：", "case:  ", states(row))
        if let task = row.task {
            let becomes = row.becomes.map { " → " + words.task($0.rawValue) } ?? ""
            lines += labelled("任务：", "task:  ", named(task, words.task) + becomes)
        }
        if !row.guarded.isEmpty { lines += labelled("条件：", "needs: ", MoveGuards.text(row.guarded, words)) }
        return lines
    }

    /// The text behind its label, in lines that a terminal shows whole.
    private func labelled(_ zh: String, _ en: String, _ text: String) -> [String] {
        let label = "      " + words(zh, en)
        let indent = String(repeating: " ", count: TextTable.width(label))
        var lines = [label]
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let last = lines[lines.count - 1]
            let isFirst = last == label || last == indent
            if !isFirst, TextTable.width(last) + TextTable.width(String(word)) + 1 > 110 {
                lines.append(indent + word)
            } else {
                lines[lines.count - 1] += (isFirst ? "" : " ") + word
            }
        }
        return lines
    }

    /// In which states, and to which others it leads: those that lead to the same stand together.
    private func states(_ row: CaseMove) -> String {
        let ways = CaseState.allCases.compactMap { state in row.ways[state].map { (state, $0) } }
        if ways.count == CaseState.allCases.count, ways.allSatisfy({ $0.1 == [$0.0] }) {
            return words("任何状态", "any state")
        }
        var parts: [String] = []
        let staying = ways.filter { $0.1 == [$0.0] }.map { words.state($0.0.rawValue) }
        if !staying.isEmpty { parts.append(staying.joined(separator: words("、", ", "))) }
        for (from, to) in ways where to != [from] {
            let targets = CaseState.allCases.filter(to.contains).map { words.state($0.rawValue) }
            parts.append(words.state(from.rawValue) + " → " + targets.joined(separator: words(" 或 ", " or ")))
        }
        return parts.joined(separator: words("；", "; "))
    }

    private func named<Names: CaseIterable & Hashable & RawRepresentable>(
        _ set: Set<Names>, _ word: (String) -> String
    ) -> String where Names.RawValue == String {
        set.count == Names.allCases.count
            ? words("任何", "any")
            : Names.allCases.filter(set.contains).map { word($0.rawValue) }.joined(separator: words("、", ", "))
    }

    private func actors(_ roles: Set<ActorRole>) -> String { named(roles) { words.word(ChineseWords.actors, $0) } }
}

/// What else must hold for a move, in Chinese: by the sentence that stands in the table of moves (`CaseMoves`).
enum MoveGuards {
    static func text(_ sentence: String, _ words: CaseWords) -> String {
        words.language == .zh ? chinese[sentence] ?? sentence : sentence
    }

    private static let chinese = [
        // Departments.
        "the first to accept starts the case": "首个签收的部门使案卷进入处置",
        "the department has arrived": "部门已到场",
        "the case has a time to make safe, and nobody said so before": "案卷有排险时限，且尚无部门报告已排险",
        "a reason and the suggested department; at most 2 a department and 6 a case; triage when nobody is left":
            "须有理由和建议部门；每部门至多 2 次、每案至多 6 次；无部门可办时转待分拨",
        "a result, a photo when the programme asks; resolved when the close rule is met":
            "须有处置结果，项目要求时须有照片；满足办结规则后案卷为已处置",
        "a reason; before it is due, at most 2 granted": "须有理由；在到期前，至多批准 2 次",
        "a reason; once a case": "须有理由；每案一次",
        "a reason": "须有理由",
        "a reason; an overdue case, once": "须有理由；限超期案卷，一次",
        // Verifiers and reporters.
        "rework 返工, a new clock": "返工，重新计时",
        "a report of this case; an emergency stays open until a person of ours has looked; while departments are at work "
            + "a grid member's, for P2 and P3":
            "须为本案的上报；紧急案卷须有工作人员看过；部门处置期间仅限网格员，且为 P2、P3",
        "a report of this case; a closed case within 14 days, with a reason": "须为本案的上报；已结案的 14 天内，须有理由",
        "a report of this case": "须为本案的上报",
        // Operators.
        "a known category": "类别须已配置",
        "known departments": "部门须已配置",
        "a reason; departments with a task that is open or returned": "须有理由；部门的任务未完成或已退单",
        "once in 4 hours": "4 小时内一次",
        "a reason, and a date within 365 days; once a case": "须有理由和 365 天内的日期；每案一次",
        "a request that waits; of an appeal, a supervisor": "须有待批的申请；申诉由督导批复",
        "a result": "须有结果",
        "an open case of the same shard with room for its reports; the followers move":
            "对方须为同一分片、未结束且容得下这些上报的案卷；上报随之转入",
        "some of its reports, not all: they get a case of their own": "部分上报而非全部：另立案卷",
        "another case, of any shard": "另一案卷，不限分片",
        "a reason; reports of this case": "须有理由；限本案的上报",
        "a reason, within 14 days": "须有理由，14 天内",
        "a rule, and a report that has a reporter; not rewarded by it before": "须有规则和有上报人的上报；此规则未曾奖励过",
        "a reward that was granted and must be fetched, before its last day": "已发放、须领取且未过领取期限的奖励",
        "a reason; a reward that counts": "须有理由；限有效的奖励",
        "a reward that the case asked for": "案卷申请过的奖励",
        // By itself.
        "the first queue took it": "首个队列已接收",
        "same category within radius and window, or the same photo; never into an emergency":
            "同类别、在距离和时间范围内，或照片相同；不并入紧急案卷",
        "the same reporter: in the thread, in the same words, or by its id": "同一上报人：同一会话、同样文字，或引用编号",
        "15 minutes after a task was sent; again after a day: escalated": "任务发出 15 分钟未签收；再过一天：升级",
        "the time to make safe is over": "已过排险时限",
        "80 % of a task's time is used": "任务时限已用 80 %",
        "all of it: urged, unless that was done less than 4 hours ago": "时限用完：催办，4 小时内已催过的除外",
        "once over the limit again: a supervisor; twice: 督办": "超出一倍时限：督导；超出两倍：督办",
        "the date of the hold": "挂账到期",
        "30 minutes without a check": "30 分钟未核查",
        "30 more: escalated; nothing closes by itself": "再过 30 分钟：升级；不会自行结案",
    ]
}

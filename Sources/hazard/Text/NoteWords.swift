import HazardCore

/// The notes that rules leave in a history, in Chinese: they are written in English, each kind of event in its own form.
///
/// A form that is not known here is shown as it stands.
enum NoteWords {
    static func chinese(_ note: String, of kind: String, _ words: CaseWords) -> String {
        switch kind {
        case "dispatch", "waive", "not-accepted", "reminded", "overdue", "escalated": departments(note, words)
        case "approve", "refuse": request(note, words)
        case "reward-settled", "grant": reward(note)
        case "linked": joined(note)
        case "resolve", "verify", "close", "force-close", "pass", "fail": result(note)
        case "return": returned(note, words)
        default: beginning(note)
        }
    }

    /// Why a report joined a case, or why two cases were linked (`MergeRule`).
    static func joined(_ reason: String) -> String {
        reason.split(separator: ", ").map { part in
            var text = String(part)
            for (english, chinese) in places { text = text.replacing(english, with: chinese) }
            if let opened = text.wholeMatch(of: /(.+) after it opened/) { return "立卷后 \(span(opened.1))" }
            if let later = text.wholeMatch(of: /(.+) later/) { return "晚 \(span(later.1))" }
            if let closed = text.wholeMatch(of: /closed (.+) before/) { return "结案 \(span(closed.1)) 后" }
            return text
        }.joined(separator: "，")
    }

    private static let places = [
        (" m away", " 米外"), ("same category", "同类别"), ("another category", "另一类别"), ("same thread", "同一会话"),
        ("same photo", "同一照片"), ("same words", "同样文字"), ("same number", "同一编号"), ("same address", "同一地址"),
        ("the report names one of a case that has ended", "上报引用了已结束案卷的上报"), ("the report names ", "上报引用 "),
        ("too late to be the same", "相隔太久，不作同一隐患"), ("an emergency is never merged by itself", "紧急案卷不自动并案"),
        ("but the case is full", "但案卷已满"), ("it concerns one of its reports", "涉及其中一份上报"), ("burst", "集中爆发"),
    ]

    /// A length of time as the rules write it: `22 s`, `5 min`, `3 h`, `4 days`.
    private static func span(_ text: Substring) -> String {
        var text = String(text)
        for (english, chinese) in [(" min", " 分钟"), (" days", " 天"), (" s", " 秒"), (" h", " 小时")]
        where text.hasSuffix(english) {
            text = text.dropLast(english.count) + chinese
            break
        }
        return text
    }

    /// `traffic-police lead, gas co`, or departments alone.
    private static func departments(_ note: String, _ words: CaseWords) -> String {
        note.split(separator: ", ").map { part in
            if part == "urged less than 4 hours ago" { return "4 小时内已催办" }
            let parts = part.split(separator: " ").map(String.init)
            guard let id = parts.first else { return String(part) }
            return words.departmentName(id)
                + parts.dropFirst().map { "（" + words.word(ChineseWords.taskRoles, $0) + "）" }.joined()
        }.joined(separator: "、")
    }

    /// `hold of gas: h-1`.
    private static func request(_ note: String, _ words: CaseWords) -> String {
        guard let found = note.wholeMatch(of: /([a-z]+) of ([^:]+): (.+)/) else { return note }
        let kind = words.word(ChineseWords.requests, String(found.1))
        return "\(words.departmentName(String(found.2)))的\(kind)申请 \(found.3)"
    }

    /// `valid-clue 20 yuan <entry>`.
    private static func reward(_ note: String) -> String {
        note.split(separator: " ").map { ChineseWords.units[String($0)] ?? String($0) }.joined(separator: " ")
    }

    /// How something ended, and what was said with it.
    private static func result(_ note: String) -> String {
        let parts = note.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let word = ChineseWords.results[String(first)] else { return note }
        return ([word] + parts.dropFirst().map { String($0.drop { $0 == " " }) }).joined(separator: "；")
    }

    /// `suggested: gas; later than 4wh after it came`.
    private static func returned(_ note: String, _ words: CaseWords) -> String {
        note.split(separator: "; ").map { part in
            if let found = part.wholeMatch(of: /suggested: (.+)/) {
                let isKnown = found.1 != Feedback.unknownDepartment
                return isKnown ? "建议 " + words.departmentName(String(found.1)) : "未指明应由谁办理"
            }
            if let late = part.wholeMatch(of: /later than (.+) after it came/) { return "收到后超过 \(late.1)" }
            return String(part)
        }.joined(separator: "；")
    }

    private static func beginning(_ note: String) -> String {
        for (english, chinese) in beginnings where note.hasPrefix(english) {
            return chinese + note.dropFirst(english.count)
        }
        return note
    }

    private static let beginnings = [
        ("request ", "申请 "), ("into ", "并入 "), ("from case ", "来自 "), ("score ", "评分 "),
    ]
}

import CommandArguments
import HTTP
import HazardCore
internal import HazardText
import HazardWire
import JSONText
internal import Wording

private let rewardOptions = [
    Option.json,
    Option("programme", .value("ID"), summary: LocalText(zh: "项目", en: "programme")),
    Option(
        "account", .value("HASH"), form: .account,
        summary: LocalText(zh: "上报人账户（散列）", en: "account of a reporter, a hash")),
    Option(
        "case", .value("CASE"), form: .caseID,
        summary: LocalText(zh: "某案卷的奖励，由此找到账户", en: "of this case; so accounts are found")),
    Option("report", .value("ID"), form: .identifier, summary: LocalText(zh: "某次上报的奖励", en: "of this report")),
    Option(
        "state", .choice(RewardState.allCases.map(\.rawValue)),
        summary: LocalText(zh: "条目状态", en: "state of the entries")),
    Option("limit", .value("N"), summary: LocalText(zh: "最多列出多少条，默认 100", en: "at most so many, 100 by default")),
]

/// `hazard rewards`: the ledgers: earned rewards, balances of the funds, and why rewards were withheld.
let rewardsVerb = Verb(
    path: ["rewards"],
    summary: LocalText(
        zh: "奖励台账：余额、条目、基金，以及未发放的原因",
        en: "the ledgers: balances, entries, funds, and why a reward was withheld"),
    options: rewardOptions + Server.options
) { arguments in
    let server = try Server(arguments)
    let most = try arguments.integer("limit", in: 1...1_000_000) ?? 100
    let words = RewardWords(words: server.words, zone: server.zone)
    var book = RewardPages()
    repeat {
        var query = ["programme", "account", "case", "report", "state"].compactMap { name in
            arguments.value(name).map { (name, $0) }
        }
        query.append(("limit", String(min(200, most - book.entries.count))))
        if let after = book.next { query.append(("after", after)) }
        book.add(
            try server.get("/v1/rewards" + CaseFilters.text(query), fields: FieldOptions(arguments, rewardOptions)))
    } while book.next != nil && book.entries.count < most
    if arguments.flag("json") {
        book.objects.forEach { Terminal.print(bytes: $0.bytes) }
    } else {
        words.lines(book).forEach { Terminal.print($0) }
    }
    if !book.isComplete {
        Terminal.printError(
            words.words("部分分片不在此服务器，以下不是全部", "some shards are not on this server: this is not everything"))
    }
    if book.next != nil {
        Terminal.printError(
            words.words(
                "只列出 \(book.entries.count) 条，后面还有：用 --limit N 多列一些",
                "only \(book.entries.count) entries are shown and there are more: show more with --limit N"))
    }
    return .done
}

/// Several pages of the ledgers as one.
private struct RewardPages {
    var entries: [JSONValue] = []
    var notEntered: [JSONValue] = []
    var balances: [JSONValue] = []
    var funds: [JSONValue] = []
    var next: String?
    var isComplete = true

    mutating func add(_ page: JSONValue) {
        entries += page["rewards"]?.array ?? []
        // Every page repeats these.
        notEntered = page["not_entered"]?.array ?? []
        funds = page["funds"]?.array ?? []
        for balance in page["balances"]?.array ?? [] where !balances.contains(where: { $0.bytes == balance.bytes }) {
            balances.append(balance)
        }
        next = page["next"]?.string
        isComplete = isComplete && page["complete"]?.bool != false
    }

    /// One object a line; its field `record` names its kind.
    var objects: [JSONValue] {
        named("reward", entries) + named("not-entered", notEntered) + named("balance", balances) + named("fund", funds)
    }

    private func named(_ name: String, _ values: [JSONValue]) -> [JSONValue] {
        values.map { .object([.init("record", .string(name))] + ($0.object ?? [])) }
    }
}

/// The ledgers as text.
private struct RewardWords {
    let words: AnswerWords
    let zone: ZoneText

    func lines(_ book: RewardPages) -> [String] {
        var lines: [String] = []
        for fund in book.funds {
            let programme = words.programme(fund["programme"]?.string ?? "")
            let (balance, opening) = (amount(fund, "balance"), amount(fund, "opening"))
            lines.append(
                words("基金 \(programme)：余 \(balance)，共 \(opening)", "fund \(programme) \(balance) left of \(opening)"))
        }
        if !book.balances.isEmpty {
            let head = [
                words("账户", "account"), words("项目", "programme"), words("类别", "kind"), words("已得", "granted"),
                words("待领", "to claim"), words("已领", "claimed"), words("等待", "waiting"), words("应退", "owed"),
            ]
            add(head, book.balances.map(balance), to: &lines)
        }
        let entries = book.entries.map(entry) + book.notEntered.map(entry)
        if entries.isEmpty { return lines + [words("没有奖励条目", "no rewards")] }
        let head = [
            words("条目", "entry"), words("账户", "account"), words("上报", "report"), words("规则", "rule"),
            words("数额", "amount"), words("状态", "state"), words("原因", "reason"), words("时间", "at"),
            words("领取期限", "claim until"),
        ]
        add(head, entries, to: &lines)
        return lines
    }

    private func add(_ head: [String], _ rows: [[String]], to lines: inout [String]) {
        if !lines.isEmpty { lines.append("") }
        lines += TextTable.lines([head] + rows)
    }

    private func balance(_ value: JSONValue) -> [String] {
        [value["account"]?.string ?? "", words.programme(value["programme"]?.string ?? "")]
            + [words.word(NameLists.rewardKinds, value["kind"]?.string ?? "")]
            + ["granted", "to_claim", "claimed", "waiting", "owed"].map { amount(value, $0) }
    }

    private func entry(_ value: JSONValue) -> [String] {
        let claimed = value["claimed_at"]?.string != nil
        return [
            value["entry_id"]?.string ?? value["case_id"]?.string ?? "",
            String((value["account"]?.string ?? "–").prefix(12)),
            value["report_id"]?.string ?? "", value["rule"]?.string ?? "", amount(value, "amount"),
            claimed ? words("已领取", "claimed") : words.word(NameLists.rewardStates, value["state"]?.string ?? ""),
            words.word(NameLists.rewardReasons, value["reason"]?.string ?? ""),
            zone.text(value["at"]), claimed ? "" : zone.text(value["claim_until"]),
        ]
    }

    private func amount(_ value: JSONValue, _ name: String) -> String {
        let number = value[name]?.int.map(String.init) ?? "?"
        return number == "0" ? number : number + " " + words.word(NameLists.units, value["unit"]?.string ?? "")
    }
}

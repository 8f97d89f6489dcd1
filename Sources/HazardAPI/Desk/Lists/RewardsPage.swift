internal import HTTP
internal import HazardCore
internal import HazardText
internal import JSONText
internal import Wording

/// `/rewards`: funds, and the entries of the ledgers with the reason why one waits or is withheld.
struct RewardsPage: Sendable {
    func show(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        try request.routed.query.finish()
        let question = request.routed.question(
            request.routed.http.query, by: request.caller, to: Route.named("listRewards"))
        let answer = try services.rewards.list(question)
        let page = (try? JSONValue(reading: answer.body)) ?? .null
        var content = DeskFrame.Content(title: request("奖励", "Rewards"), html: "")
        content.html = funds(page, request) + form(request) + entries(page, request)
        content.html += request.linkToNextPage(page["next"]?.string)
        return request.page(content)
    }

    private func funds(_ page: JSONValue, _ request: DeskRequest) -> String {
        let rows = (page["funds"]?.array ?? []).map { fund in
            let unit = fund["unit"]?.string.map { request.words.unit($0) } ?? ""
            let cells = ["opening", "balance"].map { fund[$0].flatMap(Figures.number) ?? "–" }
            return HTML.row(([programme(fund["programme"]?.string ?? "", request)] + cells + [unit]).map(HTML.escaped))
        }
        guard !rows.isEmpty else { return "" }
        let columns = [
            request("项目", "Programme"), request("初始", "Opening"), request("余额", "Balance"), request("单位", "Unit"),
        ]
        return HTML.element("h2", request("基金", "Funds")) + HTML.table(columns, rows)
    }

    private func form(_ request: DeskRequest) -> String {
        let states = RewardState.allCases.map { ($0.rawValue, NameLists.rewardStates[$0.rawValue][request.language]) }
        let programmes = request.context.policy.programmes.values.sorted { $0.id < $1.id }.map {
            ($0.id, LocalText(zh: $0.name, en: $0.nameEnglish)[request.language])
        }
        func given(_ name: String) -> String { request.routed.http.query(name) ?? "" }
        return "<form method=\"get\" action=\"/rewards\" class=\"filters\"><div class=\"fields\">"
            + FormHTML.select("state", request("状态", "State"), states, given("state"))
            + FormHTML.select("programme", request("项目", "Programme"), programmes, given("programme"))
            + FormHTML.text("case", request("案卷", "Case"), value: given("case"))
            + "<button>\(request("筛选", "Filter"))</button></div></form>"
    }

    private func entries(_ page: JSONValue, _ request: DeskRequest) -> String {
        let all = (page["rewards"]?.array ?? []) + (page["not_entered"]?.array ?? [])
        guard !all.isEmpty else { return HTML.element("p", request("没有奖励。", "There are no rewards.")) }
        let columns = [
            request("状态", "State"), request("数额", "Amount"), request("规则", "Rule"), request("项目", "Programme"),
            request("案卷", "Case"), request("时间", "Time"), request("办理", "Action"),
        ]
        return HTML.element("h2", request("明细", "Entries")) + HTML.table(columns, all.map { row($0, request) })
    }

    private func row(_ entry: JSONValue, _ request: DeskRequest) -> String {
        let state = entry["state"]?.string ?? ""
        let reason = entry["reason"]?.string.map { NameLists.rewardReasons[$0][request.language] }
        let caseID = entry["case_id"]?.string ?? ""
        let unit = entry["unit"]?.string.map { request.words.unit($0) } ?? ""
        let amount = (entry["amount"].flatMap(Figures.number) ?? "") + " " + unit
        let mayClaim = state == "granted" && entry["claim_until"]?.string != nil && entry["claimed_at"]?.string == nil
        let until = entry["claim_until"]?.string.map { request("领取至 ", "claim until ") + $0.prefix(10) }
        let link = HTML.escaped(caseID)
        let action =
            mayClaim
            ? "<a class=\"button\" href=\"/cases/\(link)?act=claim#act-claim\">\(request("领取", "Claim"))</a>" : ""
        return HTML.row([
            HTML.escaped(
                ([NameLists.rewardStates[state][request.language], reason].compactMap(\.self)).joined(separator: " · ")),
            "<span class=\"number\">\(HTML.escaped(amount))</span>", HTML.escaped(entry["rule"]?.string ?? ""),
            HTML.escaped(programme(entry["programme"]?.string ?? "", request)),
            "<a class=\"id\" href=\"/cases/\(link)\">\(link)</a>",
            HTML.escaped(
                (entry["at"]?.string?.prefix(16).replacing("T", with: " ") ?? "") + (until.map { " · " + $0 } ?? "")),
            action,
        ])
    }

    private func programme(_ id: String, _ request: DeskRequest) -> String {
        request.context.policy.programmes[id].map { LocalText(zh: $0.name, en: $0.nameEnglish)[request.language] } ?? id
    }
}

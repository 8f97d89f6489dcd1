internal import HazardCore
internal import JSONText

/// The object `detail` of a history entry: a `code` from a closed list and its fields.
///
/// A detail is nil when its code is `written`, when a newer program wrote it, or when it is damaged. The entry's
/// sentences are then shown as written.
enum DetailText {
    static func json(_ detail: EventDetail) -> JSONValue? {
        // The sentences are in `reason` and `note`.
        if case .written = detail { return fact("written") }
        return work(detail) ?? twoCases(detail) ?? reward(detail) ?? timer(detail)
    }

    static func detail(_ json: JSONValue) -> EventDetail? {
        guard let code = json["code"]?.string else { return nil }
        let facts = Facts(json)
        return work(code, facts) ?? twoCases(code, facts) ?? reward(code, facts) ?? timer(code, facts)
    }

    // MARK: - Departments, operators, reporters

    private static func work(_ detail: EventDetail) -> JSONValue? {
        switch detail {
        case .opened(let rule): fact("opened", ("rule", .string(rule)))
        case .refused(let move, let reason):
            fact("refused", [("move", .string(move.word))] + RefusalFacts.fields(reason))
        case .outOfOrder(let sequence, let last):
            fact("out-of-order", ("seq", .int(sequence)), ("last", .int(last)))
        case .returned(let suggested, let limit):
            fact("returned", ("suggested", .optional(suggested)), ("later_than", .optional(limit?.description)))
        case .result(let result): fact("result", ("result", .string(result.rawValue)))
        case .requested(let request): fact("requested", ("request", .string(request)))
        case .rated(let score): fact("rated", ("score", .int(Int64(score))))
        case .classified(let category, let condition):
            fact("classified", ("category", .string(category)), ("condition", .string(condition)))
        case .dispatched(let roles): fact("dispatched", ("departments", .roles(roles)))
        case .waived(let departments): fact("waived", ("departments", .strings(departments)))
        case .answered(let kind, let department, let request):
            fact(
                "answered", ("kind", .string(kind.rawValue)), ("department", .string(department)),
                ("request", .string(request)))
        case .checked(let result): fact("checked", ("result", .string(result.rawValue)))
        case .closed(let code): fact("closed", ("close_code", .string(code.rawValue)))
        case .revealed(let reports): fact("revealed", ("reports", .strings(reports)))
        case .erased(let reports): fact("erased", ("reports", .strings(reports)))
        default: nil
        }
    }

    private static func work(_ code: String, _ facts: Facts) -> EventDetail? {
        switch code {
        case "opened": facts.string("rule").map { .opened(rule: $0) }
        case "refused":
            if let move = facts.string("move").flatMap(MoveKind.init), let reason = RefusalFacts.reason(facts) {
                .refused(move, reason)
            } else {
                nil
            }
        case "out-of-order": facts.numbers("seq", "last").map { .outOfOrder(sequence: $0, last: $1) }
        case "returned":
            .returned(suggested: facts.string("suggested"), later: facts.string("later_than").flatMap { Limit($0) })
        case "result": facts.value("result").map { .result($0) }
        case "requested": facts.string("request").map { .requested(request: $0) }
        case "rated": facts.int("score").map { .rated($0) }
        case "classified": facts.pair("category", "condition").map { .classified(category: $0, condition: $1) }
        case "dispatched": .dispatched(facts.roles("departments"))
        case "waived": .waived(facts.strings("departments"))
        case "answered":
            if let kind: RequestKind = facts.value("kind"), let names = facts.pair("department", "request") {
                .answered(kind, department: names.0, request: names.1)
            } else {
                nil
            }
        case "checked": facts.value("result").map { .checked($0) }
        case "closed": facts.value("close_code").map { .closed($0) }
        case "revealed": .revealed(facts.strings("reports"))
        case "erased": .erased(facts.strings("reports"))
        default: nil
        }
    }

    // MARK: - Two cases

    private static func twoCases(_ detail: EventDetail) -> JSONValue? {
        switch detail {
        case .joined(let reason): fact("joined", MatchFacts.fields(reason))
        case .linked(let kind, let other, let reason):
            fact(
                "linked",
                [("link", .string(kind.word)), ("case", .string(other))] + (reason.map(MatchFacts.fields) ?? []))
        case .mergedInto(let id): fact("merged-into", ("case", .string(id)))
        case .tookOver(let reports, let id, let words):
            fact(
                "took-over", ("reports", .int(Int64(reports))), ("case", .string(id)), ("words", .optional(words)))
        case .splitOff(let reports): fact("split-off", ("reports", .strings(reports)))
        case .splitFrom(let id): fact("split-from", ("case", .string(id)))
        default: nil
        }
    }

    private static func twoCases(_ code: String, _ facts: Facts) -> EventDetail? {
        switch code {
        case "joined": MatchFacts.reason(facts).map { .joined($0) }
        case "linked": facts.pair("link", "case").map { .linked(LinkKind($0), $1, MatchFacts.reason(facts)) }
        case "merged-into": facts.string("case").map { .mergedInto($0) }
        case "took-over":
            if let reports = facts.int("reports"), let id = facts.string("case") {
                .tookOver(reports: reports, from: id, words: facts.string("words"))
            } else {
                nil
            }
        case "split-off": .splitOff(facts.strings("reports"))
        case "split-from": facts.string("case").map { .splitFrom($0) }
        default: nil
        }
    }

    // MARK: - Rewards

    private static func reward(_ detail: EventDetail) -> JSONValue? {
        switch detail {
        case .granted(let rule, let amount, let unit, let entry):
            fact(
                "granted", ("rule", .string(rule)), ("amount", .int(Int64(amount))), ("unit", .string(unit)),
                ("entry_id", .string(entry)))
        case .reward(let entry): fact("reward", ("entry_id", .string(entry)))
        case .rewardFoundFalse(let entry): fact("reward-found-false", ("entry_id", .string(entry)))
        case .rewardSettled(let state, let reason, let reward):
            fact(
                "reward-settled", ("state", .string(state.rawValue)), ("why", .optional(reason)),
                ("rule", .string(reward.rule)), ("amount", .int(Int64(reward.amount))),
                ("unit", .string(reward.unit)), ("entry_id", .string(reward.entry)))
        case .rewardPassedOn(let entry, let id):
            fact("reward-passed-on", ("entry_id", .string(entry)), ("case", .string(id)))
        case .rewardOutdated(let state, let entry):
            fact("reward-outdated", ("state", .string(state.rawValue)), ("entry_id", .string(entry)))
        default: nil
        }
    }

    private static func reward(_ code: String, _ facts: Facts) -> EventDetail? {
        guard let entry = facts.string("entry_id") else { return nil }
        switch code {
        case "granted":
            return facts.reward(entry).map {
                .granted(rule: $0.rule, amount: $0.amount, unit: $0.unit, entry: $0.entry)
            }
        case "reward": return .reward(entry: entry)
        case "reward-found-false": return .rewardFoundFalse(entry: entry)
        case "reward-settled":
            guard let state: RewardState = facts.value("state"), let reward = facts.reward(entry) else { return nil }
            return .rewardSettled(state, reason: facts.string("why"), reward)
        case "reward-passed-on": return facts.string("case").map { .rewardPassedOn(entry: entry, to: $0) }
        case "reward-outdated": return facts.value("state").map { .rewardOutdated($0, entry: entry) }
        default: return nil
        }
    }

    // MARK: - Timers

    private static func timer(_ detail: EventDetail) -> JSONValue? {
        switch detail {
        case .renamed(let from, let to): fact("renamed", ("from", .strings(from)), ("to", .strings(to)))
        case .recounted(let years): fact("recounted", ("years", .array(years.map { .int(Int64($0)) })))
        case .unattended(let isDoubtful): fact("unattended", ("doubtful", .bool(isDoubtful)))
        case .timer(let department, let isUrged):
            fact("timer", ("department", .string(department)), ("urged_lately", isUrged ? .null : .bool(true)))
        case .supervised(let department): fact("supervised", ("department", .string(department)))
        default: nil
        }
    }

    private static func timer(_ code: String, _ facts: Facts) -> EventDetail? {
        if code == "renamed" { return .renamed(facts.strings("from"), facts.strings("to")) }
        if code == "recounted" { return .recounted(years: facts.ints("years")) }
        if code == "unattended" { return .unattended(isDoubtful: facts.flag("doubtful")) }
        guard let department = facts.string("department") else { return nil }
        switch code {
        case "timer": return .timer(department: department, isUrged: !facts.flag("urged_lately"))
        case "supervised": return .supervised(department: department)
        default: return nil
        }
    }

    // MARK: - Making

    private static func fact(_ code: String, _ fields: (String, JSONValue)...) -> JSONValue { fact(code, fields) }

    private static func fact(_ code: String, _ fields: [(String, JSONValue)]) -> JSONValue {
        .object(([("code", .string(code))] + fields).filter { $0.1 != .null }.map { JSONValue.Member($0.0, $0.1) })
    }
}

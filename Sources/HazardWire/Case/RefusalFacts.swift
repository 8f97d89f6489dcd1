internal import HazardCore
internal import JSONText

/// Why a move was refused: `why` from a closed list and its fields.
///
/// Used in the detail `refused` of a history entry and in the detail of a task event.
enum RefusalFacts {
    static func fields(_ reason: RefusalReason) -> [(String, JSONValue)] {
        let (why, fields) =
            byState(reason) ?? byWork(reason) ?? byRequest(reason) ?? byOther(reason) ?? byReward(reason)
        return [("refusal", .string(reason.code.rawValue)), ("why", .string(why))] + fields.filter { $0.1 != .null }
    }

    static func reason(_ facts: Facts) -> RefusalReason? {
        guard let why = facts.string("why") else { return nil }
        return byState(why, facts) ?? byWork(why, facts) ?? byRequest(why, facts) ?? byOther(why, facts)
            ?? byReward(why, facts)
    }

    private typealias Fields = (String, [(String, JSONValue)])

    // MARK: - The table of moves

    private static func byState(_ reason: RefusalReason) -> Fields? {
        switch reason {
        case .stateForbids(let move, let state):
            ("state", [("of", .string(move.word)), ("state", .string(state.rawValue))])
        case .taskForbids(let move, let task, let state):
            (
                "task-state",
                [("of", .string(move.word)), ("task", .string(task.rawValue)), ("state", .string(state.rawValue))]
            )
        case .roleForbids(let move, let allowed, let role):
            (
                "role",
                [
                    ("of", .string(move.word)), ("roles", .strings(allowed.map(\.rawValue))),
                    ("role", .string(role.rawValue)),
                ]
            )
        case .reasonMissing(let move): ("reason-missing", [("of", .string(move.word))])
        case .notYourCase(let report): ("not-your-case", [("report", .optional(report))])
        case .reopenWithoutReason: ("reopen-without-reason", [])
        case .reopenTooLate(let days): ("reopen-too-late", [("days", .int(Int64(days)))])
        case .urgedLately(let hours): ("urged-lately", [("hours", .int(Int64(hours)))])
        default: nil
        }
    }

    private static func byState(_ why: String, _ facts: Facts) -> RefusalReason? {
        let move = facts.string("of").flatMap(MoveKind.init)
        let state: CaseState? = facts.value("state")
        switch why {
        case "state":
            guard let move, let state else { return nil }
            return .stateForbids(move, state)
        case "task-state":
            guard let move, let state, let task: TaskState = facts.value("task") else { return nil }
            return .taskForbids(move, task, state)
        case "role":
            guard let move, let role: CommandRole = facts.value("role") else { return nil }
            return .roleForbids(move, allowed: facts.values("roles"), role)
        case "reason-missing": return move.map { .reasonMissing($0) }
        case "not-your-case": return .notYourCase(report: facts.string("report"))
        case "reopen-without-reason": return .reopenWithoutReason
        case "reopen-too-late": return facts.int("days").map { .reopenTooLate(days: $0) }
        case "urged-lately": return facts.int("hours").map { .urgedLately(hours: $0) }
        default: return nil
        }
    }

    // MARK: - Departments and categories

    private static func byWork(_ reason: RefusalReason) -> Fields? {
        switch reason {
        case .noTask(let department): ("no-task", [("department", .string(department))])
        case .noOpenTask(let department): ("no-open-task", [("department", .string(department))])
        case .returnWithoutReason: ("return-without-reason", [])
        case .returnedTooOften(let times, let all):
            ("returned-too-often", [("times", .int(Int64(times))), ("of_all", .int(Int64(all)))])
        case .unknownSuggestion(let department, let known):
            ("unknown-suggestion", [("department", .string(department)), ("known", .strings(known))])
        case .unknownDepartment(let department): ("unknown-department", [("department", .string(department))])
        case .alreadyDispatched: ("already-dispatched", [])
        case .resultMissing: ("result-missing", [])
        case .photoMissing(let programme): ("photo-missing", [("programme", .string(programme))])
        case .nothingToMakeSafe(let category): ("nothing-to-make-safe", [("category", .string(category))])
        case .madeSafeAlready: ("made-safe-already", [])
        case .unknownCategory(let category): ("unknown-category", [("category", .string(category))])
        case .unknownCondition(let condition, let category, let known):
            (
                "unknown-condition",
                [("condition", .optional(condition)), ("category", .string(category)), ("known", .strings(known))]
            )
        default: nil
        }
    }

    private static func byWork(_ why: String, _ facts: Facts) -> RefusalReason? {
        let department = facts.string("department")
        switch why {
        case "no-task": return department.map { .noTask(department: $0) }
        case "no-open-task": return department.map { .noOpenTask(department: $0) }
        case "return-without-reason": return .returnWithoutReason
        case "returned-too-often":
            guard let times = facts.int("times"), let all = facts.int("of_all") else { return nil }
            return .returnedTooOften(times: times, ofAll: all)
        case "unknown-suggestion":
            return department.map { .unknownSuggestion(department: $0, known: facts.strings("known")) }
        case "unknown-department": return department.map { .unknownDepartment($0) }
        case "already-dispatched": return .alreadyDispatched
        case "result-missing": return .resultMissing
        case "photo-missing": return facts.string("programme").map { .photoMissing(programme: $0) }
        case "nothing-to-make-safe": return facts.string("category").map { .nothingToMakeSafe(category: $0) }
        case "made-safe-already": return .madeSafeAlready
        case "unknown-category": return facts.string("category").map { .unknownCategory($0) }
        case "unknown-condition":
            return facts.string("category").map {
                .unknownCondition(facts.string("condition"), category: $0, known: facts.strings("known"))
            }
        default: return nil
        }
    }

    // MARK: - Requests

    private static func byRequest(_ reason: RefusalReason) -> Fields? {
        switch reason {
        case .requestWaiting(let kind, let department):
            ("request-waiting", [("kind", .string(kind.rawValue)), ("department", .string(department))])
        case .requestUnknown(let request, let waiting):
            ("request-unknown", [("request", .string(request)), ("waiting", .strings(waiting))])
        case .requestAmbiguous(let request): ("request-ambiguous", [("request", .string(request))])
        case .appealForSupervisor: ("appeal-for-supervisor", [])
        case .noLimit: ("no-limit", [])
        case .overdueAlready: ("overdue-already", [])
        case .delayedTooOften(let times): ("delayed-too-often", [("times", .int(Int64(times)))])
        case .heldBefore: ("held-before", [])
        case .holdNotInProgress: ("hold-not-in-progress", [])
        case .holdDateMissing: ("hold-date-missing", [])
        case .holdDate(let days): ("hold-date", [("days", .int(Int64(days)))])
        case .nothingOverdue: ("nothing-overdue", [])
        case .appealDecided: ("appeal-decided", [])
        default: nil
        }
    }

    private static func byRequest(_ why: String, _ facts: Facts) -> RefusalReason? {
        switch why {
        case "request-waiting":
            guard let kind: RequestKind = facts.value("kind"), let department = facts.string("department") else {
                return nil
            }
            return .requestWaiting(kind, department: department)
        case "request-unknown":
            return facts.string("request").map { .requestUnknown($0, waiting: facts.strings("waiting")) }
        case "request-ambiguous": return facts.string("request").map { .requestAmbiguous($0) }
        case "appeal-for-supervisor": return .appealForSupervisor
        case "no-limit": return .noLimit
        case "overdue-already": return .overdueAlready
        case "delayed-too-often": return facts.int("times").map { .delayedTooOften(times: $0) }
        case "held-before": return .heldBefore
        case "hold-not-in-progress": return .holdNotInProgress
        case "hold-date-missing": return .holdDateMissing
        case "hold-date": return facts.int("days").map { .holdDate(days: $0) }
        case "nothing-overdue": return .nothingOverdue
        case "appeal-decided": return .appealDecided
        default: return nil
        }
    }

    // MARK: - Two cases

    private static func byOther(_ reason: RefusalReason) -> Fields? {
        switch reason {
        case .sameCase(let move): ("same-case", [("of", .string(move.word))])
        case .otherShard(let id, let shard, let own):
            ("other-shard", [("case", .string(id)), ("shard", .int(Int64(shard))), ("own", .int(Int64(own)))])
        case .unknownCase(let id): ("unknown-case", [("case", .string(id))])
        case .otherEnded(let id, let state):
            ("other-ended", [("case", .string(id)), ("state", .string(state.rawValue))])
        case .otherFull(let id, let reports, let limit):
            (
                "other-full",
                [("case", .string(id)), ("reports", .int(Int64(reports))), ("limit", .int(Int64(limit)))]
            )
        case .reportNotHere(let report): ("report-not-here", [("report", .string(report))])
        case .splitTakesAll(let reports): ("split-takes-all", [("reports", .int(Int64(reports)))])
        case .alreadyLinked(let id, let kind, let limit):
            ("already-linked", [("case", .string(id)), ("link", .string(kind.word)), ("limit", .int(Int64(limit)))])
        default: nil
        }
    }

    private static func byOther(_ why: String, _ facts: Facts) -> RefusalReason? {
        let id = facts.string("case")
        switch why {
        case "same-case": return facts.string("of").flatMap(MoveKind.init).map { .sameCase($0) }
        case "other-shard":
            guard let id, let shard = facts.int("shard"), let own = facts.int("own") else { return nil }
            return .otherShard(case: id, shard: shard, own: own)
        case "unknown-case": return id.map { .unknownCase($0) }
        case "other-ended":
            guard let id, let state: CaseState = facts.value("state") else { return nil }
            return .otherEnded(case: id, state)
        case "other-full":
            guard let id, let reports = facts.int("reports"), let limit = facts.int("limit") else { return nil }
            return .otherFull(case: id, reports: reports, limit: limit)
        case "report-not-here": return facts.string("report").map { .reportNotHere($0) }
        case "split-takes-all": return facts.int("reports").map { .splitTakesAll(reports: $0) }
        case "already-linked":
            guard let id, let kind = facts.string("link"), let limit = facts.int("limit") else { return nil }
            return .alreadyLinked(case: id, LinkKind(kind), limit: limit)
        default: return nil
        }
    }

    // MARK: - Rewards

    private static func byReward(_ reason: RefusalReason) -> Fields {
        func entry(_ why: String, _ entry: String, _ more: (String, JSONValue)...) -> Fields {
            (why, [("entry_id", .string(entry))] + more)
        }
        func state(_ state: RewardState?) -> (String, JSONValue) { ("reward", .optional(state?.rawValue)) }
        return switch reason {
        case .rewardReportUnknown(let report): ("reward-report-unknown", [("report", .string(report))])
        case .rewardRuleUnknown(let rule, let programme, let known):
            (
                "reward-rule-unknown",
                [("rule", .optional(rule)), ("programme", .string(programme)), ("known", .strings(known))]
            )
        case .rewardAnonymous(let report): ("reward-anonymous", [("report", .string(report))])
        case .rewardFoundFalse(let found): ("reward-found-false", [("found", .string(found.rawValue))])
        case .rewardAmount(let amount, let most, let unit):
            (
                "reward-amount",
                [("amount", .int(Int64(amount))), ("most", .int(Int64(most))), ("unit", .string(unit))]
            )
        case .rewardGrantedAlready(let id, let now): entry("reward-granted-already", id, state(now))
        case .rewardUnknown(let id, let known): entry("reward-unknown", id, ("known", .strings(known)))
        case .rewardMoved(let id, let other): entry("reward-moved", id, ("case", .string(other)))
        case .rewardWithheldHere(let id, let code): entry("reward-withheld-here", id, ("withheld", .optional(code)))
        case .rewardNotAskedFor(let id): entry("reward-not-asked-for", id)
        case .rewardEnded(let id, let now): entry("reward-ended", id, state(now))
        case .rewardCredited(let kind): ("reward-credited", [("kind", .string(kind.rawValue))])
        case .rewardNotClaimable(let id, let now): entry("reward-not-claimable", id, state(now))
        case .rewardClaimTooLate(let id): entry("reward-claim-too-late", id)
        default: ("unknown", [])
        }
    }

    private static func byReward(_ why: String, _ facts: Facts) -> RefusalReason? {
        let known = facts.strings("known")
        switch why {
        case "reward-report-unknown": return facts.string("report").map { .rewardReportUnknown($0) }
        case "reward-rule-unknown":
            return facts.string("programme").map {
                .rewardRuleUnknown(facts.string("rule"), programme: $0, known: known)
            }
        case "reward-anonymous": return facts.string("report").map { .rewardAnonymous(report: $0) }
        case "reward-found-false": return facts.value("found").map { .rewardFoundFalse($0) }
        case "reward-amount":
            guard let amount = facts.int("amount"), let most = facts.int("most"), let unit = facts.string("unit") else {
                return nil
            }
            return .rewardAmount(amount, most: most, unit: unit)
        case "reward-credited": return facts.value("kind").map { .rewardCredited($0) }
        default: return facts.string("entry_id").flatMap { byEntry(why, $0, known, facts) }
        }
    }

    private static func byEntry(_ why: String, _ entry: String, _ known: [String], _ facts: Facts) -> RefusalReason? {
        let state: RewardState? = facts.value("reward")
        return switch why {
        case "reward-granted-already": .rewardGrantedAlready(entry: entry, state)
        case "reward-unknown": .rewardUnknown(entry: entry, known: known)
        case "reward-moved": facts.string("case").map { .rewardMoved(entry: entry, to: $0) }
        case "reward-withheld-here": .rewardWithheldHere(entry: entry, reason: facts.string("withheld"))
        case "reward-not-asked-for": .rewardNotAskedFor(entry: entry)
        case "reward-ended": .rewardEnded(entry: entry, state)
        case "reward-not-claimable": .rewardNotClaimable(entry: entry, state)
        case "reward-claim-too-late": .rewardClaimTooLate(entry: entry)
        default: nil
        }
    }
}

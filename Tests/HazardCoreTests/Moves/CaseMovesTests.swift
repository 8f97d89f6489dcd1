import HazardCore
import TestSupport
import Testing

/// Tests every combination of state, message and role: allowed with its effect, or refused with the allowed moves.
@Suite struct CaseMovesTests {
    @Test(arguments: CaseState.allCases, FeedbackKind.allCases)
    func `feedback of every role follows the table of moves`(_ state: CaseState, _ kind: FeedbackKind) throws {
        let role = kind.role
        var bench = MoveBench.bench(in: state)
        try #require(bench.value.state == state)
        let department = MoveBench.department(state)
        let row = try #require(CaseMoves.row(kind))
        let task = try #require(bench.task(department)).state
        // While departments are at work only grid members may confirm: `VerificationTests`.
        let isForFew = kind == .confirm && [.dispatched, .inProgress].contains(state)
        let isAllowed = row.isAllowed(in: state) && row.task?.contains(task) ?? true && !isForFew
        let history = bench.value.history.count
        let told = bench.told.count
        // These cases have no make-safe limit and are not overdue: `MoveGuardTests`.
        let isGuarded = kind == .madeSafe || kind == .appeal
        let allowed = bench.allowed(role, department)
        #expect(allowed.contains(kind.rawValue) == (isAllowed && !isGuarded))
        let verdict = MoveBench.say(kind, as: role, to: &bench, by: department)
        #expect(bench.value.history.count == history + 1)
        if isAllowed, !isGuarded {
            #expect(verdict == .applied)
            #expect(bench.value.history.last?.kind.word == kind.rawValue)
            #expect(leads(row, from: state, to: bench.value.state), "\(state) → \(bench.value.state)")
        } else {
            guard case .refused(let refusal) = verdict else {
                Issue.record("\(kind) in \(state) was \(verdict)")
                return
            }
            #expect(bench.value.state == state)
            #expect(refusal.allowed == allowed)
            #expect(bench.value.history.last?.kind == "refused")
            if role == .department { #expect(bench.told.count == told + (task == .queued ? 0 : 1)) }
        }
    }

    @Test(arguments: CaseState.allCases, CommandKind.allCases)
    func `commands of every role follow the table of moves`(_ state: CaseState, _ kind: CommandKind) throws {
        for role in CommandRole.allCases {
            var bench = MoveBench.bench(in: state)
            let row = CaseMoves.row(kind)
            let isAllowed = row.map { $0.isAllowed(in: state) && $0.roles.contains(role.actor) } ?? false
            let allowed = CaseMoves.allowed(to: role, on: bench.value, at: bench.now)
            let isBarred = kind == .approve || kind == .refuse
            #expect(allowed.contains(kind.rawValue) == (isAllowed && !isBarred))
            let history = bench.value.history.filter { $0.cause != nil }.count
            let verdict = MoveBench.say(kind, as: role, to: &bench, by: MoveBench.department(state))
            #expect(bench.value.history.filter { $0.cause != nil }.count == history + 1)
            // These cases have no request, no reward and no second case: `RequestTests`, `RewardMovesTests`,
            // `TwoCasesTests`, `ErasureTests`.
            let isGuarded = [
                .approve, .refuse, .grant, .claim, .clawBack, .rewardSettled, .merge, .split, .link, .erase,
            ]
            .contains(kind)
            if isAllowed, !isGuarded {
                #expect(verdict == .applied, "\(role) \(kind) in \(state)")
                if let row {
                    #expect(leads(row, from: state, to: bench.value.state), "\(kind): \(state) → \(bench.value.state)")
                }
            } else {
                guard case .refused(let refusal) = verdict else {
                    Issue.record("\(role) \(kind) in \(state) was \(verdict)")
                    continue
                }
                #expect(bench.value.state == state)
                #expect(refusal.allowed == allowed)
                #expect(bench.value.history.last?.reasonText == refusal.code.rawValue)
            }
        }
    }

    /// Whether the row leads there. A case that becomes registered is dispatched at once when a queue takes its task.
    private func leads(_ row: CaseMove, from before: CaseState, to after: CaseState) -> Bool {
        row.allows(from: before, to: after) || after == .dispatched && row.allows(from: before, to: .registered)
    }

    @Test func `every kind of feedback and every command of a person has exactly one row`() {
        let words = CaseMoves.all.map(\.kind)
        #expect(Set(words).count == words.count)
        for kind in FeedbackKind.allCases { #expect(words.contains(.feedback(kind))) }
        for move in OwnMove.allCases { #expect(words.contains(.own(move))) }
    }

    @Test func `every state can be reached, and every state that is not an end can be left`() {
        let reached = CaseMoves.all.reduce(into: Set<CaseState>()) { states, row in
            for (from, to) in row.ways { states.formUnion(to.subtracting([from])) }
        }
        for state in CaseState.allCases { #expect(reached.contains(state), "\(state)") }
        for state in CaseState.allCases where !state.isEnded {
            #expect(
                CaseMoves.all.contains { $0.ways[state].map { $0 != [state] } ?? false }, "\(state)")
        }
    }
}

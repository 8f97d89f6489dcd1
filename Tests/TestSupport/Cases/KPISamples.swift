package import HazardCore
package import HazardStatistics

/// Nine cases of one month, few enough to compute every figure by hand (`DOMAIN.md` §8).
///
/// Minutes count from the dispatch of each case, and the limit is 60 minutes. The window is November 2026, asked on the
/// 20th.
///
/// | # | where | opened | course |
/// |---|---|---|---|
/// | 1 | east, T02, P1 | 2 Nov | accepted 10, resolved 50, closed 55, solved; a follower; rated 5; made safe in time |
/// | 2 | west, T02, P1 | 3 Nov | accepted 20, a failed check, resolved 120 less a pause of 30, closed 130, not solvable; rated 3 |
/// | 3 | west, T02, P2 | 4 Nov | returned by two departments after 10 and 20, in triage; not made safe |
/// | 4 | east, E01, P2 | 5 Nov | accepted 5, suspended |
/// | 5 | east, E01, P2 | 6 Nov | accepted 12, resolved 100, closed 110, referred; the appeal was granted |
/// | 6 | east, E01, P3 | 7 Nov | registered under a corrected category, due in December |
/// | 7 | –, none, P2 | 8 Nov | rejected in triage |
/// | 8 | west, T02, P2 | 31 Oct | accepted 8, resolved 40, closed 45 before midnight, due after it |
/// | 9 | east, T02, P2 | 28 Oct | closed on 5 Nov, reopened on the 6th, due in December |
package enum KPISamples {
    package static let window = KPIWindow(from: day(11, 1), to: day(12, 1), asOf: day(11, 20))

    package static let all = [one, two, three, four, five, six, seven, eight, nine]

    /// Midnight in China of a day of 2026, or this many minutes later.
    package static func day(_ month: Int, _ day: Int, minute: Int64 = 0) -> Instant {
        let date = CivilDate(year: 2026, month: month, day: day) ?? CivilDate(daysSince1970: 0)
        return ZoneOffset.china.startOfDay(date).adding(minutes: minute)
    }

    package static var one: Case {
        var value = dispatched(1, day(11, 2, minute: 600), "T02", "east", to: ["traffic-police"])
        value.priority = .p1
        value.makeSafeDueAt = value.openedAt.adding(minutes: 30)
        value.place(30.4)
        value.reports[0].account = "rider-a"
        value.reports[0].score = 5
        value.reports.append(report("1b", "rider-b", at: value.openedAt.adding(minutes: 5), .follower))
        value.madeSafeAt = value.minute(20)
        value.done(0, accepted: 10, resolved: 50, closed: 55, .solved)
        value.rewards = [
            reward("rider-a", .granted, at: value.minute(55 + 2 * 1440)),
            reward("rider-b", .waiting, at: value.minute(55)),
        ]
        return value
    }

    package static var two: Case {
        var value = dispatched(2, day(11, 3, minute: 600), "T02", "west", to: ["urban-management"], delay: 2)
        value.priority = .p1
        value.place(30.4)
        value.reports[0].account = "rider-a"
        value.reports[0].score = 3
        value.flags.rework = 1
        value.flags.overdue = true
        value.tasks[0].rework = 1
        value.tasks[0].isAcknowledgedLate = true
        value.pauses = pause(of: value, 60, 90)
        value.tasks[0].pauses = value.pauses
        value.happened("verify", after: 50)
        value.done(0, accepted: 20, resolved: 120, closed: 130, .notSolvable)
        value.rewards = [reward("rider-a", .granted, at: value.minute(130 + 6 * 1440))]
        return value
    }

    package static var three: Case {
        var value = dispatched(
            3, day(11, 4, minute: 600), "T02", "west", to: ["traffic-police", "urban-management"], delay: 4)
        value.makeSafeDueAt = value.openedAt.adding(minutes: 30)
        value.place(30.4)
        value.reports[0].account = "rider-c"
        value.flags.returns = 2
        for (index, minute) in [10, 20].enumerated() {
            value.tasks[index].state = .returned
            value.tasks[index].returns = 1
            value.tasks[index].endedAt = value.minute(Int64(minute))
        }
        value.enter(.triage, after: 20)
        value.tasks.append(CaseTask(department: "triage", role: .co, createdAt: value.minute(20)))
        value.tasks[2].version = 1
        return value
    }

    package static var four: Case {
        var value = dispatched(4, day(11, 5, minute: 600), "E01", "east", to: ["urban-management"])
        value.place(30.5)
        value.flags.holds = 1
        value.tasks[0].state = .accepted
        value.tasks[0].acceptedAt = value.minute(5)
        value.enter(.suspended, after: 30)
        return value
    }

    package static var five: Case {
        var value = dispatched(5, day(11, 6, minute: 600), "E01", "east", to: ["traffic-police"], delay: 10)
        value.place(30.6)
        value.reports[0].account = "rider-d"
        value.flags.overdue = true
        value.flags.exempt = true
        value.tasks[0].isOverdue = true
        value.done(0, accepted: 12, resolved: 100, closed: 110, .referred)
        value.rewards = [reward("rider-d", .withheld, at: value.minute(110))]
        return value
    }

    package static var six: Case {
        var value = opened(6, day(11, 7, minute: 600), "E01", "east")
        value.state = .registered
        value.registeredAt = value.openedAt
        value.dueAt = day(12, 5)
        value.place(30.5)
        value.reports[0].account = "rider-e"
        value.flags.recategorised = 1
        return value
    }

    package static var seven: Case {
        var value = opened(7, day(11, 8, minute: 600), "Z01", nil)
        value.category.id = "unclassified"
        value.reports[0].account = "rider-a"
        value.dueAt = value.minute(15)
        value.closedAt = value.minute(10)
        value.enter(.rejected, after: 10)
        return value
    }

    package static var eight: Case {
        var value = dispatched(8, day(11, 1, minute: -50), "T02", "west", to: ["urban-management"])
        value.done(0, accepted: 8, resolved: 40, closed: 45, .solved)
        return value
    }

    package static var nine: Case {
        var value = dispatched(9, day(10, 28, minute: 600), "T02", "east", to: ["traffic-police"])
        value.dueAt = day(12, 6)
        value.tasks[0].dueAt = value.dueAt
        value.enter(.closed, after: 8 * 1440)
        value.flags.reopened = 1
        value.enter(.dispatched, after: 9 * 1440)
        return value
    }

    // MARK: - Helpers

    private static func opened(_ number: Int, _ at: Instant, _ category: String, _ subdistrict: String?) -> Case {
        let decision = CaseDecision(rule: "test", closeRule: .all, rulesHash: "test")
        var value = Case(
            id: TestCity.number(number), state: .triage,
            programme: number == 5 ? "baohe.hummingbird" : "jianyang.sentinel",
            category: CaseCategory(code: category, id: category, name: category), decision: decision, openedAt: at)
        var location = Location()
        location.district = "510185"
        location.subdistrict = subdistrict
        value.location = location
        value.reports = [report(String(number), nil, at: at, .first)]
        value.reports[0].programme = value.programme
        value.record("opened", by: Actor(.ingest), at: at)
        return value
    }

    /// Sends the tasks this many seconds after the case was opened.
    private static func dispatched(
        _ number: Int, _ at: Instant, _ category: String, _ subdistrict: String, to departments: [String],
        delay: Int64 = 0
    ) -> Case {
        var value = opened(number, at, category, subdistrict)
        let sent = at.adding(milliseconds: delay * 1000)
        value.registeredAt = sent
        value.dispatchedAt = sent
        value.dueAt = sent.adding(minutes: 60)
        for department in departments {
            var task = CaseTask(department: department, role: .lead, createdAt: at)
            task.state = .sent
            task.version = 1
            task.sentAt = sent
            task.acknowledgeBy = sent.adding(minutes: 15)
            task.dueAt = value.dueAt
            value.tasks.append(task)
        }
        value.enter(.dispatched, after: 0)
        return value
    }

    package static func report(_ id: String, _ account: String?, at: Instant, _ role: ReportRole) -> CaseReport {
        var report = CaseReport(
            reportID: id, contentHash: "00", source: ReportSource(topic: "hazard.reports", partition: 0, offset: 0),
            receivedAt: at, programme: "jianyang.sentinel", channel: .phone)
        report.account = account
        report.role = role
        return report
    }

    private static func reward(_ report: String, _ state: RewardState, at: Instant) -> CaseReward {
        let rule = RewardRule(id: "clue", kind: .points, trigger: .closed, amount: 10, unit: "points")
        var reward = CaseReward(entryID: report, reportID: report, rule: rule, amount: 10, at: day(11, 1))
        reward.state = state
        reward.settledAt = at
        return reward
    }

    private static func pause(of value: Case, _ from: Int64, _ to: Int64) -> PauseLedger {
        PauseLedger([Pause(from: value.minute(from), to: value.minute(to))].compactMap(\.self))
    }
}

extension Case {
    /// This many minutes after the dispatch.
    fileprivate func minute(_ minutes: Int64) -> Instant { (dispatchedAt ?? openedAt).adding(minutes: minutes) }

    fileprivate mutating func place(_ latitude: Double) {
        location?.wgs84 = Point(latitude: latitude, longitude: 104.5)
    }

    fileprivate mutating func enter(_ next: CaseState, after minutes: Int64) {
        let before = state
        state = next
        record(.opened, from: before, by: Actor(.operator), at: minute(minutes))
    }

    fileprivate mutating func happened(_ kind: EventKind, after minutes: Int64) {
        record(kind, by: Actor(.operator), at: minute(minutes))
    }

    /// Takes the case through all states to a closing check.
    fileprivate mutating func done(
        _ task: Int, accepted: Int64, resolved: Int64, closed: Int64, _ code: CloseCode
    ) {
        tasks[task].state = .done
        tasks[task].acceptedAt = minute(accepted)
        tasks[task].endedAt = minute(resolved)
        resolvedAt = minute(resolved)
        closedAt = minute(closed)
        closeCode = code
        enter(.resolved, after: resolved)
        state = .closed
        record("verify", from: .resolved, by: Actor(.operator), at: minute(closed))
    }
}

package import HazardCore

/// Makes cases of many shapes, and later versions of them.
package struct SampleCases {
    package var random: Dice
    package static let date = CivilDate(daysSince1970: 20_779)
    package static let departments = ["traffic-police", "city-management", "fire", "housing", "water"]

    package init(seed: UInt64) { random = Dice(seed) }

    package static func id(_ number: Int, shard: Int = 3) -> CaseID { CaseID(date: date, shard: shard, number: number) }

    /// A new case with one report, two tasks and two history entries.
    package static func plain(
        _ number: Int, state: CaseState = .dispatched, departments: [String] = ["traffic-police", "fire"]
    ) -> Case {
        let opened = Instant(milliseconds: 1_795_000_000_000 + Int64(number))
        let category = CaseCategory(code: "T02", id: "lane-obstruction", name: "车道受阻")
        let decision = CaseDecision(rule: "lane-obstruction-default", closeRule: .lead, rulesHash: "abc")
        var value = Case(
            id: id(number), state: state, programme: "jianyang.sentinel", category: category, decision: decision,
            openedAt: opened)
        value.version = 1
        value.dueAt = opened.adding(minutes: 120)
        value.reports = [report("g1-\(number)", at: opened)]
        for (index, department) in departments.enumerated() {
            var task = CaseTask(department: department, role: index == 0 ? .lead : .co, createdAt: opened)
            task.state = .sent
            task.version = 1
            value.tasks.append(task)
        }
        value.record("opened", .ingest)
        value.record("dispatched", .dispatcher)
        return value
    }

    package static func report(_ id: String, at: Instant) -> CaseReport {
        CaseReport(
            reportID: id, contentHash: "hash of " + id,
            source: ReportSource(topic: "hazard.reports", partition: 3, offset: 7), receivedAt: at,
            programme: "jianyang.sentinel", channel: .phone)
    }

    package mutating func one(_ number: Int) -> Case {
        var value = SampleCases.plain(number, departments: [])
        for _ in 0..<Int.random(in: 1...4, using: &random) { change(&value) }
        value.version = 1
        return value
    }

    /// Changes a case as commands, feedback, merges and splits can between two writes.
    package mutating func change(_ value: inout Case) {
        value.version += Int.random(in: 1...3, using: &random)
        value.state = pick(CaseState.allCases)
        value.priority = pick(Priority.allCases)
        value.category.code = pick(["T02", "R01", "F03"])
        value.condition = maybe("b")
        value.flags.overdue = Bool.random(using: &random)
        value.dueAt = maybe(Instant(milliseconds: Int64.random(in: 0...9_000_000, using: &random)))
        value.resolvedAt = maybe(Instant(milliseconds: 5_000))
        value.closedAt = maybe(Instant(milliseconds: 6_000))
        value.closeCode = maybe(pick(CloseCode.allCases))
        value.location = maybe(Location())
        value.location?.district = maybe("510185")
        changeTasks(&value)
        changeReports(&value)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            value.record(pick(["accepted", "urged"]), pick(ActorRole.allCases))
            value.history[value.history.count - 1].cause = maybe(Cause(sender: "department/fire", id: "tp-1"))
        }
    }

    private mutating func changeTasks(_ value: inout Case) {
        let department = pick(SampleCases.departments)
        if value.taskIndex(of: department) == nil {
            value.tasks.append(
                CaseTask(department: department, role: pick(TaskRole.allCases), createdAt: value.openedAt))
        }
        let index = Int.random(in: value.tasks.indices, using: &random)
        value.tasks[index].state = pick(TaskState.allCases)
        value.tasks[index].version += 1
        value.tasks[index].shardSequence += Int64.random(in: 1...1000, using: &random)
        value.tasks[index].dueAt = maybe(Instant(milliseconds: 77))
        if value.tasks.count > 3 { value.tasks.removeFirst() }
    }

    private mutating func changeReports(_ value: inout Case) {
        value.reports.append(
            SampleCases.report("m-\(value.id.number)-\(random.next())", at: value.openedAt.adding(minutes: 1)))
        value.reports[value.reports.count - 1].role = pick(ReportRole.allCases)
        if value.reports.count > 4 { value.reports.remove(at: Int.random(in: 0..<3, using: &random)) }
    }

    package mutating func pick<Element>(_ list: [Element]) -> Element { list[Int(random.next() % UInt64(list.count))] }
    package mutating func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &random) ? value : nil }
}

extension Case {
    package mutating func record(_ kind: EventKind, _ role: ActorRole) {
        let at = openedAt.adding(milliseconds: Int64(history.count))
        history.append(
            CaseEvent(
                sequence: history.count + 1, at: at, kind: kind, from: history.last?.to, to: state,
                actor: Actor(role, "someone")))
    }
}

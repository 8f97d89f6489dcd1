import Dispatcher
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

/// Acceptance checks of clocks, order and repeats.
extension AcceptanceChecks {
    @Test(arguments: TestedLog.here)
    func `check 3: messages about a case move no deadline`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        try scene.report("n-1", "jianyang.sentinel", "phone", Self.obstruction("n-1"))
        let before = try scene.value("n-1")
        try scene.advance(minutes: 5)
        try scene.says("traffic-police", "note", about: "n-1", ["note": "on the way"])
        try scene.says(role: "reporter", ref: "n-1", "add", about: "n-1", ["text": "更堵了"])
        try scene.says("urban-management", "accept", about: "n-1")
        try scene.restart(losingFiles: true)
        let after = try scene.value("n-1")
        #expect(after.history.map(\.kind).contains("note"))
        #expect(after.dueAt == before.dueAt)
        #expect(after.tasks.map(\.dueAt) == before.tasks.map(\.dueAt))
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `check 4: 1000 overdue cases are all escalated, earliest first`(_ log: TestedLog) throws {
        let scene = try Scene(log) { $0.pace.timersPerStep = 100 }
        // Cases that are due later are opened first, so that neither number nor age gives the order.
        for (category, count) in [("T04", 500), ("T02", 500)] {
            try scene.post(
                all: (0..<count).map { number in
                    scene.reportText(
                        "\(category)-\(number)", "jianyang.sentinel", "phone",
                        Scene.merged(Self.obstruction("\(category)-\(number)"), ["category_hint": .string(category)]))
                })
            try scene.advance(minutes: 1)
        }
        try acceptAll(scene)
        // The limit of 2 uh and the same time again.
        try scene.advance(minutes: 4 * 60 + 5)
        let cases = try scene.cases()
        #expect(cases.count == 1000)
        #expect(cases.allSatisfy { $0.flags.overdue && $0.flags.escalated })
        let due = Dictionary(uniqueKeysWithValues: cases.map { ($0.id, $0.dueAt) })
        let escalated = try scene.queue("traffic-police").filter { [.urged, .supervised].contains($0.event) }
            .sorted { $0.shardSequence < $1.shardSequence }
        #expect(escalated.count == 1000)
        let order = escalated.compactMap { due[$0.caseID] ?? nil }
        #expect(order == order.sorted())
        // No timer fires twice.
        let written = try scene.read(scene.bench.topics.cases).count
        try scene.turnAround()
        try scene.restart()
        #expect(try scene.read(scene.bench.topics.cases).count == written)
        try scene.end()
    }

    /// Every department accepts its task: hundreds of messages at once.
    private func acceptAll(_ scene: Scene) throws {
        let records = try scene.cases().flatMap { value in
            value.tasks.map { task in
                let message: JSONValue = [
                    "schema_version": 1, "event_id": .string("accept-\(value.id.text)"), "kind": "accept",
                    "case_id": .string(value.id.text), "department": .string(task.department),
                    "actor": ["role": "department"], "at": .string(scene.written()),
                ]
                return NewRecord(
                    topic: scene.bench.topics.feedback, partition: value.id.shard, key: Array(value.id.text.utf8),
                    value: message.bytes)
            }
        }
        _ = try scene.bench.log.append(records)
        try scene.settle(seconds: 120)
    }

    @Test(arguments: TestedLog.here)
    func `check 13: feedback with an older seq is recorded and not applied`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        try scene.report("o-1", "jianyang.sentinel", "phone", Self.obstruction("o-1"))
        try scene.says("traffic-police", "accept", about: "o-1", ["seq": 5])
        try scene.says("traffic-police", "resolve", about: "o-1", ["seq": 7, "result": "solved"])
        try scene.says("traffic-police", "return", about: "o-1", ["seq": 6, "reason": "not ours"])
        #expect(try scene.task("traffic-police", of: "o-1").state == .done)
        let last = try #require(try scene.value("o-1").history.last)
        #expect(last.kind == "return")
        #expect(last.reasonText == "older-seq")
        #expect(try scene.value("o-1").flags.returns == 0)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `check 14: a task that nobody accepts is escalated, and one that is returned again and again goes to triage`(
        _ log: TestedLog
    ) throws {
        let scene = try Scene(log)
        try scene.report("w-1", "jianyang.sentinel", "phone", Self.obstruction("w-1"))
        try scene.advance(minutes: 16)
        #expect(try scene.task("traffic-police", of: "w-1").isAcknowledgedLate)
        #expect(try scene.sent("traffic-police", about: "w-1").count == 2)
        try scene.advance(days: 1)
        #expect(try scene.value("w-1").flags.escalated)

        let give: JSONValue = ["reason": "not ours", "suggested_department": "unknown"]
        let again: JSONValue = ["departments": [["department": "traffic-police", "role": "lead"]]]
        for _ in 0..<StageLimits.returnsPerDepartment {
            try scene.says("traffic-police", "return", about: "w-1", give)
            try scene.commands("dispatch", about: "w-1", again)
        }
        try scene.says("traffic-police", "return", about: "w-1", give)
        let value = try scene.value("w-1")
        #expect(value.flags.returns == StageLimits.returnsPerDepartment)
        #expect(value.history.last?.kind == "refused")
        #expect(value.history.last?.reasonText == RefusalCode.returnLimit.rawValue)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func
        `check 19: a refused move is recorded with the allowed ones, its sender is informed, and it is not tried again`(
            _ log: TestedLog
        ) throws
    {
        let scene = try Scene(log)
        try scene.report("m-1", "jianyang.sentinel", "phone", Self.obstruction("m-1"))
        let event = try scene.says("traffic-police", "resolve", about: "m-1", ["result": "solved"])
        let consumed = scene.bench.tally.consumed
        let value = try scene.value("m-1")
        #expect(value.history.last?.kind == "refused")
        #expect(try scene.task("traffic-police", of: "m-1").state == .sent)
        let refusal = try #require(try scene.sent("traffic-police", about: "m-1").last)
        #expect(refusal.event == .refused)
        #expect(refusal.cause?.contains(event) == true)
        #expect(refusal.allowed.contains("accept"))
        try scene.advance(minutes: 5)
        try scene.restart()
        #expect(scene.bench.tally.consumed == consumed)
        // The same event sent again stays refused, even when the move is allowed by then.
        try scene.says("traffic-police", "accept", about: "m-1")
        try scene.says("traffic-police", "resolve", about: "m-1", ["result": "solved"], id: event)
        #expect(try scene.task("traffic-police", of: "m-1").state == .accepted)
        #expect(try scene.value("m-1").history.filter { $0.kind == "refused" }.count == 1)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `check 20: the same report ten times is one case`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        let text = scene.reportText("r-1", "jianyang.sentinel", "phone", Self.obstruction("r-1"))
        try scene.post(text, times: 5)
        try scene.restart(losingFiles: true)
        try scene.post(text, times: 5)
        #expect(try scene.cases().count == 1)
        #expect(try scene.value("r-1").reports.count == 1)
        #expect(try scene.queue("traffic-police").count == 1)
        #expect(scene.bench.tally.duplicates == 9)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `check 21: words of an emergency alone dispatch to no department, a second key does`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        let fields: JSONValue = ["text": "楼上着火了", "location": ["address": "丹景街 4 号", "district": "510182"]]
        try scene.report("one", "danjingshan.lookout", "chat", fields)
        #expect(try scene.value("one").state == .triage)
        #expect(try scene.queue("fire-rescue").isEmpty)
        #expect(try scene.notices("one").contains { $0.arguments["number"] == "119" })
        try scene.report(
            "two", "danjingshan.lookout", "chat",
            Scene.merged(
                fields,
                ["category_hint": "F03", "location": ["address": "丹景街 400 号", "district": "510182"]]))
        #expect(try scene.value("two").priority == .p0)
        #expect(try scene.queue("fire-rescue").map(\.caseID) == [scene.value("two").id])
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `check 22: a photo without text is accepted and goes to triage`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        try scene.report(
            "v-1", "qingbaijiang.whistle", "photo", ["media": [["ref": "photo/1.jpg", "mime": "image/jpeg"]]])
        #expect(try scene.value("v-1").state == .triage)
        #expect(try scene.queue("triage").count == 1)
        #expect(try scene.deadLetters().isEmpty)
        try scene.end()
    }
}

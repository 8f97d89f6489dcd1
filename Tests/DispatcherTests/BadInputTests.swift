import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing
import Wording

/// Every kind of invalid input has one outcome, keeps its bytes, and has no effect on the other records of its batch.
@Suite struct BadInputTests {
    @Test(arguments: BadInput.all)
    func `invalid input has its expected outcome, and so have the other records of its batch`(_ input: BadInput) throws
    {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        let base = try open(bench)
        let before = bench.observer.state.tally
        let headers = [Header("x-trace", [1, 2, 3]), Header("x-trace", [0xFF])]
        let record = NewRecord(
            topic: topic(of: input, bench), partition: 0, key: input.hasKey ? [0x6B, 0x00, 0xFF] : nil,
            value: input.value(base.text), headers: headers)
        let places = try bench.log.append([
            neighbour("before", of: input, base, bench), record, neighbour("after", of: input, base, bench),
        ])
        #expect(bench.waitForConsumed(before.consumed + 3))
        bench.stop()

        let step = try #require(bench.observer.state.tallies[0]?.last)
        #expect(step == expected(input), "all three in one step")
        let value = try #require(try bench.cases()[base.text]?.value)
        try checkNeighbours(input, value, bench)
        switch input.outcome {
        case .deadLetter(let reason): try checkDeadLetter(reason, record, places[1], bench)
        case .refused(let code):
            let entry = try #require(value.history.first { $0.kind == "refused" })
            #expect(entry.reasonText == code.rawValue)
            #expect(entry.cause?.id == "bad")
        case .triage: #expect(try opened("bad", bench)?.state == .triage)
        case .accepted, .noOp: break
        }
        if case .deadLetter = input.outcome {} else { #expect(try bench.deadLetters().isEmpty) }
        try StoreAudit(bench: bench).run()
    }

    // MARK: - Before

    /// A case in progress, with one feedback and one command that may be repeated.
    private func open(_ bench: LaneBench) throws -> CaseID {
        try bench.publish(Samples.report("base"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().values.first?.value.id)
        try bench.publish(
            Samples.feedback("seen", case: id.text, department: "traffic-police", kind: "accept", extra: #","seq":5"#),
            to: bench.topics.feedback)
        #expect(bench.waitForConsumed(2))
        try bench.publish(Samples.command("seen", case: id.text, kind: "escalate"), to: bench.topics.commands)
        #expect(bench.waitForConsumed(3))
        return id
    }

    private func topic(of input: BadInput, _ bench: LaneBench) -> String {
        switch input.kind {
        case .report: bench.topics.reports
        case .feedback: bench.topics.feedback
        case .command where input.name.contains("of another shard"): bench.topics.transfers
        case .command: bench.topics.commands
        }
    }

    private func neighbour(_ id: String, of input: BadInput, _ base: CaseID, _ bench: LaneBench) -> NewRecord {
        let text =
            switch input.kind {
            case .report: Samples.report(id)
            case .feedback:
                Samples.feedback(id, case: base.text, department: "urban-management", kind: "note")
            case .command: Samples.command(id, case: base.text, kind: "escalate")
            }
        // A person's command is refused where shards write.
        let topic = input.kind == .command ? bench.topics.commands : topic(of: input, bench)
        return NewRecord(topic: topic, partition: 0, key: nil, value: Array(text.utf8))
    }

    // MARK: - After

    private func expected(_ input: BadInput) -> Tally {
        var tally = Tally()
        tally.consumed = 3
        let path: WritableKeyPath<Tally, Int> = input.kind == .report ? \.opened : \.applied
        tally[keyPath: path] = 2
        switch input.outcome {
        case .deadLetter: tally.deadLetters = 1
        case .refused: tally.refused = 1
        case .noOp: tally.noOps = 1
        case .triage, .accepted: tally[keyPath: path] += 1
        }
        return tally
    }

    private func checkNeighbours(_ input: BadInput, _ base: Case, _ bench: LaneBench) throws {
        guard input.kind == .report else {
            let causes = base.history.compactMap(\.cause?.id)
            #expect(causes.filter { $0 == "before" || $0 == "after" } == ["before", "after"])
            return
        }
        for id in ["before", "after"] {
            let value = try #require(try opened(id, bench))
            #expect(value.state == .dispatched)
            #expect(value.tasks.map(\.department) == ["traffic-police", "urban-management"])
            #expect(value.tasks.map(\.version) == [1, 1])
        }
    }

    private func opened(_ report: String, _ bench: LaneBench) throws -> Case? {
        try bench.cases().values.map(\.value).first { $0.reports.contains { $0.reportID == report } }
    }

    /// The dead letter has the original bytes, key and headers, then our headers, and a sentence without the message's
    /// text.
    private func checkDeadLetter(
        _ reason: RejectionReason, _ record: NewRecord, _ place: RecordPlace, _ bench: LaneBench
    ) throws {
        let all = try bench.deadLetters()
        let (letter, headers) = try #require(all.first)
        #expect(all.count == 1)
        #expect(headers.reason == reason)
        #expect(headers.topic == place.at.topic)
        #expect(headers.partition == place.at.partition)
        #expect(headers.offset == place.offset)
        #expect(headers.receivedAt.milliseconds == place.timestamp)
        #expect(letter.value == record.value)
        #expect(letter.key == record.key)
        #expect(Array(letter.headers.prefix(2)) == record.headers)
        let ours = HeaderName.ofDeadLetter.subtracting([
            HeaderName.deadValueOmitted, HeaderName.headersOmitted, HeaderName.keyOmitted,
        ])
        #expect(Set(letter.headers.dropFirst(2).map(\.name)) == ours)
        #expect(letter.headers.count == 2 + ours.count)
        #expect(TextCheck.problems(of: headers.sentence).isEmpty)
        #expect(!headers.sentence.en.contains("沱江") && !headers.sentence.zh.contains("沱江"))
        #expect(letter.header(HeaderName.deadClass) == Array(reason.rawValue.utf8))
        #expect(letter.header(HeaderName.deadMessage) == Array(headers.sentence.en.utf8))
        #expect(letter.header(HeaderName.deadMessageChinese) == Array(headers.sentence.zh.utf8))
    }
}

import Dispatcher
import Foundation
import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing
import Wording

/// Known failures of other systems, each as a check (`DOMAIN.md`, Failure modes). Nothing is lost or doubled, and no
/// failure delays anything else.
@Suite struct AcceptanceChecks {
    @Test(arguments: TestedLog.here, [FaultInjectionPoint.taken, .decided, .applied])
    func `check 1: a crash between taking a record and the commit loses nothing and makes no second case`(
        _ log: TestedLog, _ point: FaultInjectionPoint
    ) throws {
        try crash(log, point)
    }

    @Test(arguments: TestedLog.here)
    func `check 7: after a crash before a task is published, the next owner publishes it once`(
        _ log: TestedLog
    ) throws {
        try crash(log, .applied)
        // A crash right after the commit: the report is stored, although this process did not learn it.
        try crash(log, .logCommitted)
    }

    private func crash(_ log: TestedLog, _ point: FaultInjectionPoint) throws {
        let scene = try Scene(log)
        scene.bench.stop()
        for number in 1...5 { try scene.bench.publish(reportText(scene, "c-\(number)").bytes) }
        try scene.bench.start(crash: CrashPlan(point: point, visit: 1, losesFiles: false))
        #expect(scene.bench.observer.wait { $0.crashed })
        scene.bench.stop()
        try scene.start()
        // Recovery has applied what the log has and the file did not, although no input is left to read.
        try #require(scene.bench.waitForPhases { $0 == .running })
        try scene.settle()
        #expect(
            try scene.cases().map { $0.reports.map(\.reportID) }.sorted { $0[0] < $1[0] } == (1...5).map { ["c-\($0)"] }
        )
        let sent = try scene.queue("traffic-police")
        #expect(sent.map(\.event) == Array(repeating: .dispatched, count: 5))
        #expect(Set(sent.map(\.eventID)).count == 5)
        try scene.end()
    }

    /// A lane obstruction at its own address.
    private func reportText(_ scene: Scene, _ id: String, _ more: JSONValue = [:]) -> JSONValue {
        scene.reportText(id, "jianyang.sentinel", "phone", Scene.merged(Self.obstruction(id), more))
    }

    static func obstruction(_ id: String) -> JSONValue {
        [
            "category_hint": "T02", "text": .string("三车道变一 \(id)"),
            "reporter": ["ref": .string("rider-\(id)"), "kind": "rider"],
            "location": ["address": .string("\(id) 号"), "district": "510185"],
        ]
    }

    @Test(.enabled(if: KafkaBroker.isAvailable, "needs a broker"))
    func `check 2: while the broker is unreachable nothing is lost and nothing is doubled`() throws {
        // Ten seconds are enough for CI. A full minute would lengthen every run by a minute.
        let seconds = ProcessInfo.processInfo.environment["HAZARD_TEST_AWAY_SECONDS"].flatMap(Double.init) ?? 10
        let broker = try KafkaBroker()
        defer { broker.clean() }
        let scene = try Scene(.kafka, on: broker)
        try scene.post(all: (1...20).map { reportText(scene, "a-\($0)") })
        // These may or may not be consumed before the pause.
        for number in 21...30 { try scene.bench.publish(reportText(scene, "a-\(number)").bytes, key: "510185") }
        try broker.pause()
        // A silent broker is not an error at once: the lanes wait. There is no signal to wait for, so the test sleeps.
        Thread.sleep(forTimeInterval: seconds)
        try broker.resume()
        for number in 31...40 { try scene.bench.publish(reportText(scene, "a-\(number)").bytes, key: "510185") }
        // A commit with an unknown outcome is in no tally, so only the log tells how many there are.
        let deadline = ContinuousClock.now + .seconds(120)
        while try scene.bench.tasks().count < 80, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.1) }
        scene.bench.stop()
        try expectForty(scene)
        try StoreAudit(bench: scene.bench).run()
    }

    /// Forty reports, each in its own case with one task record for the traffic police.
    private func expectForty(_ scene: Scene) throws {
        let reports = try scene.cases().flatMap { $0.reports.map(\.reportID) }
        #expect(reports.sorted() == (1...40).map { "a-\($0)" }.sorted())
        let sent = try scene.queue("traffic-police")
        #expect(sent.count == 40)
        #expect(Set(sent.map(\.eventID)).count == 40)
    }

    @Test
    func `check 2: while the embedded log is closed for a minute nothing is lost and nothing is doubled`() throws {
        let scene = try Scene(.embedded)
        scene.bench.stop()
        for number in 1...40 { try scene.bench.publish(reportText(scene, "a-\(number)").bytes) }
        scene.time.advance(milliseconds: 60_000)
        try scene.start()
        try scene.settle()
        try expectForty(scene)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `check 5: an unknown target is a dead letter with its reason, never another target`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        try scene.post(reportText(scene, "d-1"))
        try scene.post(reportText(scene, "d-2", ["programme": "nowhere.at-all"]))
        try scene.says("night-watch", "accept", about: "d-1")
        #expect(
            try scene.deadReasons().sorted { $0.rawValue < $1.rawValue } == [.unknownDepartment, .unknownProgramme])
        let sentences = try scene.deadLetters().map(\.headers.sentence)
        for word in ["night-watch", "nowhere.at-all"] {
            #expect(sentences.contains { $0.en.contains(word) && $0.zh.contains(word) })
        }
        // An operator's command with an unknown department is refused, and the answer lists the known ones.
        try scene.commands("dispatch", about: "d-1", ["departments": [["department": "night-watch", "role": "co"]]])
        #expect(try scene.value("d-1").history.last?.kind == "refused")
        #expect(try scene.departments(of: "d-1").keys.sorted() == ["traffic-police", "urban-management"])
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func `check 6: an unavailable destination stops no other`(_ log: TestedLog) throws {
        let scene = try Scene(log, without: ["traffic-police"])
        try scene.post(all: (1...30).map { reportText(scene, "s-\($0)") })
        #expect(try scene.queue("urban-management").count == 30)
        #expect(try scene.cases().allSatisfy { $0.tasks.first { $0.department == "traffic-police" }?.state == .queued })
        try scene.report(
            "other", "pujiang.micro-grid", "chat",
            ["category_hint": "U01", "text": "路灯不亮", "location": ["address": "蒲江 7 号", "district": "510131"]])
        #expect(try scene.queue("municipal-works").count == 1)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func
        `check 11: with one department of three unavailable, the others receive the task at once and it receives the task later`(
            _ log: TestedLog
        ) throws
    {
        let scene = try Scene(log, without: ["bike-operator"])
        try scene.report(
            "p-1", "chengdu.rider-needs", "web",
            ["category_hint": "T03", "text": "共享单车乱停", "location": ["address": "均隆街 5 号", "district": "510104"]])
        #expect(try scene.sent("urban-management", about: "p-1").map(\.event) == [.dispatched])
        #expect(try scene.sent("subdistrict", about: "p-1").map(\.event) == [.dispatched])
        #expect(try scene.task("bike-operator", of: "p-1").state == .queued)
        #expect(try scene.task("bike-operator", of: "p-1").sentAt == nil)
        #expect(try scene.value("p-1").state != .resolved)

        try scene.bench.log.create([TopicDescription(name: scene.bench.topics.dispatch("bike-operator"), partitions: 1)]
        )
        // A timer tries the queue again after growing pauses; some minutes are enough.
        for _ in 0..<20 where try scene.task("bike-operator", of: "p-1").state != .sent {
            try scene.advance(minutes: 1)
        }
        #expect(try scene.task("bike-operator", of: "p-1").state == .sent)
        #expect(try scene.sent("bike-operator", about: "p-1").first?.event == .dispatched)
        try scene.end()
    }

    @Test(arguments: TestedLog.here)
    func
        `check 12: each unusable record among valid reports becomes one dead letter, unchanged, and the others are decided`(
            _ log: TestedLog
        ) throws
    {
        let scene = try Scene(log)
        let poison: [[UInt8]] = [
            Array("{".utf8), [0xFF, 0xFE, 0x00], [], Array(#"{"schema_version":9}"#.utf8), Array("[[[[".utf8),
            Array(repeating: UInt8(ascii: "["), count: 5_000),
        ]
        var records: [NewRecord] = []
        for (number, bad) in poison.enumerated() {
            for topic in scene.bench.topics.inputs {
                records.append(NewRecord(topic: topic, partition: number % 3, key: nil, value: bad))
            }
            let good = reportText(scene, "good-\(number)")
            records.append(NewRecord(topic: scene.bench.topics.reports, partition: nil, key: nil, value: good.bytes))
        }
        _ = try scene.bench.log.append(records)
        try scene.settle()
        #expect(try scene.cases().count == poison.count)
        let letters = try scene.deadLetters()
        #expect(
            letters.map { $0.record.value ?? [] }.sorted { $0.lexicographicallyPrecedes($1) }
                == scene.bench.topics.inputs.flatMap { _ in poison }.sorted { $0.lexicographicallyPrecedes($1) })
        // A restart does not read the unusable records again.
        try scene.restart()
        #expect(try scene.deadLetters().count == letters.count)
        try scene.end()
    }
}

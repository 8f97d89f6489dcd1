import CaseStore
import Dispatcher
import Foundation
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// Reports of one hazard make one case (`DOMAIN.md` §9, G10, checks 20 and 24).
@Suite struct MergeTests {
    /// Publishes the reports one by one, each decided before the next. Returns the cases in the order of their numbers.
    private func cases(_ reports: [PlacedReport]) throws -> [Case] {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        for (number, report) in reports.enumerated() {
            try bench.publish(report.json, partition: 0)
            #expect(bench.waitForConsumed(number + 1))
        }
        bench.stop()
        #expect(bench.tally.isConserved)
        #expect(bench.tally.opened + bench.tally.merged == reports.count)
        return try bench.cases().values.map(\.value).sorted { $0.id.text < $1.id.text }
    }

    @Test func `G10: the same bridge reported by five riders in ten minutes is one case with four followers`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        for number in 0..<5 {
            let report = PlacedReport("g10-\(number)").edited { $0.at = (Double(number) * 15, 0) }
            try bench.publish(report.json, partition: 0)
        }
        #expect(bench.waitForConsumed(5))
        let value = try #require(try bench.cases().values.first?.value)
        #expect(bench.tally.opened == 1)
        #expect(bench.tally.merged == 4)
        #expect(bench.tally.isConserved)
        #expect(value.reports.map(\.role) == [.first] + Array(repeating: .follower, count: 4))
        #expect(value.history.filter { $0.kind == "follower" }.count == 4)
        let sent = try bench.tasks().filter { $0.department == "traffic-police" }
        #expect(sent.last?.duplicates == 4)
        #expect(sent.dropFirst().allSatisfy { $0.event == .changed && $0.reason == "follower" })
        let merged = try bench.read(bench.topics.notices).map { try NoticeCodec.decode($0.value ?? []) }
            .filter { $0.kind == .merged }
        #expect(merged.map(\.reportID) == (1..<5).map { "g10-\($0)" })
        #expect(merged.allSatisfy { $0.caseID == value.id })
        bench.stop()
        let reader = try StoreReader(path: bench.storeDirectory + "/shard-0.db", shard: 0)
        let outcome = try reader.report("g10-3")
        #expect(outcome?.caseID == value.id.text)
        #expect(outcome?.role == .follower)
    }

    @Test func `a reporter who answers on the number given first reaches the case that has the report now`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        for number in 1...2 {
            let report = PlacedReport("m-\(number)").edited { $0.at = (Double(number) * 2000, 0) }
            try bench.publish(report.json, partition: 0)
            #expect(bench.waitForConsumed(number))
        }
        func holder(_ report: String) throws -> Case {
            try #require(
                try bench.cases().values.map(\.value).first { value in
                    value.state != .merged && value.reports.contains { $0.reportID == report }
                })
        }
        let (first, second) = (try holder("m-1"), try holder("m-2"))
        var consumed = 2
        func send(_ text: String, _ topic: String) throws {
            try bench.publish(text, to: topic, partition: 0)
            consumed += 1
            #expect(bench.waitForConsumed(consumed))
        }
        func add(_ id: String, _ report: String, on caseID: CaseID) throws {
            try send(
                Samples.reporter(id, case: caseID.text, report: report, kind: "add", extra: #","text":"还是不亮""#),
                bench.topics.feedback)
        }
        func command(_ kind: String, _ caseID: CaseID, _ arguments: String) throws {
            try send(
                Samples.command(
                    "c-\(consumed)", case: caseID.text, kind: kind, extra: #","arguments":{\#(arguments)}"#),
                bench.topics.commands)
        }
        try command("merge", first.id, #""into":"\#(second.id.text)""#)
        try add("f-1", "m-1", on: first.id)
        #expect(try holder("m-1").id == second.id)
        #expect(try holder("m-1").history.last?.kind == "add")
        #expect(try bench.cases()[first.id.text]?.value.history.contains { $0.kind == "add" } == false)
        try command("split", second.id, #""reports":["m-1"]"#)
        let third = try holder("m-1").id
        #expect(third != second.id)
        try add("f-2", "m-1", on: second.id)
        try add("f-3", "m-1", on: first.id)
        #expect(try holder("m-1").history.filter { $0.kind == "add" }.count == 2)
        // A number that has nothing to do with the report stays refused.
        try add("f-4", "m-2", on: third)
        #expect(try bench.cases()[third.text]?.value.history.last?.kind == "refused")
        bench.stop()
    }

    @Test func `a backlog is merged by when each report was said`() throws {
        // Three months of one lane, read within a minute: one case for each two hours.
        let start = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).adding(.days(-20))
        let reports = (0..<12).map { number in
            PlacedReport("b-\(number)", rider: "rider \(number)").edited {
                $0.reported = start.adding(minutes: Int64(number) * 60)
            }
        }
        let found = try cases(reports.shuffled())
        #expect(found.count >= 3 && found.count <= 6, "\(found.map(\.reports.count))")
        for value in found {
            let times = value.reports.map(\.mergeTime)
            let first = try #require(times.first)
            #expect(times.allSatisfy { abs($0.milliseconds - first.milliseconds) <= 2 * 3_600_000 })
        }
    }

    @Test func `the same photo, the same thread and the same words each join a case without coordinates`() throws {
        let first = PlacedReport("a", rider: "wang").edited {
            $0.photo = "abc"
            $0.thread = "chat-1"
        }
        let found = try cases([
            first,
            PlacedReport("b").edited {
                $0.photo = "abc"
                $0.at = nil
            },
            PlacedReport("c", rider: "wang").edited {
                $0.thread = "chat-1"
                $0.category = nil
                $0.text = "还有一辆三轮车，我的电话13812345678"
                $0.at = nil
            },
            PlacedReport("d", rider: "wang").edited {
                $0.at = nil
                $0.text = "沱江一號橋引道，三車道變一！"
            },
            PlacedReport("e").edited {
                $0.at = nil
                $0.related = "a"
                $0.text = "和他一起"
            },
        ])
        #expect(found.count == 1)
        #expect(found[0].reports.map(\.reportID) == ["a", "b", "c", "d", "e"])
        #expect(found[0].reports.map(\.role) == [.first, .follower, .followUp, .followUp, .follower])
        #expect(found[0].reports[4].jointWith == "a")
        let notes = found[0].history.compactMap(\.note).joined()
        #expect(notes.contains("还有一辆三轮车"))
        #expect(!notes.contains("13812345678"))
    }

    @Test func `two lamps with different numbers at one place are two cases`() throws {
        func lamp(_ id: String, _ text: String) -> PlacedReport {
            PlacedReport(id).edited {
                $0.category = "U01"
                $0.text = text
            }
        }
        let found = try cases([
            lamp("a", "路灯编号0506102不亮"), lamp("b", "路灯编号0506103不亮"), lamp("c", "路灯编号0506103又不亮了"),
        ])
        #expect(found.map { $0.reports.map(\.reportID) } == [["a"], ["b", "c"]])
    }

    @Test func `fires at one place are linked and not merged`() throws {
        func fire(_ id: String) -> PlacedReport {
            PlacedReport(id).edited {
                $0.category = "F03"
                $0.text = "桥边着火了，冒黑烟"
            }
        }
        let found = try cases([fire("a"), fire("b")])
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.flags.needsReview })
        #expect(found.map { $0.links.map(\.caseID) } == [[found[1].id.text], [found[0].id.text]])
        #expect(found.allSatisfy { $0.links.map(\.kind) == ["related"] })
    }

    @Test func `a hazard that comes back after its case closed is a new case with a link`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(PlacedReport("a").json, partition: 0)
        #expect(bench.waitForConsumed(1))
        let first = try #require(try bench.cases().values.first?.value)
        for (event, kind) in [("e1", "accept"), ("e2", "resolve")] {
            for department in first.tasks.map(\.department) {
                try bench.publish(
                    Samples.feedback(
                        event, case: first.id.text, department: department, kind: kind,
                        extra: kind == "resolve" ? #","result":"solved""# : ""), to: bench.topics.feedback, partition: 0
                )
            }
        }
        #expect(bench.waitForConsumed(5))
        try bench.publish(
            Samples.command("c1", case: first.id.text, kind: "close"), to: bench.topics.commands, partition: 0)
        // Two more records: the request to the ledger and its answer.
        #expect(bench.waitForConsumed(8))
        try bench.publish(PlacedReport("b").json, partition: 0)
        #expect(bench.waitForConsumed(9))
        bench.stop()
        let second = try #require(try bench.cases().values.map(\.value).first { $0.id != first.id })
        #expect(second.links == [CaseLink(caseID: first.id.text, kind: "recurrence")])
    }

    @Test func `a case with 200 reports is continued by a linked one, which takes the next`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        for number in 0..<203 { try bench.publish(PlacedReport("g-\(number)").json, partition: 0) }
        #expect(bench.waitForConsumed(203))
        bench.stop()
        let found = try bench.cases().values.sorted { $0.value.id.text < $1.value.id.text }
        #expect(found.map { $0.value.reports.count } == [200, 3])
        #expect(found[1].value.links == [CaseLink(caseID: found[0].value.id.text, kind: "continued")])
        #expect(found[0].body.count < 512 * 1024)
    }

    @Test func `merging, splitting and linking by operators is recorded in both cases`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        for (number, id) in ["a", "b", "c"].enumerated() {
            try bench.publish(PlacedReport(id).edited { $0.at = (Double(number) * 500, 0) }.json, partition: 0)
        }
        #expect(bench.waitForConsumed(3))
        var ids: [String: String] = [:]
        for value in try bench.cases().values { ids[value.value.reports[0].reportID] = value.value.id.text }
        let (a, b, c) = (try #require(ids["a"]), try #require(ids["b"]), try #require(ids["c"]))
        func say(_ id: String, _ caseID: String, _ kind: String, _ arguments: String) throws {
            try bench.publish(
                Samples.command(id, case: caseID, kind: kind, extra: #","arguments":{\#(arguments)}"#),
                to: bench.topics.commands, partition: 0)
        }
        try say("1", b, "merge", #""into":"\#(a)""#)
        try say("1", b, "merge", #""into":"\#(a)""#)
        try say("2", a, "split", #""reports":["b"]"#)
        try say("3", a, "link", #""into":"\#(c)","kind":"same-cause""#)
        try say("4", c, "merge", #""into":"20200101-00-000001""#)
        try say("5", a, "link", #""into":"20200101-99-000001""#)
        #expect(bench.waitForConsumed(9))
        bench.stop()
        #expect(bench.tally.applied == 3)
        #expect(bench.tally.noOps == 1)
        // One command names an unknown case, the other a shard that does not exist and has no partition.
        #expect(bench.tally.refused == 2)
        let found = try bench.cases().mapValues(\.value)
        #expect(found.count == 4)
        #expect(found[b]?.state == .merged)
        #expect(found[a]?.reports.map(\.reportID) == ["a"])
        let made = try #require(found.values.first { ![a, b, c].contains($0.id.text) })
        #expect(made.reports.map(\.reportID) == ["b"])
        #expect(made.state == .triage)
        #expect(found[a]?.links.map(\.kind) == ["merged-from", "split-off", "same-cause"])
        #expect(found[c]?.links == [CaseLink(caseID: a, kind: "same-cause")])
        #expect(found[c]?.history.last?.reasonText == "unknown-case")
        let store = try ShardStore.open(
            in: try #require(bench.directory), shard: 0,
            identity: StoreIdentity(cluster: bench.log.clusterID(), topics: bench.topics.sharded, shards: 1))
        #expect(try store.knownReport("b")?.caseID == made.id)
    }
}

import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// Rules that are replaced while a lane runs hold for what it decides next.
@Suite struct RulesChangeTests {
    /// The shipped policy with the department 环卫 under another id.
    private static func renamed(_ policy: Policy, was: [String] = ["sanitation"]) -> Policy {
        var departments = policy.departments
        guard var department = departments.removeValue(forKey: "sanitation") else { return policy }
        department.id = "cleaning"
        department.was = was
        departments["cleaning"] = department
        var renamed = Policy(
            departments: Array(departments.values), categories: policy.categories,
            programmes: Array(policy.programmes.values), schemes: Array(policy.schemes.values), routing: policy.routing,
            basics: policy.basics)
        renamed.textClassifier = policy.textClassifier
        return renamed
    }

    @Test func `a running lane decides by the new rules from its next step on`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("a", category: "U01", text: "路灯不亮"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let rules = try #require(bench.rules)
        var policy = rules.settings.policy
        let before = policy.rulesHash
        policy.basics.rulesHash = "other rules"
        rules.replace(policy: policy, signing: rules.settings.signing)
        try bench.publish(Samples.report("b", category: "T02"), partition: 0)
        #expect(bench.waitForConsumed(2))
        bench.stop()
        let hashes = try bench.cases().values.map { ($0.value.reports[0].reportID, $0.value.decision.rulesHash) }
        #expect(Dictionary(uniqueKeysWithValues: hashes) == ["a": before, "b": "other rules"])
    }

    @Test func `open tasks of a renamed department move to it, and feedback under both names reaches them`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("e-1", category: "E01", text: "垃圾堆在路边"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        #expect(try bench.cases()[id]?.value.tasks.map(\.department).contains("sanitation") == true)
        try bench.log.create([TopicDescription(name: bench.topics.dispatch("cleaning"), partitions: 1)])
        let rules = try #require(bench.rules)
        rules.replace(policy: Self.renamed(rules.settings.policy), signing: rules.settings.signing)
        #expect(bench.observer.wait { $0.tally.timers > 0 })
        for (index, (name, kind)) in [("sanitation", "accept"), ("cleaning", "start")].enumerated() {
            try bench.publish(
                Samples.feedback("f-\(index)", case: id, department: name, kind: kind), to: bench.topics.feedback,
                partition: 0)
            #expect(bench.waitForConsumed(2 + index))
        }
        bench.stop()
        let value = try #require(try bench.cases()[id]?.value)
        let task = try #require(value.tasks.first { $0.department == "cleaning" })
        #expect(task.state == .working && !value.tasks.contains { $0.department == "sanitation" })
        #expect(value.history.contains { $0.kind == "renamed" })
        try StoreAudit(bench: bench).run()
    }
}

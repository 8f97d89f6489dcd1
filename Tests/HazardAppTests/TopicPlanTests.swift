import HazardApp
import HazardConfig
import HazardCore
import MessageLog
import TestSupport
import Testing

/// The topics that exist are compared with those that an installation needs.
@Suite struct TopicPlanTests {
    @Test func `an input on CreateTime is named, and other topics may be`() throws {
        let plan = try plan()
        let inputs = ["hazard.reports", "hazard.feedback", "hazard.commands", "hazard.transfers"]
        for topic in plan.wanted {
            var existing = plan.wanted
            let index = try #require(existing.firstIndex { $0.name == topic.name })
            existing[index].settings["message.timestamp.type"] = "CreateTime"
            let named = plan.compare(with: existing).filter(plan.isOnCreateTime).map(\.topic.name)
            #expect(named == (inputs.contains(topic.name) ? [topic.name] : []))
        }
        #expect(plan.compare(with: plan.wanted).allSatisfy { $0.changes.isEmpty })
    }

    @Test(arguments: [
        ("hazard.reports", 12, "extra"), ("hazard.reports", 3, "refuse"), ("hazard.rewards", 12, "extra"),
        ("hazard.rewards", 3, "refuse"), ("hazard.cases", 12, "refuse"), ("hazard.cases", 3, "refuse"),
        ("hazard.notices", 5, "fine"),
    ])
    func `more partitions of an input are read, fewer are refused, and cases need exactly one for each shard`(
        _ name: String, _ partitions: Int, _ expected: String
    ) throws {
        let plan = try plan()
        var existing = plan.wanted
        let index = try #require(existing.firstIndex { $0.name == name })
        existing[index].partitions = partitions
        existing[index].settings["retention.ms"] = existing[index].settings["retention.ms"].map { _ in "1" }
        let step = try #require(plan.compare(with: existing).first { $0.topic.name == name })
        switch step {
        case .extra(_, let found, let changes):
            #expect(expected == "extra" && found == partitions)
            #expect(changes.map(\.key) == (name == "hazard.reports" ? ["retention.ms"] : []))
        case .refuse(_, let found): #expect(expected == "refuse" && found == partitions)
        case .alter, .fine: #expect(expected == "fine")
        case .create: Issue.record("the topic exists")
        }
    }

    @Test func `compacted topics keep the dispatcher's record for a day`() throws {
        for topic in try plan().wanted where topic.settings["cleanup.policy"] == "compact" {
            #expect(topic.settings["min.compaction.lag.ms"] == "86400000")
        }
    }

    private func plan() throws -> TopicPlan {
        let config = Repository.path("config/hazard.yaml")
        let settings = try ConfigLoader.load(file: config, overrides: [], environment: [:]).get().settings
        return TopicPlan(settings: settings, departments: ["police"])
    }
}

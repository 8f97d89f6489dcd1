import JSONText
import Testing

/// Reports with identities are kept as long as `hazard.reports` keeps records, and no longer.
struct RetentionTests {
    /// The step of a plan for a topic.
    private func step(_ topic: String, _ words: [String]) async throws -> JSONValue? {
        let outcome = try await Hazard.run(["topics", "plan", "--json"] + words)
        return try outcome.lines.map { try JSONValue(reading: Array($0.utf8)) }.first { $0["topic"]?.string == topic }
    }

    @Test func `reports are kept 30 days as shipped, which topics apply sets; cases are not deleted by time`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        #expect(try await Hazard.run(["topics", "apply"] + folder.settings).code == 0)
        #expect(try await step("hazard.reports", folder.settings)?["step"] == "ok")
        for (days, milliseconds) in [(30, nil), (7, "604800000")] as [(Int, String?)] {
            let found = try await step("hazard.reports", folder.settings + ["--set", "retention.reports=\(days)d"])
            #expect(found?["changes"]?["retention.ms"]?.string == milliseconds)
        }
        #expect(try await step("hazard.cases", folder.settings + ["--set", "retention.reports=7d"])?["step"] == "ok")
    }
}

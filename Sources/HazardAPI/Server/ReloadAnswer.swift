internal import JSONText
package import Wording

/// What became of a reload.
package struct ReloadAnswer: Sendable {
    /// The hash of the rules in force; nil when nothing has changed.
    package var rulesHash: String?
    /// The settings that differ and need a restart.
    package var restartNeeded: [String]
    /// Why nothing has changed; empty when the configuration is in force.
    package var problems: [LocalText]

    package init(rulesHash: String? = nil, restartNeeded: [String] = [], problems: [LocalText] = []) {
        self.rulesHash = rulesHash
        self.restartNeeded = restartNeeded
        self.problems = problems
    }

    var json: [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("rules_hash", rulesHash)
            writer.array("restart_needed", restartNeeded) { $0.string($1) }
            writer.endObject()
        }
    }
}

package import HazardWire

/// One commit of a lane, as the lane publishes it to the hub.
package struct HubCommit: Sendable {
    package var shard: Int
    /// The position on `hazard.cases` after the commit.
    package var changelogNext: Int64
    package var changes: [CaseChange]
    package var outcomes: [MessageOutcome]

    package init(shard: Int, changelogNext: Int64, changes: [CaseChange], outcomes: [MessageOutcome]) {
        self.shard = shard
        self.changelogNext = changelogNext
        self.changes = changes
        self.outcomes = outcomes
    }
}

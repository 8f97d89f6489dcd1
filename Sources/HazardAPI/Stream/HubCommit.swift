package import HazardWire

/// One commit of a lane, as the lane publishes it to the hub.
package struct HubCommit: Sendable {
    package var shard: Int
    /// The position on `hazard.cases` after the commit.
    package var changelogNext: Int64
    package var changes: [CaseChange]
    package var outcomes: [MessageOutcome]
    /// The position of the record of the first change; the records of the others follow one after the other.
    package let changelogFirst: Int64

    /// `changelogRecords` is how many records the commit wrote on `hazard.cases`, those of the changes first; nil when
    /// there are no others.
    package init(
        shard: Int, changelogNext: Int64, changes: [CaseChange], outcomes: [MessageOutcome],
        changelogRecords: Int? = nil
    ) {
        self.shard = shard
        self.changelogNext = changelogNext
        self.changes = changes
        self.outcomes = outcomes
        changelogFirst = changelogNext - Int64(changelogRecords ?? changes.count)
    }
}

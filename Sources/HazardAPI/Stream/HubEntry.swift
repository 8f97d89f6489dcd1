internal import HazardCore
internal import HazardWire
internal import Synchronization

/// A commit that the hub holds for streams. The texts that streams send of it are encoded once, at the first use.
final class HubEntry: Sendable {
    let shard: Int
    let changelogNext: Int64
    /// The position of the record of the first change.
    private let changelogFirst: Int64
    let changes: [CaseChange]
    /// About how many bytes it takes: the case, its text without accounts, and its tasks.
    let size: Int

    private struct Texts {
        var withoutAccounts: [Int: [UInt8]] = [:]
        var tasks: [Int: [TaskText]] = [:]
        var similar: [Int: [SimilarCase]] = [:]
    }

    private let texts = Mutex(Texts())

    init(_ commit: HubCommit) {
        shard = commit.shard
        changelogNext = commit.changelogNext
        changelogFirst = commit.changelogFirst
        changes = commit.changes
        size = commit.changes.reduce(256) { $0 + $1.body.count * 3 }
    }

    /// The position of the record of the change at that index.
    func offset(ofChange index: Int) -> Int64 { changelogFirst + Int64(index) }

    /// The position after the change at that index; after the last one that of the whole commit.
    func offset(afterChange index: Int) -> Int64 {
        index == changes.count - 1 ? changelogNext : offset(ofChange: index) + 1
    }

    /// The case of the change at that index, for callers that may not see accounts.
    func caseWithoutAccounts(_ index: Int, policy: Policy) -> [UInt8] {
        if let known = texts.withLock({ $0.withoutAccounts[index] }) { return known }
        let made = CaseView.withoutAccounts(changes[index].value, policy: policy)
        texts.withLock { $0.withoutAccounts[index] = made }
        return made
    }

    /// What is possibly the same as the case of the change at that index; none when its shard cannot be read, which is logged.
    func similar(_ index: Int, _ search: SimilarCases) -> [SimilarCase] {
        if let known = texts.withLock({ $0.similar[index] }) { return known }
        let made: [SimilarCase]
        do throws(Problem) {
            made = try search.similar(to: changes[index].value)
        } catch {
            return []
        }
        texts.withLock { $0.similar[index] = made }
        return made
    }

    /// The tasks of the change at that index.
    func tasks(_ index: Int, zone: ZoneOffset) -> [TaskText] {
        if let known = texts.withLock({ $0.tasks[index] }) { return known }
        let value = changes[index].value
        let made = value.tasks.indices.map { TaskText(value, task: $0, zone: zone) }
        texts.withLock { $0.tasks[index] = made }
        return made
    }
}

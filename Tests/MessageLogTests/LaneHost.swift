import Foundation
import MessageLog

/// A host that records its calls, so that a test can wait for them.
final class LaneHost: ShardHost, @unchecked Sendable {
    /// Protects the following, and is signalled at every change.
    private let changed = NSCondition()
    private var sessions: [Int: any ShardSession] = [:]
    private var revokedShards: [Int: Bool] = [:]
    private var failures: [LogFailure] = []

    struct TimedOut: Error { let what: String }

    func assign(_ session: any ShardSession) {
        changed.withLock { sessions[session.shard] = session }
        changed.broadcast()
    }

    func revoke(_ shard: Int, lost: Bool) {
        changed.withLock { revokedShards[shard] = lost }
        changed.broadcast()
    }

    func failed(_ failure: LogFailure) {
        changed.withLock { failures.append(failure) }
        changed.broadcast()
    }

    /// The shards revoked so far, each with whether it was lost.
    var revoked: [Int: Bool] { changed.withLock { revokedShards } }

    /// The session of a shard; waits for it, at most a minute.
    func session(_ shard: Int = 0) throws -> any ShardSession {
        let deadline = Date(timeIntervalSinceNow: 60)
        changed.lock()
        defer { changed.unlock() }
        while true {
            if let failure = failures.first { throw failure }
            if let session = sessions[shard] { return session }
            guard changed.wait(until: deadline) else { throw TimedOut(what: "shard \(shard) was not assigned") }
        }
    }
}

extension Installation {
    /// Joins and returns the session of shard 0 with its writer open; the inputs are not started.
    func join(
        _ log: (any MessageLog)? = nil, group: String = "dispatcher", inputs: [String] = ["in"]
    ) throws -> any ShardSession {
        let host = LaneHost()
        try (log ?? self.log).join(membership(group: group, inputs: inputs), host: host)
        let session = try host.session()
        try session.openWriter()
        return session
    }
}

extension ShardSession {
    /// Polls until there are `count` records or the inputs are at their end.
    func take(_ count: Int) throws -> LogBatch {
        var whole = LogBatch(records: [], atEnd: false, next: [])
        while whole.records.count < count {
            let batch = try poll(max: count - whole.records.count, timeout: .seconds(10))
            whole.records += batch.records
            whole.atEnd = batch.atEnd
            for position in batch.next {
                whole.next.removeAll { $0.at == position.at }
                whole.next.append(position)
            }
            if batch.records.isEmpty && batch.atEnd { break }
        }
        return whole
    }

    /// Commits and returns the failure; nil when the commit succeeded.
    func commitFailure(_ records: [NewRecord], positions: [Position] = []) -> CommitFailure? {
        do {
            _ = try commit(records, positions: positions, watched: [])
            return nil
        } catch { return error }
    }
}

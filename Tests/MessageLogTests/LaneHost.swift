import Foundation
import MessageLog

/// A host whose test waits for what it is told.
final class LaneHost: ShardHost, @unchecked Sendable {
    /// Guards everything below, and is signalled at every change.
    private let changed = NSCondition()
    private var sessions: [Int: any ShardSession] = [:]
    private var takenShards: [Int: Bool] = [:]
    private var failures: [LogFailure] = []

    struct Waited: Error { let what: String }

    func give(_ session: any ShardSession) {
        changed.withLock { sessions[session.shard] = session }
        changed.broadcast()
    }

    func take(_ shard: Int, lost: Bool) {
        changed.withLock { takenShards[shard] = lost }
        changed.broadcast()
    }

    func failed(_ failure: LogFailure) {
        changed.withLock { failures.append(failure) }
        changed.broadcast()
    }

    /// The shards taken back so far, each with whether it was lost.
    var taken: [Int: Bool] { changed.withLock { takenShards } }

    /// The shard's session, waited for up to a minute.
    func session(_ shard: Int = 0) throws -> any ShardSession {
        let deadline = Date(timeIntervalSinceNow: 60)
        changed.lock()
        defer { changed.unlock() }
        while true {
            if let failure = failures.first { throw failure }
            if let session = sessions[shard] { return session }
            guard changed.wait(until: deadline) else { throw Waited(what: "shard \(shard) was not given") }
        }
    }
}

extension Installation {
    /// Joins and answers the session of shard 0 with its writer open, not yet started.
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
            let batch = try poll(max: count - whole.records.count, milliseconds: 10_000)
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

    /// Commits and answers how it failed, `nil` when it did not.
    func commitFailure(_ records: [NewRecord], positions: [Position] = []) -> CommitFailure? {
        do {
            _ = try commit(records, positions: positions, watched: [])
            return nil
        } catch { return error }
    }
}

internal import Dispatch
internal import Foundation
internal import MessageLog

/// One host that has every shard of its group, from join to leave.
final class Member: Sendable {
    let group: String
    private let sessions: [EmbeddedSession]
    private let host: any ShardHost
    /// One thread at a time speaks to the host while shards are given.
    private let queue = DispatchQueue(label: "log-members")

    /// Makes the sessions; every input must have a partition for every shard.
    init(_ core: LogCore, _ membership: Membership, host: any ShardHost) throws(LogFailure) {
        group = membership.group
        self.host = host
        var sessions: [EmbeddedSession] = []
        for shard in 0..<membership.shards { sessions.append(try EmbeddedSession(core, membership, shard: shard)) }
        self.sessions = sessions
    }

    func give() {
        queue.async { [sessions, host] in
            for session in sessions { host.give(session) }
        }
    }

    /// Takes every shard back, all at once, and ends the sessions after that, or when time is up.
    func leave(by deadline: DispatchTime) {
        queue.sync {}
        let letGo = DispatchGroup()
        for session in sessions {
            letGo.enter()
            Thread.detachNewThread { [host] in
                host.take(session.shard, lost: false)
                letGo.leave()
            }
        }
        _ = letGo.wait(timeout: deadline)
        for session in sessions { session.end() }
    }
}

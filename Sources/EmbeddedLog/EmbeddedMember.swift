internal import Dispatch
internal import Foundation
internal import MessageLog

/// The only member of a group: its host has every shard from join to leave.
final class EmbeddedMember: Sendable {
    let group: String
    private let sessions: [EmbeddedSession]
    private let host: any ShardHost
    /// Runs the calls that assign shards to the host, one at a time.
    private let queue = DispatchQueue(label: "log-members")

    /// Makes the sessions.
    ///
    /// - Throws: `unknown-topic` or `unknown-partition` when an input has no partition for a shard.
    init(_ core: LogCore, _ membership: Membership, host: any ShardHost) throws(LogFailure) {
        group = membership.group
        self.host = host
        var sessions: [EmbeddedSession] = []
        for shard in 0..<membership.shards { sessions.append(try EmbeddedSession(core, membership, shard: shard)) }
        self.sessions = sessions
    }

    func assignShards() {
        queue.async { [sessions, host] in
            for session in sessions { host.assign(session) }
        }
    }

    /// Revokes all shards at the same time and then ends the sessions, at the latest at the deadline.
    func leave(by deadline: DispatchTime) {
        queue.sync {}
        let revocations = DispatchGroup()
        for session in sessions {
            revocations.enter()
            Thread.detachNewThread { [host] in
                host.revoke(session.shard, lost: false)
                revocations.leave()
            }
        }
        _ = revocations.wait(timeout: deadline)
        for session in sessions { session.end() }
    }
}

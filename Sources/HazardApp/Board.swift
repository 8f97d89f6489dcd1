import Dispatcher
import HazardAPI
import HazardConfig
import HazardCore
import HazardWire

/// The followers of all shards, as a part of the service.
final class FollowersComponent: Component {
    let name = "followers"
    private let followers: CaseFollowers

    init(_ followers: CaseFollowers) { self.followers = followers }

    func start() throws(AppFault) { followers.start() }

    func stop(within limit: Duration) { followers.stop(within: limit) }
}

extension LoadedConfig {
    /// A board has files of its own, so that it can run beside a server.
    mutating func useBoardDirectory() { settings.store.directory = settings.board.directory }
}

/// Passes what followers read on to waiting requests and live streams.
enum BoardFeed {
    static func publish(_ changes: FollowedChanges, to hub: ChangeHub) {
        guard hub.isListening else { return }
        for followed in changes.changes {
            let value = followed.change.value
            // Another process has decided; the case's history says what became of the message.
            let outcomes = value.history.compactMap { event in
                event.cause.map { MessageOutcome(cause: $0, caseID: value.id, verdict: .repeated) }
            }
            hub.publish(
                HubCommit(
                    shard: changes.shard, changelogNext: followed.offset + 1, changes: [followed.change],
                    outcomes: outcomes))
        }
    }
}

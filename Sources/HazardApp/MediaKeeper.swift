import CaseStore
import Dispatcher
import Dispatch
import Foundation
import HazardAPI
import MediaFiles
import Telemetry

/// Notes which stored pictures the cases of this server's shards have, and removes those that no case has.
///
/// It has a thread of its own, because it reads whole tables and folders.
final class MediaKeeper: Component, Sendable {
    let name = "media"
    /// How often the shards' pictures are noted.
    private static let interval = DispatchTimeInterval.seconds(60)
    /// How often pictures are removed: every so many rounds.
    private static let roundsPerSweep = 10

    /// Nil where no pictures are stored.
    private let sweep: MediaSweep?
    private let stores: String
    private let status: ShardStatus
    private let logger: Logger
    private let stopping = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ context: APIContext, status: ShardStatus, logger: Logger) {
        sweep = context.media.map { MediaSweep($0, shards: context.shards) }
        stores = context.storeDirectory
        self.status = status
        self.logger = logger
    }

    func start() throws(AppFault) {
        let thread = Thread { [self] in
            var round = 0
            while stopping.wait(timeout: .now() + Self.interval) == .timedOut {
                round += 1
                note()
                if round % Self.roundsPerSweep == 0 { remove() }
            }
            ended.signal()
        }
        thread.name = "media"
        thread.start()
    }

    func stop(within limit: Duration) {
        stopping.signal()
        _ = ended.wait(timeout: .now() + .seconds(Int(max(1, limit.components.seconds))))
    }

    /// Notes the pictures of every shard that runs here.
    private func note() {
        for shard in status.running {
            do {
                let path = StoreDirectory.file(ofShard: shard, in: stores)
                try sweep?.attach(try StoreReader(path: path, shard: shard).media(), of: shard)
            } catch {
                logger.with(shard: shard).warning("media-not-noted", ["reason": .string("\(error)")])
            }
        }
    }

    private func remove() {
        let removed = sweep?.removeUnattached(at: Int(SystemClock.machine.wall() / 1000)) ?? 0
        if removed > 0 { logger.info("media-removed", ["count": .int(removed)]) }
    }
}

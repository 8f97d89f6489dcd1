import Foundation

/// Waits until every shard of this process is at work.
final class Readiness: Sendable {
    private let board: ShardBoard
    private let changed = NSCondition()

    init(board: ShardBoard) {
        self.board = board
    }

    /// Something changed: whoever waits looks again.
    func look() {
        changed.lock()
        changed.broadcast()
        changed.unlock()
    }

    /// False when the seconds are over first.
    func wait(seconds: Double) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        changed.lock()
        defer { changed.unlock() }
        while !board.isReady {
            guard changed.wait(until: end) else { return board.isReady }
        }
        return true
    }
}

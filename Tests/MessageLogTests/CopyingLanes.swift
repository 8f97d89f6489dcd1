import Foundation
import MessageLog

/// A host whose lanes copy every input record to the same partition of an output topic, in one transaction with the positions.
///
/// Like the dispatcher's lane, but without decisions: they recover, then poll and commit until the shard is revoked.
final class CopyingLanes: ShardHost, @unchecked Sendable {
    private let output: String
    private let batch: Int
    /// Protects the following, and is signalled at every change.
    private let changed = NSCondition()
    private var running: [Int: Lane] = [:]
    private var counted: [String: Int] = [:]
    private var failure: LogFailure?
    private var copied = 0

    private final class Lane: @unchecked Sendable {
        var mustStop = false
        var hasStopped = false
    }

    struct TimedOut: Error { let what: String }

    init(output: String, batch: Int = 200) {
        self.output = output
        self.batch = batch
    }

    // MARK: For the test

    /// The shards whose lanes are running.
    var owned: Set<Int> { changed.withLock { Set(running.keys) } }
    /// Failures by kind, and how often shards were assigned, revoked and lost.
    var counts: [String: Int] { changed.withLock { counted } }

    /// Records committed by these lanes.
    var copiedSoFar: Int { changed.withLock { copied } }

    /// Waits until the condition is true, at most a minute.
    func wait(for what: String, _ condition: (_ owned: Set<Int>, _ copied: Int, _ counts: [String: Int]) -> Bool) throws
    {
        let deadline = Date(timeIntervalSinceNow: 60)
        changed.lock()
        defer { changed.unlock() }
        while !condition(Set(running.keys), copied, counted) {
            if let failure { throw failure }
            guard changed.wait(until: deadline) else {
                throw TimedOut(what: "\(what), saw \(counted), \(copied) copied")
            }
        }
    }

    // MARK: For the log

    func assign(_ session: any ShardSession) {
        let lane = Lane()
        changed.withLock {
            running[session.shard] = lane
            counted["assigned", default: 0] += 1
        }
        changed.broadcast()
        Thread.detachNewThread { [self] in
            run(session, lane)
            session.close()
            changed.withLock {
                lane.hasStopped = true
                if running[session.shard] === lane { running[session.shard] = nil }
            }
            changed.broadcast()
        }
    }

    func revoke(_ shard: Int, lost: Bool) {
        changed.lock()
        defer { changed.unlock() }
        counted[lost ? "lost" : "revoked", default: 0] += 1
        guard let lane = running[shard] else { return }
        lane.mustStop = true
        while !lane.hasStopped { changed.wait() }
    }

    func failed(_ failure: LogFailure) {
        changed.withLock { self.failure = failure }
        changed.broadcast()
    }

    // MARK: The lane

    private func run(_ session: any ShardSession, _ lane: Lane) {
        while !changed.withLock({ lane.mustStop }) {
            do {
                try session.openWriter()
                try session.start(at: session.committed())
                try copy(session, lane)
            } catch let error as CommitFailure {
                count(error.kind)
                if case .fenced = error { return }
            } catch let error as LogFailure {
                count(error.code)
                guard error.isRetriable else { return }
            } catch { return }
        }
    }

    private func copy(_ session: any ShardSession, _ lane: Lane) throws {
        while !changed.withLock({ lane.mustStop }) {
            let batch = try session.poll(max: self.batch, timeout: .milliseconds(100))
            guard !batch.records.isEmpty else { continue }
            let copies = batch.records.map {
                NewRecord(topic: output, partition: $0.partition, key: $0.key, value: $0.value, headers: $0.headers)
            }
            while true {
                do throws(CommitFailure) {
                    _ = try session.commit(
                        copies, positions: batch.next, watched: [TopicPartition(output, session.shard)])
                    break
                } catch {
                    guard case .aborted = error else { throw error }
                    count("aborted")
                }
            }
            changed.withLock { copied += copies.count }
            changed.broadcast()
        }
    }

    private func count(_ what: String) {
        changed.withLock { counted[what, default: 0] += 1 }
        changed.broadcast()
    }
}

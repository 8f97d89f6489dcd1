import Foundation
import MessageLog
import Synchronization

/// A log that makes its reports as they are asked for and keeps nothing: the cost of a lane alone.
///
/// One shard. Reports come 30,000 a day, as in a big city, so that a million lie more than a month apart.
final class MadeLog: MessageLog, ShardSession {
    /// What the lane's thread used between two polls, in nanoseconds.
    struct Use {
        var reports = 0
        var processor: UInt64 = 0
        var wall: UInt64 = 0
    }

    private struct State {
        var made = 0
        var changelog: Int64 = 0
        var handedOut: (processor: UInt64, wall: UInt64, reports: Int)?
        var use = Use()
        /// Give no more than so many.
        var limit = 0
    }

    /// Milliseconds between two reports.
    static let interval: Int64 = 2_880

    let shard = 0
    private let input: TopicPartition
    private let city: MadeCity
    private let begun: Int64
    private let state = Mutex(State())
    private let host = Mutex<(any ShardHost)?>(nil)

    init(input: TopicPartition, city: MadeCity, begun: Int64) {
        self.input = input
        self.city = city
        self.begun = begun
    }

    /// Lets the lane have `count` more reports, waits until it has decided them, and answers what that cost.
    func run(_ count: Int) -> Use {
        state.withLock {
            $0.limit = $0.made + count
            $0.use = Use()
        }
        while state.withLock({ $0.use.reports < count }) { usleep(20_000) }
        return state.withLock { $0.use }
    }

    // MARK: - The session

    func poll(max: Int, timeout: Duration) -> LogBatch {
        account()
        let (first, count) = state.withLock { state in
            let count = min(max, state.limit - state.made)
            state.made += count
            return (state.made - count, count)
        }
        guard count > 0 else {
            usleep(UInt32(timeout / .microseconds(1)))
            return LogBatch(records: [], atEnd: false, next: [])
        }
        let records = (first..<first + count).map { number in
            Record(
                at: input, offset: Int64(number), timestamp: begun + Int64(number) * Self.interval, key: nil,
                value: city.report(number))
        }
        state.withLock { $0.handedOut = (Self.now(CLOCK_THREAD_CPUTIME_ID), Self.now(CLOCK_MONOTONIC), count) }
        return LogBatch(records: records, atEnd: false, next: [Position(input, next: Int64(first + count))])
    }

    /// The step that ends here began when its records were handed out.
    private func account() {
        let (processor, wall) = (Self.now(CLOCK_THREAD_CPUTIME_ID), Self.now(CLOCK_MONOTONIC))
        state.withLock { state in
            guard let began = state.handedOut else { return }
            state.use.processor += processor - began.processor
            state.use.wall += wall - began.wall
            state.use.reports += began.reports
            state.handedOut = nil
        }
    }

    private static func now(_ clock: clockid_t) -> UInt64 { clock_gettime_nsec(clock) }

    private static func clock_gettime_nsec(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    func commit(_ records: [NewRecord], positions: [Position], watched: [TopicPartition]) -> [Position] {
        state.withLock { state in
            watched.map { at in
                state.changelog += Int64(records.count { $0.topic == at.topic })
                return Position(at, next: state.changelog)
            }
        }
    }

    func openWriter() {}
    func committed() -> [Position] { [Position(input, next: 0)] }
    func bounds(of at: TopicPartition) -> (oldest: Int64, next: Int64) { (0, 0) }
    func start(at positions: [Position]) {}
    func close() {}

    // MARK: - The log

    func clusterID() -> String { "made" }
    func describe(_ topics: [String]) -> [TopicDescription] { topics.map { TopicDescription(name: $0, partitions: 1) } }
    func create(_ topics: [TopicDescription]) {}
    func alter(_ topic: String, settings: [String: String]) {}
    func append(_ records: [NewRecord]) -> [RecordPlace] { [] }
    func reader(of at: TopicPartition, from next: Int64) -> any LogReader { EmptyReader() }
    func statistics() -> [LogStatistic] { [] }
    func close(within limit: Duration) {}

    func join(_ membership: Membership, host: any ShardHost) {
        self.host.withLock { $0 = host }
        host.assign(self)
    }

    func leave(within limit: Duration) {
        host.withLock { $0 }?.revoke(shard, lost: false)
    }
}

private final class EmptyReader: LogReader {
    func read(max: Int, timeout: Duration) -> LogBatch { LogBatch(records: [], atEnd: true, next: []) }
}

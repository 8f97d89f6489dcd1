import Foundation
import MessageLog
import Synchronization

/// A log that generates its reports on demand and stores nothing, so that only the cost of the lane is measured.
///
/// It has one shard. The reports come at 30,000 a day, as in a big city, so a million reports take more than a month.
final class SyntheticLog: MessageLog, ShardSession {
    /// What the lane's thread used, in nanoseconds.
    struct Use {
        var reports = 0
        var processor: UInt64 = 0
        var wall: UInt64 = 0
    }

    private struct State {
        var delivered = 0
        var changelog: Int64 = 0
        var batchStart: (processor: UInt64, wall: UInt64, reports: Int)?
        var use = Use()
        /// The number of reports that the log may have given out.
        var limit = 0
    }

    /// Milliseconds between two reports.
    static let interval: Int64 = 2_880

    let shard = 0
    private let input: TopicPartition
    private let city: SyntheticCity
    private let start: Int64
    private let state = Mutex(State())
    private let host = Mutex<(any ShardHost)?>(nil)

    init(input: TopicPartition, city: SyntheticCity, start: Int64) {
        self.input = input
        self.city = city
        self.start = start
    }

    /// Gives `count` more reports to the lane, waits until it has decided them, and returns the cost.
    func run(_ count: Int) -> Use {
        state.withLock {
            $0.limit = $0.delivered + count
            $0.use = Use()
        }
        while state.withLock({ $0.use.reports < count }) { usleep(20_000) }
        return state.withLock { $0.use }
    }

    // MARK: - The session

    func poll(max: Int, timeout: Duration) -> LogBatch {
        addCost()
        let (first, count) = state.withLock { state in
            let count = min(max, state.limit - state.delivered)
            state.delivered += count
            return (state.delivered - count, count)
        }
        guard count > 0 else {
            usleep(UInt32(timeout / .microseconds(1)))
            return LogBatch(records: [], atEnd: false, next: [])
        }
        let records = (first..<first + count).map { number in
            Record(
                at: input, offset: Int64(number), timestamp: start + Int64(number) * Self.interval, key: nil,
                value: city.report(number))
        }
        state.withLock { $0.batchStart = (Self.now(CLOCK_THREAD_CPUTIME_ID), Self.now(CLOCK_MONOTONIC), count) }
        return LogBatch(records: records, atEnd: false, next: [Position(input, next: Int64(first + count))])
    }

    /// Adds the cost of the step that ends here. It start when its records were given out.
    private func addCost() {
        let (processor, wall) = (Self.now(CLOCK_THREAD_CPUTIME_ID), Self.now(CLOCK_MONOTONIC))
        state.withLock { state in
            guard let start = state.batchStart else { return }
            state.use.processor += processor - start.processor
            state.use.wall += wall - start.wall
            state.use.reports += start.reports
            state.batchStart = nil
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
    func findInputs() -> [TopicPartition] { [input] }
    func replacedInputs() -> [TopicPartition] { [] }
    func committed() -> [Position] { [Position(input, next: 0)] }
    func bounds(of at: TopicPartition) -> (oldest: Int64, next: Int64) { (0, state.withLock { $0.changelog }) }
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

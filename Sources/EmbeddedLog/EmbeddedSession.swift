internal import MessageLog
internal import SQLite
internal import Synchronization

/// One shard of the embedded log during one assignment. Only the lane's thread uses it.
final class EmbeddedSession: ShardSession, @unchecked Sendable {
    /// One input of the shard, and the next offset to return.
    private struct Input {
        var at: TopicPartition
        var partition: Int
        var next: Int64
    }

    let shard: Int
    private let core: LogCore
    private let group: String
    private let writerName: String
    private let hasEnded = Mutex(false)
    // Only the lane's thread uses the following.
    private var inputs: [Input]
    private let topics: [String]
    private let shards: Int
    private var epoch: Int64?
    private var roundRobin = 0

    init(_ core: LogCore, _ membership: Membership, shard: Int) throws(LogFailure) {
        self.core = core
        self.shard = shard
        group = membership.group
        writerName = membership.writerPrefix + String(shard)
        topics = membership.inputs
        shards = membership.shards
        inputs = []
        let catalog = core.catalog
        for topic in membership.inputs {
            let at = TopicPartition(topic, shard)
            inputs.append(Input(at: at, partition: try catalog.partition(at), next: 0))
        }
    }

    /// Ends the assignment: every later call throws `fenced`, and a waiting call returns. Any thread may call it.
    func end() {
        hasEnded.withLock { $0 = true }
        core.writer.published.change { _ in }
    }

    func close() { end() }

    func openWriter() throws(CommitFailure) {
        try refuseAfterEnd()
        epoch = nil
        let name = writerName
        let outcome = core.writer.perform { (file, catalog) throws(SQLiteError) -> Result<Int64, CommitFailure> in
            let opened = try file.openWriter(name)
            catalog.epochs[name] = opened
            return .success(opened)
        }
        do { epoch = try outcome.get() } catch { throw .unknown(error.failure) }
    }

    func committed() throws(LogFailure) -> [Position] {
        try checkOpen()
        return try core.pool.read { (file) throws(SQLiteError) in
            var positions: [Position] = []
            for input in inputs {
                guard let next = try file.committed(group: group, input.partition) else { continue }
                positions.append(Position(input.at, next: next))
            }
            return positions
        }
    }

    func findInputs() throws(LogFailure) -> [TopicPartition] {
        try checkOpen()
        let catalog = core.catalog
        for topic in topics {
            // The catalogue throws for the first partition that does not exist.
            var number = shard + shards
            while let partition = try? catalog.partition(TopicPartition(topic, number)) {
                let at = TopicPartition(topic, number)
                if !inputs.contains(where: { $0.at == at }) {
                    inputs.append(Input(at: at, partition: partition, next: 0))
                }
                number += shards
            }
        }
        return inputs.map(\.at)
    }

    /// Nobody deletes a topic of the embedded log.
    func replacedInputs() -> [TopicPartition] { [] }

    func bounds(of at: TopicPartition) throws(LogFailure) -> (oldest: Int64, next: Int64) {
        try checkOpen()
        let catalog = core.catalog
        let partition = try catalog.partition(at)
        let next = catalog.next(partition)
        let oldest = try core.pool.read { (file) throws(SQLiteError) in try file.oldest(partition, below: next) }
        return (oldest ?? next, next)
    }

    func start(at positions: [Position]) throws(LogFailure) {
        try checkOpen()
        let catalog = core.catalog
        for index in inputs.indices {
            let input = inputs[index]
            let next = positions.first { $0.at == input.at }?.next ?? 0
            let end = catalog.next(input.partition)
            guard next <= end else { throw .beyondEnd(input.at, next: next, end: end) }
            inputs[index].next = max(0, next)
        }
    }

    func poll(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch {
        let ends: [Int64]? = core.writer.published.wait(timeout: timeout) { published in
            if published.isClosed || hasEnded.withLock({ $0 }) { return [] }
            let ends = inputs.map { published.catalog.next($0.partition) }
            return zip(inputs, ends).contains { $0.next < $1 } ? ends : nil
        }
        try checkOpen()
        guard let ends, max > 0 else { return LogBatch(records: [], atEnd: ends == nil, next: []) }
        var batch = LogBatch(records: [], atEnd: true, next: [])
        roundRobin += 1
        try core.pool.read { (file) throws(SQLiteError) in
            // A different input is read first each time, so that a long input does not delay the others for ever.
            for step in inputs.indices {
                let index = (roundRobin + step) % inputs.count
                let input = inputs[index]
                let next = try file.records(
                    of: input.at, input.partition, from: input.next, below: ends[index], max: max - batch.records.count,
                    into: &batch.records)
                if next != input.next { batch.next.append(Position(input.at, next: next)) }
                inputs[index].next = next
                if next < ends[index] { batch.atEnd = false }
            }
        }
        return batch
    }

    func commit(
        _ records: [NewRecord], positions: [Position], watched: [TopicPartition]
    ) throws(CommitFailure) -> [Position] {
        try refuseAfterEnd()
        guard let epoch else { throw .unknown(.noWriter(shard: shard)) }
        let batch = try core.batch(records, group: group, positions: positions)
        let (name, shard, core) = (writerName, shard, core)
        let outcome = core.writer.perform {
            (file, catalog) throws(SQLiteError) -> Result<[RecordPlace], CommitFailure> in
            guard catalog.epochs[name] == epoch else { return .failure(.fenced(.fenced(shard: shard))) }
            return .success(try batch.write(to: file, &catalog, now: core.clock()))
        }
        switch outcome {
        case .success(let places): return Self.positions(after: places, watched: watched)
        case .failure(let failure):
            if case .unknown = failure { self.epoch = nil }
            throw failure
        }
    }

    private static func positions(after places: [RecordPlace], watched: [TopicPartition]) -> [Position] {
        watched.compactMap { at in
            places.last { $0.at == at }.map { Position(at, next: $0.offset + 1) }
        }
    }

    private func refuseAfterEnd() throws(CommitFailure) {
        if hasEnded.withLock({ $0 }) { throw .fenced(.fenced(shard: shard)) }
    }

    private func checkOpen() throws(LogFailure) {
        if hasEnded.withLock({ $0 }) { throw .fenced(shard: shard) }
        if core.writer.published.read({ $0.isClosed }) { throw .closed }
    }
}

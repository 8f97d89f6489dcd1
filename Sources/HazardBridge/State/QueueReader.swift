internal import MessageLog
internal import Telemetry

/// Reads the partitions of a queue from the positions that the bridge's file has.
///
/// It needs no consumer group: the position is written in the transaction that writes what the records mean.
final class QueueReader {
    /// What was read of one partition.
    struct Part {
        let partition: Int
        let records: [Record]
        let next: Int64
    }

    private let surroundings: BridgeSurroundings
    private let file: BridgeFile
    private var readers: [(partition: Int, reader: any LogReader)] = []
    private var failures = 0
    private var opensAt: ContinuousClock.Instant?

    private static let mostRecords = 200

    init(_ surroundings: BridgeSurroundings, _ file: BridgeFile) {
        self.surroundings = surroundings
        self.file = file
    }

    /// The next records, and whether they reach the end of the queue. Waits up to `wait` for the first one.
    ///
    /// A log that cannot be read is logged and tried again later; the call returns nil then.
    ///
    /// - Throws: `BridgeFault` when the bridge's file cannot be read.
    func read(wait: Duration) throws(BridgeFault) -> (parts: [Part], atEnd: Bool)? {
        let closed = opensAt.map { surroundings.steady().duration(to: $0) } ?? .zero
        if closed > .zero {
            surroundings.pause(min(wait, closed))
            return nil
        }
        if readers.isEmpty {
            for partition in 0..<surroundings.partitions {
                let next = try file.next(partition)
                do throws(LogFailure) {
                    readers.append(
                        (partition, try surroundings.open(TopicPartition(surroundings.topic, partition), next)))
                } catch {
                    failed(error)
                    return nil
                }
            }
        }
        var parts: [Part] = []
        var atEnd = true
        for (partition, reader) in readers {
            do throws(LogFailure) {
                let batch = try reader.read(
                    max: Self.mostRecords, timeout: parts.isEmpty ? wait / max(1, readers.count) : .zero)
                failures = 0
                if !batch.atEnd { atEnd = false }
                guard let next = batch.next.first?.next else { continue }
                parts.append(Part(partition: partition, records: batch.records, next: next))
            } catch {
                failed(error)
                return nil
            }
        }
        return (parts, atEnd)
    }

    private func failed(_ failure: LogFailure) {
        readers = []
        failures += 1
        let wait = surroundings.backoff.wait(after: failures)
        opensAt = surroundings.steady() + wait
        surroundings.logger.warning(
            "queue-unreadable",
            [
                "topic": .string(surroundings.topic), "code": .string(failure.code), "reason": .string(failure.reason),
                "again_after_ms": .int(Int(wait.millisecondsRoundedUp)),
            ])
    }
}

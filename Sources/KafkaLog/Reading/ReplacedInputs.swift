internal import Foundation
internal import MessageLog

/// Notices inputs whose topic was deleted and made anew (`LIBRDKAFKA.md`, Recreated topics).
extension ShardInputs {
    /// The marks to commit with these positions.
    func marksToCommit(with positions: [Position]) -> [TopicPartition: RecordMark] {
        var marks: [TopicPartition: RecordMark] = [:]
        for (index, at) in places.enumerated() where positions.contains(where: { $0.at == at }) {
            marks[at] = memories[index].markToCommit()
        }
        return marks
    }

    /// Takes the positions and marks that the group holds, where nothing is remembered yet.
    func remember(_ committed: MarkedPositions) {
        for (index, at) in places.enumerated() where !memories[index].isReplaced {
            memories[index].committed = committed.positions.first { $0.at == at }?.next
            if memories[index].mark == nil { memories[index].mark = committed.marks[at] }
        }
    }

    /// The inputs whose topic was made anew. The others get a newer mark.
    ///
    /// - Throws: `KafkaError` when an input cannot be asked.
    func findReplaced(
        bounds: (TopicPartition) throws(KafkaError) -> (oldest: Int64, next: Int64),
        record: (TopicPartition, Int64) throws(KafkaError) -> Record?
    ) throws(KafkaError) -> [TopicPartition] {
        var replaced: [TopicPartition] = []
        for (index, at) in places.enumerated() {
            let memory = memories[index]
            if memory.isReplaced {
                replaced.append(at)
                continue
            }
            guard let next = next(of: index) ?? memory.committed else { continue }
            let latest = memory.latest.map(RecordMark.init)
            var end = try bounds(at)
            if next > end.next {
                // The end of a partition whose leader has just changed may be reported too low for a moment.
                usleep(1_000_000)
                end = try bounds(at)
            }
            var isReplaced = next > end.next
            if !isReplaced, let mark = memory.mark, mark.offset >= end.oldest,
                let found = try record(at, mark.offset)
            {
                isReplaced = RecordMark(found) != mark
            }
            if isReplaced {
                forget(index)
                replaced.append(at)
            } else if let latest {
                memories[index].mark = latest
            }
        }
        return replaced
    }
}

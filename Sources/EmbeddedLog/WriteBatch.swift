internal import MessageLog
internal import SQLite

/// A checked record with the number of its partition and its encoded headers.
struct ResolvedRecord: Sendable {
    var at: TopicPartition
    var partition: Int
    var key: [UInt8]?
    var value: [UInt8]?
    var headers: [UInt8]?
    var bytes: Int { (key?.count ?? 0) + (value?.count ?? 0) + (headers?.count ?? 0) }
}

/// Records and positions that are written together; all checks are done before.
struct WriteBatch: Sendable {
    /// Why one record cannot be written, and its topic.
    struct Refusal: Error {
        var topic: String
        var failure: LogFailure
    }

    var records: [ResolvedRecord] = []
    var group = ""
    /// The next offset by partition number.
    var positions: [(partition: Int, next: Int64)] = []

    /// Checks every record against its topic; `roundRobin` counts the records that may go to any partition.
    ///
    /// - Throws: `Refusal` of the first record that is not valid.
    init(_ new: [NewRecord], in catalog: Catalog, roundRobin: () -> Int) throws(Refusal) {
        records.reserveCapacity(new.count)
        for record in new {
            do {
                records.append(try Self.resolve(record, in: catalog, roundRobin: roundRobin))
            } catch { throw Refusal(topic: record.topic, failure: error) }
        }
    }

    /// Writes everything in the open transaction; returns where each record is.
    func write(to file: LogFile, _ catalog: inout Catalog, now: Int64) throws(SQLiteError) -> [RecordPlace] {
        var places: [RecordPlace] = []
        places.reserveCapacity(records.count)
        var touched: Set<Int> = []
        for record in records {
            var tail = catalog.tails[record.partition]
            // As in Kafka, the clock alone decides: after a clock that was ahead, later records get the right time.
            tail.lastTime = now
            try file.insert(record, offset: tail.next, time: tail.lastTime)
            places.append(RecordPlace(at: record.at, offset: tail.next, timestamp: tail.lastTime))
            tail.next += 1
            catalog.tails[record.partition] = tail
            touched.insert(record.partition)
        }
        for partition in touched { try file.setTail(partition, catalog.tails[partition]) }
        for (partition, next) in positions { try file.setPosition(group: group, partition, next: next) }
        return places
    }

    private static func resolve(
        _ record: NewRecord, in catalog: Catalog, roundRobin: () -> Int
    ) throws(LogFailure) -> ResolvedRecord {
        let topic = try catalog.topic(record.topic)
        let count = topic.partitions.count
        let number =
            record.partition ?? record.key.map { KeyPartitioner.partition(of: $0, among: count) } ?? roundRobin()
            % count
        let at = TopicPartition(record.topic, number)
        guard topic.partitions.indices.contains(number) else { throw .unknownPartition(at, of: count) }
        if topic.settings.compacts, record.key == nil { throw .noKey(record.topic) }
        let resolved = ResolvedRecord(
            at: at, partition: topic.partitions[number], key: record.key, value: record.value,
            headers: HeaderCodec.encode(record.headers))
        guard resolved.bytes <= topic.settings.maxBytes else {
            throw .tooLarge(resolved.bytes, for: record.topic, limit: topic.settings.maxBytes)
        }
        return resolved
    }
}

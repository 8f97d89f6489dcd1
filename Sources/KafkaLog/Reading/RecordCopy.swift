internal import CLibrdkafka
internal import Glibc
internal import MessageLog

extension Record {
    /// Copies a message; the message itself stays owned by the library.
    init(copying message: UnsafePointer<rd_kafka_message_t>, at place: TopicPartition) {
        let it = message.pointee
        self.init(
            at: place,
            offset: it.offset,
            timestamp: rd_kafka_message_timestamp(message, nil),
            key: it.key.map { Array(UnsafeRawBufferPointer(start: $0, count: it.key_len)) },
            value: it.payload.map { Array(UnsafeRawBufferPointer(start: $0, count: it.len)) },
            headers: Self.headers(of: message))
    }

    private static func headers(of message: UnsafePointer<rd_kafka_message_t>) -> [Header] {
        // Borrowed from the message. Most records have no headers, and then nothing is parsed.
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        var headers: [Header] = []
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        while rd_kafka_header_get_all(list, headers.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR, let name
        {
            headers.append(
                Header(String(cString: name), value.map { Array(UnsafeRawBufferPointer(start: $0, count: size)) } ?? [])
            )
        }
        return headers
    }
}

/// The next offset after an offset; no other place computes it.
func position(after offset: Int64) -> Int64 { offset + 1 }

/// A list of partitions with offsets, and with the marks as their metadata; the caller owns it.
func partitionList(
    _ positions: [Position], marks: [TopicPartition: RecordMark] = [:]
) -> UnsafeMutablePointer<rd_kafka_topic_partition_list_t>? {
    let list = rd_kafka_topic_partition_list_new(Int32(positions.count))
    for position in positions {
        let entry = rd_kafka_topic_partition_list_add(list, position.at.topic, Int32(position.at.partition))
        entry?.pointee.offset = position.next
        guard let text = marks[position.at]?.text else { continue }
        // The library frees it with the list.
        entry?.pointee.metadata = UnsafeMutableRawPointer(strdup(text))
        entry?.pointee.metadata_size = text.utf8.count
    }
    return list
}

/// The marks in the metadata of a library's list.
func marks(in list: UnsafePointer<rd_kafka_topic_partition_list_t>) -> [TopicPartition: RecordMark] {
    var marks: [TopicPartition: RecordMark] = [:]
    for entry in UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)) {
        guard let metadata = entry.metadata else { continue }
        let text = String(decoding: UnsafeRawBufferPointer(start: metadata, count: entry.metadata_size), as: UTF8.self)
        marks[TopicPartition(String(cString: entry.topic), Int(entry.partition))] = RecordMark(text)
    }
    return marks
}

/// The positions and error codes of a library's list.
func positions(
    in list: UnsafePointer<rd_kafka_topic_partition_list_t>
) -> [(position: Position, code: rd_kafka_resp_err_t)] {
    UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)).map { entry in
        (
            Position(TopicPartition(String(cString: entry.topic), Int(entry.partition)), next: entry.offset), entry.err
        )
    }
}

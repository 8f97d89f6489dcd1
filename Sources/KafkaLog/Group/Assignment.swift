internal import CLibrdkafka
internal import Synchronization
internal import Wording

/// One assignment of shards to this process, with the group's generation at the time of the assignment.
///
/// The group's metadata is read once, in the assign callback (`LIBRDKAFKA.md`, Generation): read later, it could belong to a newer
/// assignment.
final class Assignment: Sendable {
    /// 1 for the first assignment of this process, then one more for each.
    let number: Int
    let generation: Int32
    /// Owned: freed in `deinit`; every transaction that uses it holds a reference to the assignment.
    nonisolated(unsafe) let metadata: OpaquePointer
    private let ended = Atomic<Bool>(false)

    /// Takes over `metadata`.
    ///
    /// - Throws: `ILLEGAL_GENERATION` when it has no generation: a broker accepts such a commit without a fence.
    init(number: Int, metadata: OpaquePointer) throws(KafkaError) {
        guard let generation = Self.generation(in: metadata), generation >= 0 else {
            rd_kafka_consumer_group_metadata_destroy(metadata)
            throw KafkaError(
                code: "ILLEGAL_GENERATION",
                reason: LocalText(
                    zh: "消费组的元数据没有世代，无法隔离提交：请重启本进程",
                    en: "the group's metadata has no generation, so commits could not be fenced: restart this process"),
                origin: .assignment(number))
        }
        self.number = number
        self.metadata = metadata
        self.generation = generation
    }

    deinit {
        rd_kafka_consumer_group_metadata_destroy(metadata)
    }

    /// Nothing may be committed any more.
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    func end() { ended.store(true, ordering: .releasing) }

    /// The generation in the serialised metadata, since 2.0.2 has no getter: `CGMDv2:`, then the number in native byte order.
    private static func generation(in metadata: OpaquePointer) -> Int32? {
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        if let error = rd_kafka_consumer_group_metadata_write(metadata, &buffer, &size) {
            rd_kafka_error_destroy(error)
            return nil
        }
        guard let buffer else { return nil }
        // Owned: the API passes it to the caller; freed here.
        defer { rd_kafka_mem_free(nil, buffer) }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: size)
        let prefix = Array("CGMDv2:".utf8)
        guard size >= prefix.count + 4, bytes.prefix(prefix.count).elementsEqual(prefix) else { return nil }
        return bytes.loadUnaligned(fromByteOffset: prefix.count, as: Int32.self)
    }
}

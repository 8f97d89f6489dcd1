internal import CLibrdkafka
internal import Synchronization

/// One assignment of shards to this process: its generation, as it was when the shards were given.
///
/// librdkafka 2.0.2 reads the group's metadata when asked, not when the batch was taken: a process that was frozen and lost its
/// place would read another. So it is read once, in the assign callback, and kept (kafka.md, fact 8).
final class Assignment: Sendable {
    /// Rises by one with every assignment of this process.
    let number: Int
    let generation: Int32
    /// Owned: freed in `deinit`; every transaction that uses it holds the assignment.
    nonisolated(unsafe) let metadata: OpaquePointer
    private let over = Atomic<Bool>(false)

    /// Takes over `metadata`.
    ///
    /// Throws when it carries no generation: a broker would let such a commit pass unfenced.
    init(number: Int, metadata: OpaquePointer) throws(KafkaError) {
        guard let generation = Self.generation(in: metadata), generation >= 0 else {
            rd_kafka_consumer_group_metadata_destroy(metadata)
            throw KafkaError(
                code: "ILLEGAL_GENERATION",
                reason: "the group's metadata has no generation, so commits could not be fenced: restart this process",
                origin: "assignment \(number)")
        }
        self.number = number
        self.metadata = metadata
        self.generation = generation
    }

    deinit {
        rd_kafka_consumer_group_metadata_destroy(metadata)
    }

    /// Nothing may be committed any more.
    var isOver: Bool { over.load(ordering: .acquiring) }

    func end() { over.store(true, ordering: .releasing) }

    /// The generation in the bytes librdkafka writes: 2.0.2 has no getter. `CGMDv2:`, then the generation in native order.
    private static func generation(in metadata: OpaquePointer) -> Int32? {
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        if let error = rd_kafka_consumer_group_metadata_write(metadata, &buffer, &size) {
            rd_kafka_error_destroy(error)
            return nil
        }
        guard let buffer else { return nil }
        // Ours by the API's contract: freed here.
        defer { rd_kafka_mem_free(nil, buffer) }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: size)
        let mark = Array("CGMDv2:".utf8)
        guard size >= mark.count + 4, bytes.prefix(mark.count).elementsEqual(mark) else { return nil }
        return bytes.loadUnaligned(fromByteOffset: mark.count, as: Int32.self)
    }
}

internal import CLibrdkafka
internal import MessageLog

/// Collects the delivery reports of one transaction.
///
/// The library calls `delivered` inside `rd_kafka_flush`, `rd_kafka_poll` and the commit, always on the writer's thread, so there
/// is no lock. A record's opaque pointer is the number of its destination plus one.
final class DeliveryReports: DeliveryHandler, @unchecked Sendable {
    /// A partition whose last written offset is wanted.
    struct Watched {
        let at: TopicPartition
        let number: Int
        var last: Int64 = -1
        /// The library does not know the offset of a written record (a retry of a record that had arrived before).
        var hasUnknownOffset = false
    }

    private(set) var failures: [Int: rd_kafka_resp_err_t] = [:]
    private(set) var deliveredCount = 0
    /// Records that the library discarded because the transaction had failed.
    private(set) var purgedCount = 0
    private(set) var watched: [Watched] = []

    func begin(watching: [Watched]) {
        failures.removeAll(keepingCapacity: true)
        deliveredCount = 0
        purgedCount = 0
        watched = watching
    }

    static func opaque(_ number: Int) -> UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: number + 1) }

    func fail(_ number: Int, _ code: rd_kafka_resp_err_t) {
        failures[number] = failures[number] ?? code
    }

    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {
        let number = Int(bitPattern: message.pointee._private) - 1
        let code = message.pointee.err
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            // A purged record did not fail itself; the transaction did.
            if code == RD_KAFKA_RESP_ERR__PURGE_QUEUE || code == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT {
                purgedCount += 1
            } else {
                fail(number, code)
            }
            return
        }
        deliveredCount += 1
        for index in watched.indices where watched[index].number == number {
            guard watched[index].at.partition == Int(message.pointee.partition) else { continue }
            // With idempotence, the report of a retried record may have no offset (rdkafka.h, rd_kafka_message_t.offset).
            if message.pointee.offset < 0 { watched[index].hasUnknownOffset = true }
            watched[index].last = max(watched[index].last, message.pointee.offset)
        }
    }

    /// The position after the last record of each watched partition with records; nil when an offset is unknown.
    var watchedPositions: [Position]? {
        guard !watched.contains(where: \.hasUnknownOffset) else { return nil }
        return watched.filter { $0.last >= 0 }.map { Position($0.at, next: position(after: $0.last)) }
    }
}

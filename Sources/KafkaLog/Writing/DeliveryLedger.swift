internal import CLibrdkafka
internal import MessageLog

/// What became of the records of one transaction.
///
/// Filled by delivery reports, which the library hands out inside `rd_kafka_flush`, `rd_kafka_poll` and the commit: all on the
/// thread that owns the writer, so nothing here is locked. A record's opaque is the number of its destination plus one.
final class DeliveryLedger: DeliveryTaker, @unchecked Sendable {
    struct Watched {
        let at: TopicPartition
        let number: Int
        var last: Int64 = -1
        /// Some record was written there whose offset the library could not learn (a retry that had already arrived).
        var isUnsure = false
    }

    private(set) var failures: [Int: rd_kafka_resp_err_t] = [:]
    private(set) var arrived = 0
    /// Records dropped because the transaction had failed.
    private(set) var purged = 0
    private(set) var watched: [Watched] = []

    func begin(watching: [Watched]) {
        failures.removeAll(keepingCapacity: true)
        arrived = 0
        purged = 0
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
            // A purged record fell with the transaction, not by its own fault.
            if code == RD_KAFKA_RESP_ERR__PURGE_QUEUE || code == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT {
                purged += 1
            } else {
                fail(number, code)
            }
            return
        }
        arrived += 1
        for index in watched.indices where watched[index].number == number {
            guard watched[index].at.partition == Int(message.pointee.partition) else { continue }
            // With idempotence a retried record may come back without its offset (rdkafka.h, rd_kafka_message_t.offset).
            if message.pointee.offset < 0 { watched[index].isUnsure = true }
            watched[index].last = max(watched[index].last, message.pointee.offset)
        }
    }

    /// The position after the last record of each watched partition that got one; `nil` when some offset is not known.
    var watchedPositions: [Position]? {
        guard !watched.contains(where: \.isUnsure) else { return nil }
        return watched.filter { $0.last >= 0 }.map { Position($0.at, next: position(after: $0.last)) }
    }
}

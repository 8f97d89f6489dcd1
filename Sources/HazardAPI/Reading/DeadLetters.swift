internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry

/// `GET /v1/dead-letters` and one of them: the records that could not be used, read from their topic.
///
/// The list names reasons and places. Only the single one shows the record itself, which may hold a raw report.
struct DeadLetters: Sendable {
    let context: APIContext

    /// Records are read in pieces, because each may be large and a list keeps only what its headers say.
    private static let piece = 16
    /// How long one read waits for a broker.
    private static let timeout = Duration.seconds(2)

    func list(_ request: HTTPRequest) throws(Problem) -> HTTPResponse {
        var query = QueryFields(request.query, known: ["after", "limit"])
        let limit = query.limit(most: context.limits.page)
        let after = query.text("after").flatMap { text -> Place? in
            let place = Place(text)
            if place == nil {
                query.refuse("after", "expected <partition>/<offset>", hint: "send `next` of a page, such as 0/41")
            }
            return place
        }
        try query.finish()
        let page = try logged { () throws(LogFailure) in try read(after: after, limit: limit) }
        return .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.array("dead_letters", page.letters) { writer, letter in
                    writer.beginObject()
                    letter.write(to: &writer)
                    writer.endObject()
                }
                writer.field("next", page.hasMore ? page.letters.last?.place.text : nil)
                writer.endObject()
            })
    }

    func show(_ request: HTTPRequest, partition: String, offset: String) throws(Problem) -> HTTPResponse {
        try QueryFields(request.query, known: []).finish()
        guard let place = Place(partition + "/" + offset) else {
            throw .invalid("offset", "expected two whole numbers, partition and offset", hint: "send those of the list")
        }
        guard let record = try logged({ () throws(LogFailure) in try record(at: place) }) else {
            throw Problem(
                404, "unknown-dead-letter", "there is no dead letter \(place.text): its time of keeping may be over")
        }
        return .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                DeadLetter(record).write(to: &writer)
                DeadLetter.writeValue(of: record, to: &writer)
                writer.endObject()
            })
    }

    /// When the oldest one kept came, milliseconds; nil when there is none, or when the log does not say at once.
    func oldest() -> Int64? {
        var oldest: Int64?
        do throws(LogFailure) {
            for partition in try partitions() {
                let at = TopicPartition(context.topics.deadLetters, partition)
                guard let record = try reader(of: at, from: -1)?.read(max: 1, timeout: .milliseconds(500)).records.first
                else {
                    continue
                }
                oldest = min(oldest ?? record.timestamp, record.timestamp)
            }
        } catch {
            context.logger.error("dead-letters-unreadable", ["reason": .string(error.description)])
            return nil
        }
        return oldest
    }

    // MARK: - Reading

    private func read(after: Place?, limit: Int) throws(LogFailure) -> (letters: [DeadLetter], hasMore: Bool) {
        var letters: [DeadLetter] = []
        for partition in try partitions() where partition >= (after?.partition ?? 0) {
            let isFirst = partition == after?.partition
            let at = TopicPartition(context.topics.deadLetters, partition)
            let from = isFirst ? (after?.offset ?? -1) + 1 : -1
            guard let reader = try reader(of: at, from: from) else { continue }
            var isAtEnd = false
            while !isAtEnd {
                let batch = try reader.read(max: Self.piece, timeout: Self.timeout)
                guard batch.atEnd || !batch.records.isEmpty else {
                    throw .noRecord(of: at, within: Self.timeout)
                }
                for record in batch.records {
                    guard letters.count < limit else { return (letters, true) }
                    letters.append(DeadLetter(record))
                }
                isAtEnd = batch.atEnd
            }
        }
        return (letters, false)
    }

    private func record(at place: Place) throws(LogFailure) -> Record? {
        guard try partitions().contains(place.partition) else { return nil }
        let at = TopicPartition(context.topics.deadLetters, place.partition)
        guard let reader = try reader(of: at, from: place.offset) else { return nil }
        let batch = try reader.read(max: 1, timeout: Self.timeout)
        return batch.records.first { $0.offset == place.offset }
    }

    /// Nil when the position lies beyond the end: there is nothing to read.
    private func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> (any LogReader)? {
        do throws(LogFailure) {
            return try context.log.reader(of: at, from: next)
        } catch {
            guard error.code == "beyond-end" else { throw error }
            return nil
        }
    }

    private func partitions() throws(LogFailure) -> Range<Int> {
        0..<(try context.log.describe([context.topics.deadLetters]).first?.partitions ?? 0)
    }

    private func logged<Result>(_ body: () throws(LogFailure) -> Result) throws(Problem) -> Result {
        do throws(LogFailure) {
            return try body()
        } catch {
            context.logger.error("dead-letters-unreadable", ["reason": .string(error.description)])
            throw .logUnavailable(error)
        }
    }

    /// Where a dead letter stands in its topic.
    struct Place {
        var partition: Int
        var offset: Int64

        init(partition: Int, offset: Int64) {
            self.partition = partition
            self.offset = offset
        }

        /// Reads `<partition>/<offset>`.
        init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let partition = Int(parts[0]), let offset = Int64(parts[1]), partition >= 0,
                (0..<Int64.max).contains(offset)
            else { return nil }
            self.init(partition: partition, offset: offset)
        }

        var text: String { "\(partition)/\(offset)" }
    }
}

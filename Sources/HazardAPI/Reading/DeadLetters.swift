internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry
internal import Wording

/// `GET /v1/dead-letters` and `GET /v1/dead-letters/{partition}/{offset}`: the records that could not be used.
///
/// The list shows reasons and places. Only the answer about one record shows the record itself, which may hold a raw
/// report. Sentences are in the language of `Accept-Language`.
struct DeadLetters: Sendable {
    let context: APIContext

    /// Records are read few at a time: each may be large, and a list needs only their headers.
    private static let batch = 16
    /// How long one read waits for a broker.
    private static let timeout = Duration.seconds(2)

    /// A page names its language; else it is the one that the request asks for.
    func list(_ request: RoutedRequest, _ language: Language? = nil) throws(Problem) -> HTTPResponse {
        var query = request.query
        let limit = query.limit(most: context.limits.page)
        let after = query.text("after").flatMap { text -> Place? in
            let place = Place(text)
            if place == nil {
                query.refuse(
                    "after", LocalText(zh: "应为 分区/位点", en: "expected <partition>/<offset>"),
                    hint: LocalText(zh: "请写一页中的 `next`，如 0/41", en: "send `next` of a page, such as 0/41"))
            }
            return place
        }
        try query.finish()
        let page = try logged { () throws(LogFailure) in
            try read(after: after, limit: limit, language ?? request.language)
        }
        return answer(
            .object([
                .init("dead_letters", .array(page.letters)),
                .init("next", page.next.map { .string($0.text) } ?? .null),
            ]))
    }

    func show(_ request: RoutedRequest, _ language: Language? = nil) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        guard let place = Place(request.value(of: "partition") + "/" + request.value(of: "offset")) else {
            throw .noPlace
        }
        guard let record = try logged({ () throws(LogFailure) in try record(at: place) }) else {
            throw Problem(
                404, "unknown-dead-letter", zh: "没有无法使用的记录 \(place.text)，或已过保存期",
                en: "there is no dead letter \(place.text): its retention may be over")
        }
        request.reads.note(record: context.topics.deadLetters + "/" + place.text)
        return answer(DeadLetter.json(record, in: language ?? request.language, withValue: true))
    }

    /// Sends a letter back to its topic.
    func replay(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        var query = request.query
        let again = query.flag("again") ?? false
        try query.finish()
        guard let place = Place(request.value(of: "partition") + "/" + request.value(of: "offset")) else {
            throw .noPlace
        }
        let replay = DeadLetterReplay(
            log: context.log, topics: context.topics, shards: context.shards, writer: context.writerPrefix + "replay")
        let caller = try request.caller.name
        do throws(ReplayRefusal) {
            let topic = try replay.replay(
                partition: place.partition, offset: place.offset, again: again, by: caller)
            context.logger.info(
                "dead-letter-replayed", ["letter": .string(place.text), "by": .string(caller ?? "this machine")])
            return answer(.object([.init("replayed", .string(place.text)), .init("topic", .string(topic))]))
        } catch {
            if let failure = error.failure {
                context.logger.error("dead-letters-unreadable", ["reason": .string(failure.description)])
                throw .logUnavailable(failure)
            }
            let status: HTTPStatus = error.reason == .unknown ? 404 : 409
            throw Problem(status, error.reason.rawValue, zh: error.text.zh, en: error.text.en)
        }
    }

    private func answer(_ value: JSONValue) -> HTTPResponse {
        var answer = HTTPResponse.json(value.bytes)
        answer.headers["Vary"] = "Accept-Language"
        return answer
    }

    /// The append time of the oldest dead letter, in milliseconds since 1970; nil when there is none, or when the log does
    /// not answer in time.
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

    /// At most `limit` letters after a place, and the place of the last one when there are more.
    private func read(
        after: Place?, limit: Int, _ language: Language
    ) throws(LogFailure) -> (letters: [JSONValue], next: Place?) {
        var letters: [JSONValue] = []
        var last: Place?
        for partition in try partitions() where partition >= (after?.partition ?? 0) {
            let isFirst = partition == after?.partition
            let at = TopicPartition(context.topics.deadLetters, partition)
            let from = isFirst ? (after?.offset ?? -1) + 1 : -1
            guard let reader = try reader(of: at, from: from) else { continue }
            var isAtEnd = false
            while !isAtEnd {
                let batch = try reader.read(max: Self.batch, timeout: Self.timeout)
                guard batch.atEnd || !batch.records.isEmpty else {
                    throw .noRecord(of: at, within: Self.timeout)
                }
                for record in batch.records where !DeadLetterReplay.isMarker(record) {
                    guard letters.count < limit else { return (letters, last) }
                    letters.append(DeadLetter.json(record, in: language, withValue: false))
                    last = Place(partition: record.partition, offset: record.offset)
                }
                isAtEnd = batch.atEnd
            }
        }
        return (letters, nil)
    }

    private func record(at place: Place) throws(LogFailure) -> Record? {
        guard try partitions().contains(place.partition) else { return nil }
        let at = TopicPartition(context.topics.deadLetters, place.partition)
        guard let reader = try reader(of: at, from: place.offset) else { return nil }
        let batch = try reader.read(max: 1, timeout: Self.timeout)
        return batch.records.first { $0.offset == place.offset }
    }

    /// Nil when the position is beyond the end: there is nothing to read.
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

    /// Where a dead letter is in its topic.
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

extension Problem {
    fileprivate static var noPlace: Problem {
        .invalid(
            "offset",
            LocalText(zh: "应为两个整数：分区和位点", en: "expected two whole numbers, partition and offset"),
            hint: LocalText(zh: "请写列表中的数字", en: "send those of the list"))
    }
}

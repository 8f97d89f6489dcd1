import CommandArguments
import HazardAPI
import HazardApp
import HazardConfig
import HazardCore
import HazardWire
import JSONText
import MessageLog
internal import Wording

/// Where dead letters are read from: a server, or Kafka.
enum DeadLetterSource {
    case server(Server)
    case log(DirectLog.Opened, topic: String, Language)

    /// Kafka when the configuration uses it and no server is named, else the server.
    ///
    /// Sentences are in the language of the command. With `--json` they are English, because scripts read them.
    static func of(_ arguments: Arguments) throws -> DeadLetterSource {
        let language = arguments.flag("json") ? .en : arguments.language
        guard let opened = try DirectLog.open(arguments) else {
            return .server(try Server(arguments).answering(in: language))
        }
        return .log(opened, topic: opened.configuration.settings.topics.names.deadLetters, language)
    }

    var zone: ZoneText {
        switch self {
        case .server(let server): server.zone
        case .log(let opened, _, _): ZoneText(opened.configuration.settings.zone)
        }
    }

    func close() {
        if case .log(let opened, _, _) = self { opened.log.close(within: .seconds(5)) }
    }

    /// Reads up to `most` dead letters after a position, in order, and passes each to `take`.
    ///
    /// - Returns: The position to continue after, when there are more.
    func list(after: String?, most: Int, _ take: (JSONValue) -> Void) throws -> String? {
        switch self {
        case .server(let server): return try DeadLetterSource.page(server, after, most, take)
        case .log(let opened, let topic, let language):
            let place = try after.map(DeadLetterSource.start)
            do throws(LogFailure) {
                return try DeadLetterSource.read(opened.log, topic, after: place, most: most) { record in
                    take(DeadLetter.json(record, in: language, withValue: false))
                }
            } catch {
                throw opened.fault(error)
            }
        }
    }

    func show(partition: Int, offset: Int64) throws -> JSONValue {
        switch self {
        case .server(let server): return try server.get("/v1/dead-letters/\(partition)/\(offset)")
        case .log(let opened, let topic, let language):
            let found: Record?
            do throws(LogFailure) {
                let known = try opened.log.describe([topic]).first?.partitions ?? 0
                found =
                    partition < known
                    ? try opened.log.reader(of: TopicPartition(topic, partition), from: offset).read(
                        max: 1, timeout: .seconds(5)
                    )
                    .records.first { $0.offset == offset } : nil
            } catch {
                throw opened.fault(error)
            }
            guard let found else {
                throw CommandFault(
                    .failed, zh: "没有无法使用的记录 \(partition)/\(offset)",
                    en: "there is no dead letter \(partition)/\(offset)")
            }
            return DeadLetter.json(found, in: language, withValue: true)
        }
    }

    // MARK: - On a server

    private static func page(
        _ server: Server, _ after: String?, _ most: Int, _ take: (JSONValue) -> Void
    ) throws -> String? {
        var after = after
        var count = 0
        repeat {
            var query = [("limit", String(min(200, most - count)))]
            if let after { query.append(("after", after)) }
            let page = try server.get("/v1/dead-letters" + CaseFilters.text(query))
            let letters = page["dead_letters"]?.array ?? []
            letters.forEach(take)
            count += letters.count
            after = page["next"]?.string
        } while after != nil && count < most
        return after
    }

    // MARK: - In the log

    /// Reads `PARTITION/OFFSET`; nil for any other text.
    static func place(_ text: String) -> (partition: Int, offset: Int64)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let partition = Int(parts[0]), let offset = Int64(parts[1]), partition >= 0,
            (0..<Int64.max).contains(offset)
        else { return nil }
        return (partition, offset)
    }

    private static func start(after text: String) throws(CommandFault) -> (partition: Int, offset: Int64) {
        guard let place = place(text) else {
            throw CommandFault(
                .usage, zh: "--after 应为 分区/位点，如 0/41，不能是“\(text)”",
                en: "--after: expected PARTITION/OFFSET, such as 0/41, found \"\(text)\"")
        }
        return place
    }

    private static func read(
        _ log: any MessageLog, _ topic: String, after: (partition: Int, offset: Int64)?, most: Int,
        _ take: (Record) -> Void
    ) throws(LogFailure) -> String? {
        var count = 0
        var last = ""
        for partition in 0..<(try log.describe([topic]).first?.partitions ?? 0)
        where partition >= (after?.partition ?? 0) {
            let next = partition == after?.partition ? (after?.offset ?? -1) + 1 : -1
            let reader = try log.reader(of: TopicPartition(topic, partition), from: next)
            var isAtEnd = false
            while !isAtEnd {
                let batch = try reader.read(max: 100, timeout: .seconds(2))
                for record in batch.records where !DeadLetterReplay.isMarker(record) {
                    guard count < most else { return last }
                    take(record)
                    count += 1
                    last = "\(record.partition)/\(record.offset)"
                }
                isAtEnd = batch.atEnd
            }
        }
        return nil
    }
}

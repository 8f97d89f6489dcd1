internal import ChineseText
import CommandArguments
import Foundation
import HTTP
import HazardApp
import HazardConfig
import HazardCore
import HazardWire
import JSONText
import MessageLog

/// Where dead letters are read: on a server, or from Kafka itself.
enum DeadLetterSource {
    case server(Server)
    case log(DirectLog.Opened, topic: String, ZoneText)

    /// Kafka when the configuration says so and no server is named.
    static func of(_ arguments: Arguments) throws -> DeadLetterSource {
        guard let opened = try DirectLog.open(arguments) else { return .server(try Server(arguments)) }
        return .log(
            opened, topic: TopicNames(opened.configuration.settings.topics).deadLetters,
            ZoneText(opened.configuration.settings.zone))
    }

    var zone: ZoneText {
        switch self {
        case .server(let server): server.zone
        case .log(_, _, let zone): zone
        }
    }

    func close() {
        if case .log(let opened, _, _) = self { opened.log.close(within: .seconds(5)) }
    }

    /// Hands out the letters behind a place, in order; answers where to go on when there are more.
    func list(after: String?, most: Int, _ take: (JSONValue) -> Void) throws -> String? {
        switch self {
        case .server(let server): return try DeadLetterSource.page(server, after, most, take)
        case .log(let opened, let topic, _):
            let place = try after.map(DeadLetterSource.place)
            do throws(LogFailure) {
                return try DeadLetterSource.read(opened.log, topic, after: place, most: most, take)
            } catch {
                throw opened.fault(error)
            }
        }
    }

    func show(partition: Int, offset: Int64) throws -> JSONValue {
        switch self {
        case .server(let server): return try server.get("/v1/dead-letters/\(partition)/\(offset)")
        case .log(let opened, let topic, _):
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
                    .failed, zh: "没有死信 \(partition)/\(offset)", en: "there is no dead letter \(partition)/\(offset)")
            }
            return DeadLetterSource.json(found, withValue: true)
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

    private static func place(_ text: String) throws(CommandFault) -> (partition: Int, offset: Int64) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let partition = Int(parts[0]), let offset = Int64(parts[1]), partition >= 0,
            (0..<Int64.max).contains(offset)
        else {
            throw CommandFault(
                .usage, zh: "--after 应为 分区/位点，如 0/41，不能是“\(text)”",
                en: "--after: expected PARTITION/OFFSET, such as 0/41, found \"\(text)\"")
        }
        return (partition, offset)
    }

    private static func read(
        _ log: any MessageLog, _ topic: String, after: (partition: Int, offset: Int64)?, most: Int,
        _ take: (JSONValue) -> Void
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
                for record in batch.records {
                    guard count < most else { return last }
                    take(json(record, withValue: false))
                    count += 1
                    last = "\(record.partition)/\(record.offset)"
                }
                isAtEnd = batch.atEnd
            }
        }
        return nil
    }

    /// The same members that a server answers with.
    private static func json(_ record: Record, withValue: Bool) -> JSONValue {
        let headers = DeadLetterHeaders(record.headers.map { RecordHeader($0.name, $0.value) })
        func text(_ bytes: [UInt8]?) -> JSONValue {
            bytes.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null
        }
        var members: [JSONValue.Member] = [
            .init("partition", .int(Int64(record.partition))), .init("offset", .int(record.offset)),
            .init("reason", headers.map { .string($0.reason.rawValue) } ?? .null),
            .init("message", headers.map { .string($0.sentence) } ?? .null),
            .init("topic", headers.map { .string($0.topic) } ?? .null),
            .init("source_partition", headers.map { .int(Int64($0.partition)) } ?? .null),
            .init("source_offset", headers.map { .int($0.offset) } ?? .null),
            .init("received_at", text(record.headers.last { $0.name == DeadLetterHeaders.receivedAtName }?.value)),
            // A sender may have put anything into its key.
            .init(
                "key",
                record.key.map { .string(Masking.masked(String(decoding: $0.prefix(128), as: UTF8.self))) } ?? .null),
            .init("id", record.value.flatMap(SentID.of).map { .string($0) } ?? .null),
            .init("size", .int(Int64(record.value?.count ?? 0))),
        ]
        if withValue {
            members.append(
                .init("value_base64", record.value.map { .string(Data($0).base64EncodedString()) } ?? .null))
            let valid = record.value.flatMap { String(validating: $0, as: UTF8.self) }
            members.append(.init("text", valid.map { .string($0) } ?? .null))
        }
        return .object(members)
    }
}

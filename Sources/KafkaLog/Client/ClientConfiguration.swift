internal import CLibrdkafka
internal import MessageLog
internal import Wording

/// The purpose of a client; each role has its own settings.
enum ClientRole: Sendable {
    /// The only member of the group in this process: it receives assignments and reads no records.
    case member(group: String, member: String)
    /// Reads the inputs of all assigned shards.
    case fetcher
    /// Writes for one shard, in transactions.
    case writer(transactionalID: String)
    /// Writes outside transactions.
    case appender
    /// Reads one partition without a group.
    case reader
    /// Describes and changes topics.
    case admin

    /// librdkafka's client type.
    var kind: rd_kafka_type_t {
        switch self {
        case .member, .fetcher, .reader: RD_KAFKA_CONSUMER
        case .writer, .appender, .admin: RD_KAFKA_PRODUCER
        }
    }

    /// The name of the client in diagnostics and metrics.
    var name: String {
        switch self {
        case .member: "member"
        case .fetcher: "fetcher"
        case .writer(let id): id
        case .appender: "appender"
        case .reader: "reader"
        case .admin: "admin"
        }
    }
}

/// Makes librdkafka's configuration for a role: our defaults, then the installation's settings, then the required values.
enum ClientConfiguration {
    /// A new configuration; the caller owns it until `rd_kafka_new` takes it over.
    ///
    /// - Throws: `_INVALID_ARG` for the first setting that is reserved or that librdkafka refuses.
    static func make(_ settings: KafkaSettings, _ role: ClientRole) throws(KafkaError) -> OpaquePointer {
        guard let conf = rd_kafka_conf_new() else { throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, origin: .configuration) }
        var values = defaults(of: role)
        values.merge(settings.settings) { _, new in new }
        values.merge(required(by: role)) { _, new in new }
        if !settings.bootstrapServers.isEmpty { values["bootstrap.servers"] = settings.bootstrapServers }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            let isReserved = settings.settings[name] != nil
            if let refusal = (isReserved ? ReservedSettings.refusal(of: name) : nil) ?? set(conf, name, value) {
                rd_kafka_conf_destroy(conf)
                throw KafkaError(code: "_INVALID_ARG", reason: refusal, origin: .setting(name))
            }
        }
        return conf
    }

    /// Everything that is wrong with the settings; connects to nothing.
    static func problems(of settings: KafkaSettings) -> [SettingProblem] {
        var found: [SettingProblem] = []
        if settings.bootstrapServers.allSatisfy(\.isWhitespace) {
            found.append(
                SettingProblem(
                    setting: "bootstrap.servers",
                    reason: LocalText(zh: "为空：请至少写一个 主机:端口", en: "is empty: name at least one host:port")))
        }
        guard let conf = rd_kafka_conf_new() else { return found }
        defer { rd_kafka_conf_destroy(conf) }
        for (name, value) in settings.settings.sorted(by: { $0.key < $1.key }) {
            guard let refusal = ReservedSettings.refusal(of: name) ?? set(conf, name, value) else { continue }
            found.append(SettingProblem(setting: name, reason: refusal))
        }
        guard found.isEmpty else { return found }
        // Some problems appear only in a client with all settings: conflicting timeouts, key files, mechanisms. The clients here
        // have no servers, so they connect to nothing.
        var seen: Set<LocalText> = []
        for role in [
            ClientRole.member(group: "check", member: "check"), .fetcher, .writer(transactionalID: "check"), .appender,
            .reader,
        ] {
            guard let reason = refusal(of: settings, role), seen.insert(reason).inserted else { continue }
            found.append(SettingProblem(setting: "kafka settings", reason: reason))
        }
        return found
    }

    private static func refusal(of settings: KafkaSettings, _ role: ClientRole) -> LocalText? {
        var offline = settings
        offline.bootstrapServers = ""
        let conf: OpaquePointer
        do { conf = try make(offline, role) } catch { return error.failure.text }
        rd_kafka_conf_set_log_cb(conf) { _, _, _, _ in }
        var text = [CChar](repeating: 0, count: 512)
        guard let client = rd_kafka_new(role.kind, conf, &text, text.count) else {
            rd_kafka_conf_destroy(conf)
            return libraryText(text)
        }
        rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
        return nil
    }

    /// Sets one value; returns librdkafka's reason when it refuses.
    private static func set(_ conf: OpaquePointer, _ name: String, _ value: String) -> LocalText? {
        var text = [CChar](repeating: 0, count: 512)
        guard rd_kafka_conf_set(conf, name, value, &text, text.count) != RD_KAFKA_CONF_OK else { return nil }
        return libraryText(text)
    }

    private static func libraryText(_ buffer: [CChar]) -> LocalText {
        let text = String(buffer)
        return LocalText(zh: "librdkafka 不接受：“\(text)”", en: "librdkafka refuses it: \(text)")
    }

    /// Our values, which the installation may replace.
    private static func defaults(of role: ClientRole) -> [String: String] {
        var values = [
            "client.id": "hazard-\(role.name)",
            // `LIBRDKAFKA.md`, Nagle.
            "socket.nagle.disable": "true",
            "socket.keepalive.enable": "true",
            // `LIBRDKAFKA.md`, Small transactions: a transaction that begins before the markers of the last one are written must
            // retry.
            "retry.backoff.ms": "20",
            "reconnect.backoff.ms": "50",
            "reconnect.backoff.max.ms": "2000",
            // A request without an answer fails early enough to resolve the transaction.
            "socket.timeout.ms": "10000",
            // A missing topic is reported soon; the default of 30 s is for clusters that create topics automatically.
            "topic.metadata.propagation.max.ms": "2000",
        ]
        switch role {
        case .member: values.merge(memberDefaults) { _, new in new }
        case .fetcher: values.merge(fetcherDefaults) { _, new in new }
        case .writer: values.merge(writerDefaults) { _, new in new }
        case .appender:
            values.merge(["linger.ms": "2", "compression.type": "lz4", "message.timeout.ms": "30000"]) { _, new in new }
        case .reader: values.merge(["fetch.wait.max.ms": "50", "check.crcs": "true"]) { _, new in new }
        case .admin: break
        }
        return values
    }

    private static let memberDefaults = [
        // The shards of a dead process wait this long; a restart of a static member within it moves no shards.
        "session.timeout.ms": "10000",
        "heartbeat.interval.ms": "1000",
        "max.poll.interval.ms": "300000",
    ]

    private static let fetcherDefaults = [
        // How long the broker holds an empty fetch, and so how late the end of an input is known.
        "fetch.wait.max.ms": "50",
        // `LIBRDKAFKA.md`, Fetch queue: a full queue stops fetching for one second, so both limits exceed one second of a lane at
        // full speed. They count per shard, because a shard's partitions share its queue.
        "queued.min.messages": "200000",
        "queued.max.messages.kbytes": "65536",
        "check.crcs": "true",
        // `LIBRDKAFKA.md`, Statistics.
        "statistics.interval.ms": "10000",
    ]

    private static let writerDefaults = [
        // A dead writer delays read_committed readers this long, plus the broker's scan interval of 10 s.
        "transaction.timeout.ms": "15000",
        // Less than the transaction's timeout: a topic that does not answer is known while the transaction can still be aborted.
        "message.timeout.ms": "10000",
        // A commit flushes, so this delay only fills requests while the lane produces.
        "linger.ms": "1",
        "batch.num.messages": "10000",
        // The topics limit the record size; the library's default of 1 MB would refuse the dead letter of a large record.
        "message.max.bytes": "67108864",
        "queue.buffering.max.messages": "1000000",
        "queue.buffering.max.kbytes": "1048576",
        // `LIBRDKAFKA.md`, Compression.
        "compression.type": "lz4",
        "statistics.interval.ms": "10000",
    ]

    /// The values that exactly-once processing depends on; no installation may change them.
    private static func required(by role: ClientRole) -> [String: String] {
        switch role {
        case .member(let group, let member):
            [
                "group.id": group,
                // `LIBRDKAFKA.md`, Generation: static membership. A restarted process keeps its place, and the broker checks the
                // member of every transactional commit.
                "group.instance.id": member,
                // `LIBRDKAFKA.md`, Assignor: only range assigns partition p of all inputs to the same member.
                "partition.assignment.strategy": "range",
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                // Committed positions are stable: they wait for open transactions.
                "isolation.level": "read_committed",
                "allow.auto.create.topics": "false",
            ]
        case .fetcher:
            [
                "isolation.level": "read_committed",
                "enable.partition.eof": "true",
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                // `LIBRDKAFKA.md`, Missing positions: an operator decides about a position that no longer exists.
                "auto.offset.reset": "error",
                "allow.auto.create.topics": "false",
            ]
        case .writer(let id):
            ["transactional.id": id, "enable.idempotence": "true", "acks": "all", "partitioner": "murmur2_random"]
        case .appender:
            ["enable.idempotence": "true", "acks": "all", "partitioner": "murmur2_random"]
        case .reader:
            [
                "isolation.level": "read_committed",
                "enable.partition.eof": "true",
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                "auto.offset.reset": "earliest",
                "allow.auto.create.topics": "false",
            ]
        case .admin:
            [:]
        }
    }
}

extension ClientConfiguration {
    /// The numeric value of a setting in an existing client.
    static func number(_ name: String, of client: OpaquePointer) -> Int? {
        var text = [CChar](repeating: 0, count: 64)
        var size = text.count
        guard rd_kafka_conf_get(rd_kafka_conf(client), name, &text, &size) == RD_KAFKA_CONF_OK else { return nil }
        return Int(String(text))
    }
}

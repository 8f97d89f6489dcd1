internal import CLibrdkafka

/// What a client is for; each has its own settings.
enum ClientRole: Sendable {
    /// The one member of the group in this process: it learns which shards are ours, and reads nothing.
    case member(group: String, member: String)
    /// Reads the inputs of all our shards.
    case fetcher
    /// Writes for one shard, in transactions.
    case writer(transactionalID: String)
    /// Writes outside transactions.
    case appender
    /// Reads one partition without a group.
    case reader
    /// Asks and changes topics.
    case admin

    /// librdkafka's kind of client.
    var kind: rd_kafka_type_t {
        switch self {
        case .member, .fetcher, .reader: RD_KAFKA_CONSUMER
        case .writer, .appender, .admin: RD_KAFKA_PRODUCER
        }
    }

    /// How notes and metrics name the client.
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

/// Makes librdkafka's configuration of a role: our defaults, above them the installation's settings, above those our promises.
enum ClientConfiguration {
    /// A new configuration; the caller owns it until `rd_kafka_new` takes it over.
    static func make(_ settings: KafkaSettings, _ role: ClientRole) throws(KafkaError) -> OpaquePointer {
        guard let conf = rd_kafka_conf_new() else { throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, origin: "configuration") }
        var values = defaults(of: role)
        values.merge(settings.settings) { _, theirs in theirs }
        values.merge(promises(of: role)) { _, ours in ours }
        if !settings.bootstrapServers.isEmpty { values["bootstrap.servers"] = settings.bootstrapServers }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            let refusal = PromisedSettings.reason(against: name)
            if let refusal, settings.settings[name] != nil {
                rd_kafka_conf_destroy(conf)
                throw KafkaError(
                    code: "_INVALID_ARG", reason: sentence(name, refusal), origin: "kafka setting \(name)")
            }
            if let text = set(conf, name, value) {
                rd_kafka_conf_destroy(conf)
                throw KafkaError(code: "_INVALID_ARG", reason: text, origin: "kafka setting \(name)")
            }
        }
        return conf
    }

    /// Everything wrong with the settings, found without connecting.
    static func problems(of settings: KafkaSettings) -> [SettingProblem] {
        var found: [SettingProblem] = []
        if settings.bootstrapServers.allSatisfy(\.isWhitespace) {
            found.append(SettingProblem(setting: "bootstrap.servers", reason: "is empty: name at least one host:port"))
        }
        guard let conf = rd_kafka_conf_new() else { return found }
        defer { rd_kafka_conf_destroy(conf) }
        for (name, value) in settings.settings.sorted(by: { $0.key < $1.key }) {
            if let refusal = PromisedSettings.reason(against: name) {
                found.append(SettingProblem(setting: name, reason: sentence(name, refusal)))
            } else if let text = set(conf, name, value) {
                found.append(SettingProblem(setting: name, reason: text))
            }
        }
        guard found.isEmpty else { return found }
        // What only shows when all settings stand together: time-outs against one another, key files, mechanisms. A client
        // without servers has nothing to connect to.
        var seen: Set<String> = []
        for role in [
            ClientRole.member(group: "check", member: "check"), .fetcher, .writer(transactionalID: "check"), .appender,
            .reader,
        ] {
            guard let text = refusal(of: settings, role), seen.insert(text).inserted else { continue }
            found.append(SettingProblem(setting: "kafka settings", reason: text))
        }
        return found
    }

    private static func refusal(of settings: KafkaSettings, _ role: ClientRole) -> String? {
        var nowhere = settings
        nowhere.bootstrapServers = ""
        let conf: OpaquePointer
        do { conf = try make(nowhere, role) } catch { return error.description }
        rd_kafka_conf_set_log_cb(conf) { _, _, _, _ in }
        var text = [CChar](repeating: 0, count: 512)
        guard let client = rd_kafka_new(role.kind, conf, &text, text.count) else {
            rd_kafka_conf_destroy(conf)
            return String(text)
        }
        rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
        return nil
    }

    /// Sets one value; answers librdkafka's own text when it refuses.
    private static func set(_ conf: OpaquePointer, _ name: String, _ value: String) -> String? {
        var text = [CChar](repeating: 0, count: 512)
        guard rd_kafka_conf_set(conf, name, value, &text, text.count) != RD_KAFKA_CONF_OK else { return nil }
        return String(text)
    }

    private static func sentence(_ name: String, _ reason: String) -> String {
        "\(name) cannot be set: \(reason). Remove it from the Kafka settings."
    }

    /// Ours unless the installation says otherwise.
    private static func defaults(of role: ClientRole) -> [String: String] {
        var values = [
            "client.id": "hazard-\(role.name)",
            // Nagle is on until librdkafka 2.10 (#4986): 1.9 ms a small transaction instead of 1.2.
            "socket.nagle.disable": "true",
            "socket.keepalive.enable": "true",
            // Down to 20 ms between attempts: a transaction begun while the markers of the last are written is told to wait.
            "retry.backoff.ms": "20",
            "reconnect.backoff.ms": "50",
            "reconnect.backoff.max.ms": "2000",
            // A request nobody answers is given up in time for the transaction to be resolved.
            "socket.timeout.ms": "10000",
            // A topic that does not exist is known soon; 30 s is for clusters that create topics as they go.
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
        // A dead process's shards wait this long; with a static member a restart within it moves nothing.
        "session.timeout.ms": "10000",
        "heartbeat.interval.ms": "1000",
        "max.poll.interval.ms": "300000",
    ]

    private static let fetcherDefaults = [
        // How long the broker holds an empty fetch; also how late the end of an input is learned.
        "fetch.wait.max.ms": "50",
        // Below these a full queue stops fetching for one second (2.0.2 has no fetch.queue.backoff.ms, #2879): both are above
        // one second of a lane at full speed. They count per shard, for its partitions share its queue.
        "queued.min.messages": "200000",
        "queued.max.messages.kbytes": "65536",
        "check.crcs": "true",
        // Data races with a failing broker when shorter (#4718).
        "statistics.interval.ms": "10000",
    ]

    private static let writerDefaults = [
        // A dead writer holds up read_committed readers this long, plus the broker's scan of 10 s.
        "transaction.timeout.ms": "15000",
        // Under the transaction's: a destination that does not answer is named while the transaction can still be aborted.
        "message.timeout.ms": "10000",
        // commit flushes, so lingering only fills requests while the lane is still producing.
        "linger.ms": "1",
        "batch.num.messages": "10000",
        // The topics say how large a record may be; the library's own limit of 1 MB would stop the dead letter of a large one.
        "message.max.bytes": "67108864",
        "queue.buffering.max.messages": "1000000",
        "queue.buffering.max.kbytes": "1048576",
        // Debian links the system's lz4 1.9.4, which has the fix of CVE-2021-3520; of the codecs it costs the broker least.
        "compression.type": "lz4",
        "statistics.interval.ms": "10000",
    ]

    /// What the promise rests on: nobody may change it.
    private static func promises(of role: ClientRole) -> [String: String] {
        switch role {
        case .member(let group, let member):
            [
                "group.id": group,
                // Static membership: a restart takes over its own place at once, and the broker checks the member of every
                // transactional commit even from a client that has forgotten its generation.
                "group.instance.id": member,
                // Only range gives the same p of all inputs to the same member, and the generation stands still until the
                // revoke was served. cooperative-sticky has open faults in 2.0.2 (#4059, #4783, #4527, #4252).
                "partition.assignment.strategy": "range",
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                // Asks for stable offsets, which wait for the transactions over them.
                "isolation.level": "read_committed",
                "allow.auto.create.topics": "false",
            ]
        case .fetcher:
            [
                "isolation.level": "read_committed",
                "enable.partition.eof": "true",
                "enable.auto.commit": "false",
                "enable.auto.offset.store": "false",
                // A position that is gone is an operator's decision; also the answer to #4294 (a TLS fault taken for a reset).
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
    /// A number as it is set in a living client.
    static func number(_ name: String, of client: OpaquePointer) -> Int? {
        var text = [CChar](repeating: 0, count: 64)
        var size = text.count
        guard rd_kafka_conf_get(rd_kafka_conf(client), name, &text, &size) == RD_KAFKA_CONF_OK else { return nil }
        return Int(String(text))
    }
}

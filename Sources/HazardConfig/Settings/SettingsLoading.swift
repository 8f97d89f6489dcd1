internal import HazardCore

extension Settings {
    /// Every setting, asked for in the order in which it is shown.
    init(_ reader: SettingReader) {
        self.init()
        cluster = reader.value("cluster", .identifier, else: cluster)
        zone = reader.value("zone", .zone, else: zone)
        log = LogSettings(reader)
        topics = TopicSettings(reader)
        store.directory = reader.path("store.directory", else: store.directory) ?? store.directory
        api = APISettings(reader)
        intake = IntakeSettings(reader)
        retention = RetentionSettings(reader)
        limits = LimitSettings(reader)
        secrets.accountKey = reader.secret("secrets.account_key", least: 32)
        logFormat = reader.value("log_format", .choice, else: logFormat)
        logLevel = reader.value("log_level", .choice, else: logLevel)
        policy = PolicyPaths(reader)
    }
}

extension LogSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        kind = reader.value("log.kind", .choice, else: kind)
        shards = reader.value("log.shards", .integer(1...1000), else: shards)
        group = reader.value("log.group", .identifier, else: group)
        kafka = KafkaConnection(reader)
        embedded.directory = reader.path("log.embedded.directory", else: embedded.directory) ?? embedded.directory
    }
}

extension KafkaConnection {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        bootstrapServers = reader.list("log.kafka.bootstrap_servers", .server, else: bootstrapServers)
        let texts = reader.texts(
            below: "log.kafka.settings", filesBelow: "log.kafka.settings_files", separator: ".")
        for (name, read) in texts.sorted(by: { $0.key < $1.key }) {
            reader.note(read)
            if let instead = KafkaConnection.ours[name] {
                reader.findings.add(
                    at: read.place, read.path, "is decided by the dispatcher", hint: instead)
            }
            settings[name] = read.text
        }
    }
}

extension TopicSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init(prefix: reader.value("topics.prefix", .topic, else: "hazard"))
        replicas = reader.value("topics.replicas", .replicas, else: replicas)
        reports = reader.value("topics.reports", .topic, else: reports)
        feedback = reader.value("topics.feedback", .topic, else: feedback)
        commands = reader.value("topics.commands", .topic, else: commands)
        cases = reader.value("topics.cases", .topic, else: cases)
        rewards = reader.value("topics.rewards", .topic, else: rewards)
        notices = reader.value("topics.notices", .topic, else: notices)
        deadLetters = reader.value("topics.dead_letters", .topic, else: deadLetters)
        dispatchPrefix = reader.value("topics.dispatch_prefix", .topic, else: dispatchPrefix)
    }
}

extension SettingKind where Value == Int {
    /// 1 to 32, or -1 for the broker's default.
    fileprivate static var replicas: Self {
        Self(
            must: "a number of copies from 1 to 32, or -1 for the broker's default",
            parse: { text in Int(text).flatMap { $0 == -1 || (1...32).contains($0) ? $0 : nil } }, show: { "\($0)" })
    }
}

extension IntakeSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        maxAge = reader.value("intake.max_age", .duration("1m", "36500d"), else: maxAge)
        maxAhead = reader.value("intake.max_ahead", .duration("0s", "7d"), else: maxAhead)
        let keys = reader.texts(below: "intake.signatures", filesBelow: "intake.signature_files", separator: "_")
        for (name, key) in keys.sorted(by: { $0.key < $1.key }) {
            var masked = key
            masked.isSecret = true
            reader.note(masked)
            signatures[name] = Array(key.text.utf8)
            if !Fields.isIdentifier(name) {
                reader.findings.add(at: key.place, key.path, "a key id is 1 to 64 letters, digits, dots or dashes")
            }
            if key.text.utf8.count < 16 {
                reader.findings.add(
                    at: key.place, key.path, "is too short to be a secret", hint: "give at least 16 bytes")
            }
        }
    }
}

extension RetentionSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        let kept = SettingKind<Int64>.duration("1h", "36500d")
        reports = reader.value("retention.reports", kept, else: reports)
        feedback = reader.value("retention.feedback", kept, else: feedback)
        commands = reader.value("retention.commands", kept, else: commands)
        dispatch = reader.value("retention.dispatch", kept, else: dispatch)
        notices = reader.value("retention.notices", kept, else: notices)
        deadLetters = reader.value("retention.dead_letters", kept, else: deadLetters)
        cases = reader.value("retention.cases", kept, else: cases)
    }
}

extension LimitSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        batchRecords = reader.value("limits.batch_records", .integer(1...100_000), else: batchRecords)
        pollMilliseconds = milliseconds(reader, "limits.poll", "1ms", "10s", else: pollMilliseconds)
        timersPerStep = reader.value("limits.timers_per_step", .integer(1...100_000), else: timersPerStep)
        // The contract's 900 KB is the most: case and dispatch topics are sized after it.
        reportBytes = reader.value("limits.report_bytes", .integer(1024...921_600), else: reportBytes)
        bodyBytes = reader.value("limits.body_bytes", .integer(1024...(64 << 20)), else: bodyBytes)
        batchBodyBytes = reader.value("limits.batch_body_bytes", .integer(1024...(256 << 20)), else: batchBodyBytes)
        connections = reader.value("limits.connections", .integer(1...100_000), else: connections)
        stopMilliseconds = milliseconds(reader, "limits.stop_within", "1s", "10m", else: stopMilliseconds)
    }

    private func milliseconds(
        _ reader: SettingReader, _ path: String, _ least: String, _ most: String, else fallback: Int
    ) -> Int {
        Int(reader.value(path, .duration(least, most), else: Int64(fallback)))
    }
}

extension PolicyPaths {
    /// The paths of the policy's files, which stand beside the configuration file unless given.
    fileprivate init(_ reader: SettingReader) {
        let beside = reader.resolver(for: .file(ConfigPlace(file: "")))
        func path(_ key: String, _ name: String) -> String {
            reader.path("policy.\(key)", else: beside(name)) ?? beside(name)
        }
        self.init(
            departments: path("departments", "departments.yaml"), categories: path("categories", "categories.yaml"),
            routing: path("routing", "routing.yaml"), programmes: path("programmes", "programmes.yaml"),
            phrases: path("phrases", "phrases.yaml"), merging: path("merging", "merging.yaml"),
            schemes: path("schemes", "schemes"), calendar: path("calendar", "calendar"),
            areas: reader.path("policy.areas", else: nil))
    }
}

internal import ChineseText
internal import HazardCore
internal import Wording

extension Settings {
    /// Reads every setting, in the order in which `config check` shows them.
    init(_ reader: SettingReader) {
        self.init()
        cluster = reader.value("cluster", .identifier, else: cluster)
        zone = reader.value("zone", .zone, else: zone)
        log = LogSettings(reader)
        topics = TopicSettings(reader)
        store.directory = reader.path("store.directory", else: store.directory) ?? store.directory
        media = MediaSettings(reader, beside: store.directory)
        board = BoardSettings(reader, beside: store.directory)
        api = APISettings(reader)
        intake = IntakeSettings(reader)
        signing = SigningSettings(reader)
        emergency.triageLimit = reader.value(
            "emergency.triage_limit", .duration("10s", "1h"), else: emergency.triageLimit)
        time.maxAhead = reader.value("time.max_ahead", .duration("1s", "1h"), else: time.maxAhead)
        retention = RetentionSettings(reader)
        limits = LimitSettings(reader)
        secrets.accountKey = reader.secret("secrets.account_key", least: 32)
        masking = MaskingRules(reader)
        bridge = BridgeSettings(reader)
        logFormat = reader.value("log_format", .choice, else: logFormat)
        logLevel = reader.value("log_level", .choice, else: logLevel)
        policy = PolicyPaths(reader)
    }
}

extension MaskingRules {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        landlines = reader.value("masking.landlines", .flag, else: landlines)
        names = reader.value("masking.names", .flag, else: names)
        patterns = reader.list("masking.patterns", .maskingPattern, else: patterns)
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
        for (name, given) in texts.sorted(by: { $0.key < $1.key }) {
            reader.record(given)
            if let hint = ReservedKafkaSettings.hint(for: name) {
                reader.problems.add(
                    at: given.place, given.path,
                    LocalText(zh: "由服务自行设定，不能配置", en: "is set by the dispatcher and cannot be configured"), hint: hint)
            }
            settings[name] = given.text
        }
    }
}

extension TopicSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        names = TopicNames(prefix: reader.value("topics.prefix", .topic, else: "hazard"))
        replicas = reader.value("topics.replicas", .replicas, else: replicas)
        names.reports = reader.value("topics.reports", .topic, else: names.reports)
        names.feedback = reader.value("topics.feedback", .topic, else: names.feedback)
        names.commands = reader.value("topics.commands", .topic, else: names.commands)
        names.transfers = reader.value("topics.transfers", .topic, else: names.transfers)
        names.cases = reader.value("topics.cases", .topic, else: names.cases)
        names.rewards = reader.value("topics.rewards", .topic, else: names.rewards)
        names.notices = reader.value("topics.notices", .topic, else: names.notices)
        names.deadLetters = reader.value("topics.dead_letters", .topic, else: names.deadLetters)
        names.dispatchPrefix = reader.value("topics.dispatch_prefix", .topic, else: names.dispatchPrefix)
    }
}

extension SettingKind where Value == Int {
    /// 1 to 32, or -1 for the broker's default.
    fileprivate static var replicas: Self {
        Self(
            requirement: LocalText(
                zh: "1 至 32 的副本数，或 -1 表示采用 Kafka 的默认值",
                en: "a number of copies from 1 to 32, or -1 for the broker's default"),
            parse: { text in Int(text).flatMap { $0 == -1 || (1...32).contains($0) ? $0 : nil } }, show: { "\($0)" })
    }
}

extension IntakeSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        maxAge = reader.value("intake.max_age", .duration("1m", "36500d"), else: maxAge)
        maxAhead = reader.value("intake.max_ahead", .duration("0s", "7d"), else: maxAhead)
        web = reader.list("intake.web", .identifier, else: web)
    }
}

extension RetentionSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        let range = SettingKind<Duration>.duration("1h", "36500d")
        reports = reader.value("retention.reports", range, else: reports)
        feedback = reader.value("retention.feedback", range, else: feedback)
        commands = reader.value("retention.commands", range, else: commands)
        dispatch = reader.value("retention.dispatch", range, else: dispatch)
        notices = reader.value("retention.notices", range, else: notices)
        deadLetters = reader.value("retention.dead_letters", range, else: deadLetters)
        cases = reader.value("retention.cases", range, else: cases)
    }
}

extension LimitSettings {
    fileprivate init(_ reader: SettingReader) {
        self.init()
        batchRecords = reader.value("limits.batch_records", .integer(1...100_000), else: batchRecords)
        poll = reader.value("limits.poll", .duration("1ms", "10s"), else: poll)
        timersPerStep = reader.value("limits.timers_per_step", .integer(1...100_000), else: timersPerStep)
        // 900 KB is the contract's limit; the sizes of the case and dispatch topics depend on it.
        reportBytes = reader.value("limits.report_bytes", .integer(1024...921_600), else: reportBytes)
        bodyBytes = reader.value("limits.body_bytes", .integer(1024...(64 << 20)), else: bodyBytes)
        batchBodyBytes = reader.value("limits.batch_body_bytes", .integer(1024...(256 << 20)), else: batchBodyBytes)
        connections = reader.value("limits.connections", .integer(1...100_000), else: connections)
        streams = reader.value("limits.streams", .integer(1...50_000), else: streams)
        connectionsPerAddress = reader.value(
            "limits.connections_per_address", .integer(1...100_000), else: connectionsPerAddress)
        stopWithin = reader.value("limits.stop_within", .duration("1s", "10m"), else: stopWithin)
    }
}

extension PolicyPaths {
    /// The paths of the policy's files, which are beside the configuration file unless other paths are given.
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
            areas: reader.path("policy.areas", else: nil), models: reader.path("policy.models", else: nil))
    }
}

import CaseStore
import Digest
import Dispatcher
import HTTP
import HazardAPI
import HazardConfig
import HazardCore
import HazardWire
import MediaFiles
import MessageLog
import Telemetry
extension APIContext {
    mutating func take(_ settings: Settings, registry: MetricRegistry, status: ShardStatus, logger: Logger) {
        writerPrefix = "hazard-\(settings.cluster)-"
        ownedShards = { status.running }
        health = { status.health }
        metrics = registry
        self.logger = logger
        tokens = settings.api.tokens
        desk.hosts = settings.api.hosts
        desk.isSecure = settings.api.tls != nil
        desk.proxies = settings.api.proxies.map { AddressRange(bytes: $0.bytes, bits: $0.bits) }
        desk.programmes = settings.intake.web
        limits.object = settings.limits.bodyBytes
        limits.lines = settings.limits.batchBodyBytes
        let kept = settings.retention
        limits.rawRetention = max(kept.reports, kept.deadLetters, kept.notices)
        limits.reportAge = ReportAge(
            maxAge: settings.intake.maxAge, maxAhead: settings.intake.maxAhead)
    }
}

extension APIContext {
    /// Opens the folder of pictures.
    ///
    /// - Throws: `AppFault` when it cannot be created or written to.
    mutating func takeMedia(_ settings: Settings, logger: Logger) throws(AppFault) {
        media = try AppFault.from { () throws(MediaFault) in try MediaFolder(settings.media.directory) }
        pictureTool = PictureTool()
        guard pictureTool == nil else { return }
        logger.warning(
            "no-thumbnails",
            [
                "meaning":
                    "vipsthumbnail is missing (Debian: apt-get install libvips-tools): pages show links to pictures."
            ])
    }
}

extension HTTPServerSettings {
    /// Files and connections of the log, and of everything else but shards and clients.
    private static let descriptorsOfProcess = 128
    /// Each shard has the files of its lane and of its readers, and its connections to brokers.
    private static let descriptorsOfShard = 16

    mutating func take(_ settings: Settings) {
        limits.connections = settings.limits.connections
        limits.streams = settings.limits.streams
        limits.connectionsPerAddress = settings.limits.connectionsPerAddress
        limits.proxies = settings.api.proxies.map { AddressRange(bytes: $0.bytes, bits: $0.bits) }
        limits.otherDescriptors = Self.descriptorsOfProcess + Self.descriptorsOfShard * settings.log.shards
    }
}

extension LaneSettings {
    /// - Throws: `AppFault` when a secret cannot be read, or libcrypto has no memory.
    static func make(
        _ configuration: LoadedConfig, _ topics: TopicNames, _ directory: StoreDirectory, options: ServiceOptions,
        logger: Logger
    ) throws(AppFault) -> LaneSettings {
        let settings = configuration.settings
        let accountKey = try Secrets.accountKey(settings, directory, options, logger)
        var lanes = try AppFault.from { () throws(DigestFailure) in
            try LaneSettings(
                policy: configuration.policy, topics: topics, shards: settings.log.shards,
                storeDirectory: settings.store.directory, accountKey: accountKey)
        }
        lanes.intake.maxAge = settings.intake.maxAge
        lanes.intake.maxAhead = settings.intake.maxAhead
        lanes.signing = try Secrets.signing(configuration)
        lanes.pace.batchRecords = settings.limits.batchRecords
        lanes.pace.poll = settings.limits.poll
        lanes.pace.timersPerStep = settings.limits.timersPerStep
        lanes.maxAhead = settings.time.maxAhead
        lanes.caseRetention = settings.retention.cases
        lanes.tombstoneRetention = TopicPlan.tombstoneRetention
        lanes.startsFromOldest = options.startsFromOldest
        lanes.acceptsGap = options.acceptsGap
        lanes.acceptsNewKey = options.acceptsNewKey
        return lanes
    }
}

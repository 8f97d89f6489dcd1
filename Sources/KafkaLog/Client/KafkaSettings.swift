package import Wording

/// How to reach Kafka: servers, and any librdkafka setting that the installation needs (security, buffers, timeouts).
package struct KafkaSettings: Sendable, Hashable {
    /// `host:port[,host:port…]`.
    package var bootstrapServers: String
    /// librdkafka's settings by their names; they replace our defaults, except `ReservedSettings`.
    package var settings: [String: String]

    package init(bootstrapServers: String, settings: [String: String] = [:]) {
        self.bootstrapServers = bootstrapServers
        self.settings = settings
    }

    /// Every setting that cannot be used, each with the reason and the fix; connects to nothing.
    package func problems() -> [SettingProblem] {
        ClientConfiguration.problems(of: self)
    }
}

/// One setting that cannot be used.
package struct SettingProblem: BilingualError, Hashable {
    package var setting: String
    /// What is wrong and what to do.
    package var reason: LocalText

    package init(setting: String, reason: LocalText) {
        self.setting = setting
        self.reason = reason
    }

    package var text: LocalText { LocalText(zh: "\(setting)：\(reason.zh)", en: "\(setting): \(reason.en)") }
}

/// Settings that exactly-once processing depends on: no installation may change them.
enum ReservedSettings {
    /// Why this setting cannot be set, with the fix; nil when it can.
    static func refusal(of name: String) -> LocalText? {
        reasons[name].map { reason in
            LocalText(
                zh: "\(name) 不能设置：\(reason.zh)。请从 Kafka 设置中删去它。",
                en: "\(name) cannot be set: \(reason.en). Remove it from the Kafka settings.")
        }
    }

    private static let acks = LocalText(
        zh: "记录写到全部同步副本之后才算写成", en: "records must be on all in-sync copies before they count as written")
    private static let order = LocalText(zh: "记录的顺序取决于它", en: "the order of records depends on it")
    private static let positions = LocalText(
        zh: "位点与其引起的记录在同一事务中提交", en: "positions are committed with the records they caused, in one transaction")
    private static let reset = LocalText(
        zh: "位点不存在时须由操作员处理，不能跳过", en: "an operator must handle a position that no longer exists; it is never skipped")
    private static let code = LocalText(zh: "它由程序设置", en: "it is set by code")
    private static let servers = LocalText(
        zh: "请只在安装配置的 bootstrap servers 中写一次", en: "set it only as the bootstrap servers of the installation")

    private static let reasons: [String: LocalText] = [
        "transactional.id": LocalText(
            zh: "它是一个分片唯一写入者的名字，由安装名与分片号组成",
            en: "it names the one writer of a shard, and is made from the installation and the shard"),
        "enable.idempotence": LocalText(
            zh: "没有它，重试会把一条记录写两次", en: "without it a retry would write a record twice"),
        "acks": acks, "request.required.acks": acks,
        "max.in.flight": order, "max.in.flight.requests.per.connection": order,
        "enable.auto.commit": positions, "auto.commit.enable": positions, "enable.auto.offset.store": positions,
        "isolation.level": LocalText(
            zh: "绝不能读到已中止事务的记录", en: "records of an aborted transaction must never be read"),
        "partition.assignment.strategy": LocalText(
            zh: "只有 range 把各输入的同一分区交给同一进程", en: "only range gives partition p of every input to the same process"),
        "group.id": LocalText(zh: "它由安装名组成", en: "it is made from the installation's name"),
        "group.instance.id": LocalText(
            zh: "它是本成员自己的名字，存放在存储目录中", en: "it is this member's own name, kept in the store's directory"),
        "group.protocol.type": LocalText(zh: "各成员必须能互相找到", en: "the members must find one another"),
        "enable.partition.eof": LocalText(zh: "由它得知一个输入已读到末尾", en: "the end of an input is learned from it"),
        "auto.offset.reset": reset, "topic.auto.offset.reset": reset,
        "partitioner": LocalText(
            zh: "一个键在这里与在每个网关都必须按 murmur2 算出同一分区",
            en: "a key must find its partition as murmur2 computes it, here and in every gateway"),
        "allow.auto.create.topics": LocalText(zh: "写错的主题名不应变成新主题", en: "a misspelt topic must not become a topic"),
        "delivery.report.only.error": LocalText(
            zh: "已写记录的位点从投递报告得知", en: "offsets of written records are learned from the reports"),
        "dr_cb": code, "dr_msg_cb": code, "rebalance_cb": code, "opaque": code, "log_cb": code, "stats_cb": code,
        "error_cb": code, "interceptors": code, "enabled_events": code,
        "bootstrap.servers": servers, "metadata.broker.list": servers,
        "log.queue": LocalText(zh: "日志行由回调接收", en: "a callback receives the log lines"),
        "plugin.library.paths": LocalText(
            zh: "不向派单服务加载他人的代码", en: "the dispatcher loads no other code"),
        "client.rack": LocalText(
            zh: "从跟随副本读取可能落后于本服务自己已提交的内容",
            en: "reading from a follower may lag behind what our own commit has made visible"),
    ]
}

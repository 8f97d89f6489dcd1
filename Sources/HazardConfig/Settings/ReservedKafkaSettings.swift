internal import Wording

/// The librdkafka settings that the dispatcher decides itself; a configuration must not give them.
///
/// `KafkaLog` refuses the same names (`PromisedSettings`), but only when the log is opened and without a place in a file.
enum ReservedKafkaSettings {
    /// Why the setting cannot be given, or what to use instead; nil when it can be given.
    static func hint(for name: String) -> LocalText? { hints[name] }

    private static let hints: [String: LocalText] = [
        "bootstrap.servers": bootstrap, "metadata.broker.list": bootstrap,
        "group.id": LocalText(zh: "改用 log.group", en: "use log.group"),
        "transactional.id": LocalText(zh: "由 cluster 和分片号组成", en: "it is made of cluster and shard"),
        "isolation.level": LocalText(
            zh: "固定为 read_committed：否则会读到已中止事务的记录",
            en: "it is read_committed: any other level shows records of aborted transactions"),
        "enable.idempotence": LocalText(
            zh: "始终开启：否则重试会重复写入记录", en: "it is always on: without it a retry writes a record twice"),
        "enable.auto.commit": positions, "auto.commit.enable": positions, "enable.auto.offset.store": positions,
        "enable.partition.eof": LocalText(
            zh: "始终开启：计时要等读到输入末尾", en: "it is always on: timers wait for the end of the inputs"),
        "partition.assignment.strategy": LocalText(
            zh: "固定为 range：各输入同号的分区由同一进程处理",
            en: "it is range: one process gets the same partition of every input"),
        "acks": acks, "request.required.acks": acks,
        "max.in.flight": order, "max.in.flight.requests.per.connection": order,
        "group.instance.id": LocalText(
            zh: "成员名保存在 store.directory 中", en: "the member's name is kept in store.directory"),
        "group.protocol.type": LocalText(zh: "由服务设定", en: "the dispatcher sets it"),
        "auto.offset.reset": reset, "topic.auto.offset.reset": reset,
        "partitioner": LocalText(
            zh: "固定为 murmur2：与各接入网关一致", en: "it is murmur2, as in every gateway"),
        "allow.auto.create.topics": LocalText(
            zh: "始终关闭：写错的主题名不能变成新主题", en: "it is always off: a misspelt topic must not be created"),
        "delivery.report.only.error": LocalText(
            zh: "始终关闭：写入位点取自投递报告", en: "it is always off: delivery reports give the offsets of written records"),
        "log.queue": LocalText(zh: "日志由服务接收", en: "the dispatcher receives the log lines itself"),
        "plugin.library.paths": LocalText(zh: "不加载外部代码", en: "the dispatcher loads no foreign code"),
        "client.rack": LocalText(
            zh: "从副本读取可能滞后于自己的提交", en: "a follower may lag behind what the dispatcher has committed"),
    ]

    private static let bootstrap = LocalText(
        zh: "改用 log.kafka.bootstrap_servers", en: "use log.kafka.bootstrap_servers")
    private static let positions = LocalText(
        zh: "位点只在事务中提交", en: "positions are committed in the transaction only")
    private static let acks = LocalText(
        zh: "固定为 all：所有同步副本都写入才算成功", en: "it is all: every in-sync copy must have the record")
    private static let order = LocalText(zh: "记录的顺序取决于它", en: "the order of records depends on it")
    private static let reset = LocalText(
        zh: "位点丢失须由运维人员处理", en: "an operator must decide when a position is lost")
}

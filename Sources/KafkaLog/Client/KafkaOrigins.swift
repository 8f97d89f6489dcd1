internal import MessageLog
internal import Wording

/// What a Kafka client was doing when an error occurred: the first words of every error's sentence.
extension LocalText {
    // MARK: Clients

    static let kafkaLog = LocalText(zh: "Kafka 日志", en: "Kafka log")
    static let configuration = LocalText(zh: "配置", en: "configuration")

    static func setting(_ name: String) -> LocalText { LocalText(zh: "Kafka 设置 \(name)", en: "kafka setting \(name)") }

    static func client(_ name: String) -> LocalText { LocalText(zh: name, en: name) }

    static func start(ofClient name: String) -> LocalText {
        LocalText(zh: "启动 Kafka 客户端 \(name)", en: "start of Kafka client \(name)")
    }

    // MARK: Topics

    static let clusterID = LocalText(zh: "查询集群编号", en: "cluster id")
    static let creationOfTopics = LocalText(zh: "创建主题", en: "creation of topics")
    static let settingsOfTopics = LocalText(zh: "查询主题的设置", en: "settings of topics")

    static func topic(_ topic: String) -> LocalText { LocalText(zh: "主题 \(topic)", en: "topic \(topic)") }

    static func query(ofTopic topic: String) -> LocalText {
        LocalText(zh: "查询主题 \(topic)", en: "asking for topic \(topic)")
    }

    static func creation(ofTopic topic: String) -> LocalText {
        LocalText(zh: "创建主题 \(topic)", en: "creation of topic \(topic)")
    }

    static func settings(ofTopic topic: String) -> LocalText {
        LocalText(zh: "主题 \(topic) 的设置", en: "settings of topic \(topic)")
    }

    static func bounds(of at: TopicPartition) -> LocalText {
        LocalText(zh: "查询 \(at) 的首末位点", en: "bounds of \(at)")
    }

    // MARK: Group and shards

    static let positionsOfGroup = LocalText(zh: "查询消费组的位点", en: "positions of the group")

    static func group(_ group: String) -> LocalText { LocalText(zh: "消费组 \(group)", en: "group \(group)") }

    static func subscription(ofGroup group: String) -> LocalText {
        LocalText(zh: "消费组 \(group) 的订阅", en: "subscription of group \(group)")
    }

    static func assignment(_ number: Int) -> LocalText { LocalText(zh: "分配 \(number)", en: "assignment \(number)") }

    static func shard(_ shard: Int) -> LocalText { LocalText(zh: "分片 \(shard)", en: "shard \(shard)") }

    static func position(of at: TopicPartition) -> LocalText {
        LocalText(zh: "查询 \(at) 的位点", en: "position of \(at)")
    }

    // MARK: Reading and writing

    static func reading(_ what: String) -> LocalText { LocalText(zh: "读取 \(what)", en: "reading \(what)") }

    static func writing(to topic: String) -> LocalText { LocalText(zh: "写入 \(topic)", en: "writing to \(topic)") }

    static func writing(records count: Int) -> LocalText {
        LocalText(zh: "写入 \(count) 条记录", en: "writing \(count) records")
    }

    // MARK: Transactions

    static func start(ofWriter name: String) -> LocalText {
        LocalText(zh: "启动写入者 \(name)", en: "start of writer \(name)")
    }

    static func begin(of writer: String) -> LocalText { LocalText(zh: "\(writer) 开始事务", en: "begin of \(writer)") }

    static func writing(by writer: String) -> LocalText { LocalText(zh: "\(writer) 写入", en: "writing of \(writer)") }

    static func positions(of writer: String) -> LocalText {
        LocalText(zh: "\(writer) 提交位点", en: "positions of \(writer)")
    }

    static func commit(of writer: String) -> LocalText { LocalText(zh: "\(writer) 提交事务", en: "commit of \(writer)") }

    static func abort(of writer: String) -> LocalText { LocalText(zh: "\(writer) 中止事务", en: "abort of \(writer)") }
}

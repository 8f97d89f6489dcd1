import CommandArguments
import HazardApp
import HazardConfig
import HazardCore
internal import HazardText
import JSONText
import MessageLog
internal import Wording

/// `hazard topics plan|apply|verify`: compares the topics that an installation needs with those that it has.
let topicVerbs = [
    Verb(
        path: ["topics", "plan"],
        summary: LocalText(
            zh: "列出需要的主题及与现状的差别，不做改动", en: "show which topics are needed and what differs; change nothing"),
        options: Configuration.options + [.json]
    ) { arguments in
        try TopicWork(arguments).run { work, steps in
            work.show(steps)
            return .done
        }
    },
    Verb(
        path: ["topics", "apply"],
        summary: LocalText(zh: "创建缺少的主题，改正不符的设置", en: "create missing topics and correct settings that differ"),
        options: Configuration.options + [.json]
    ) { arguments in
        try TopicWork(arguments).run { work, steps in
            work.show(steps)
            try work.plan.apply(steps, to: work.log)
            return steps.contains { if case .refuse = $0 { true } else { false } } ? .failed : .done
        }
    },
    Verb(
        path: ["topics", "verify"],
        summary: LocalText(zh: "检查主题是否齐备且设置正确，否则以 1 退出", en: "exit with 1 unless every topic is as it should be"),
        options: Configuration.options + [.json, .acceptCreateTime]
    ) { arguments in
        let accepted = arguments.flag("accept-create-time") ? ["message.timestamp.type"] : []
        return try TopicWork(arguments).run { work, steps in
            work.show(steps)
            return steps.allSatisfy { $0.isFine(without: accepted) } ? .done : .failed
        }
    },
]

extension Option {
    /// Of `serve` and `topics verify`.
    static let acceptCreateTime = Option(
        "accept-create-time",
        summary: LocalText(
            zh: "接受记录时间来自网关时钟（CreateTime）的输入主题",
            en: "accept inputs whose record times come from the gateways' clocks (CreateTime)"))
}

extension TopicStep {
    /// Whether nothing is to be done, apart from settings that are accepted as they are.
    fileprivate func isFine(without accepted: [String]) -> Bool {
        switch self {
        case .fine: true
        case .alter(_, let changes): changes.allSatisfy { accepted.contains($0.key) }
        case .create, .extra, .refuse: false
        }
    }
}

/// Compares the plan with the log and shows the differences.
struct TopicWork {
    let plan: TopicPlan
    let log: any MessageLog
    private let arguments: Arguments

    init(_ arguments: Arguments) throws {
        self.arguments = arguments
        let configuration = try Configuration.load(arguments)
        plan = TopicPlan(
            settings: configuration.settings, departments: configuration.policy.departments.keys.sorted())
        do throws(LogFailure) {
            log = try LogOpening.open(configuration.settings, logger: Configuration.logger(configuration.settings))
        } catch {
            throw CommandFault(error)
        }
    }

    func run(_ body: (TopicWork, [TopicStep]) throws -> ExitCode) throws -> ExitCode {
        defer { log.close(within: .seconds(5)) }
        do {
            return try body(self, plan.compare(with: try log.describe(plan.wanted.map(\.name))))
        } catch let failure as LogFailure {
            throw CommandFault(failure)
        }
    }

    func show(_ steps: [TopicStep]) {
        for step in steps {
            if arguments.flag("json") {
                Terminal.print(bytes: json(step))
            } else {
                Terminal.print(text(step))
            }
        }
    }

    private func text(_ step: TopicStep) -> String {
        let topic = step.topic
        switch step {
        case .fine: return name("ok") + "\(topic.name)  \(partitions(topic))"
        case .create: return name("create") + "\(topic.name)  \(partitions(topic))  \(settings(topic))"
        case .alter(_, let changes):
            return name("alter") + "\(topic.name)  "
                + changes.map { "\($0.key): \($0.found) -> \($0.wanted)" }.joined(separator: ", ")
        case .extra(_, let found, let changes):
            let text = TopicText.extra(topic, found: found)
            return name("EXTRA") + "\(topic.name)  " + words(text.zh, text.en)
                + changes.map { "; \($0.key): \($0.found) -> \($0.wanted)" }.joined()
        case .refuse(_, let found):
            let text = TopicText.refusal(topic, found: found)
            return name("REFUSE") + words(text.zh, text.en)
        }
    }

    private var words: AnswerWords { AnswerWords(language: arguments.language) }

    /// The step's name, padded to a column.
    private func name(_ step: String) -> String {
        let text = words.word(NameLists.topicSteps, step)
        return text + String(repeating: " ", count: max(1, 8 - TextTable.width(text)))
    }

    private func partitions(_ topic: TopicDescription) -> String {
        words("分区=\(topic.partitions)", "partitions=\(topic.partitions)")
    }

    private func settings(_ topic: TopicDescription) -> String {
        topic.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private func json(_ step: TopicStep) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("topic", step.topic.name)
            writer.field("partitions", step.topic.partitions)
            switch step {
            case .fine: writer.field("step", "ok")
            case .create: writer.field("step", "create")
            case .alter(_, let changes):
                writer.field("step", "alter")
                writer.key("changes")
                writer.beginObject()
                for change in changes {
                    writer.key(change.key)
                    writer.string(change.wanted)
                }
                writer.endObject()
            case .extra(_, let found, _):
                writer.field("step", "extra")
                writer.field("found_partitions", found)
            case .refuse(_, let found):
                writer.field("step", "refuse")
                writer.field("found_partitions", found)
            }
            writer.endObject()
        }
    }
}

extension CommandFault {
    /// The log cannot be reached, or it refuses.
    init(_ failure: LogFailure) {
        self.init(
            failure.isRetriable && !failure.isInUse ? .unreachable : .failed, zh: failure.text.zh, en: failure.text.en)
    }
}

import CommandArguments
import HazardApp
import HazardConfig
import HazardCore
import HazardWire
import JSONText
import MessageLog
internal import Wording

/// `hazard topics resend DEPARTMENT`: sends the open tasks of a department again, for a queue that was made anew.
let topicResendVerb = Verb(
    path: ["topics", "resend"],
    summary: LocalText(
        zh: "把某部门未办结的任务再次写入其队列（队列被重建之后）", en: "send a department's open tasks again, to a queue that was made anew"),
    options: Configuration.options + [
        Option("dry-run", summary: LocalText(zh: "只统计，不写入", en: "count them, write nothing"))
    ],
    positionals: [Positional("DEPARTMENT", summary: LocalText(zh: "部门编号", en: "id of the department"))]
) { arguments in
    let configuration = try Configuration.load(arguments)
    let department = arguments.positional("DEPARTMENT") ?? ""
    guard configuration.policy.departments[department] != nil else {
        throw CommandFault(
            .usage, zh: "没有部门“\(department)”，见 departments.yaml",
            en: "there is no department \"\(department)\", see departments.yaml")
    }
    let words = AnswerWords(language: arguments.language)
    do throws(LogFailure) {
        let log = try LogOpening.open(
            configuration.settings, logger: Configuration.logger(configuration.settings))
        defer { log.close(within: .seconds(5)) }
        let tasks = OpenTasks(configuration, log, of: department)
        let records = try tasks.records()
        let isDry = arguments.flag("dry-run")
        if !isDry { try tasks.send(records) }
        let (zh, en) = isDry ? ("有", "open") : ("已再次写入", "sent again")
        Terminal.print(words("\(zh) \(records.count) 个任务", "\(records.count) tasks \(en)"))
    } catch {
        throw CommandFault(error)
    }
    return .done
}

/// The open tasks of one department, as `hazard.cases` has them.
///
/// A task comes with the version that it had: a department that has it already drops it (`config/contracts/README.md`, Task).
private struct OpenTasks {
    let configuration: LoadedConfig
    let log: any MessageLog
    let department: String
    private let topics: TopicNames

    init(_ configuration: LoadedConfig, _ log: any MessageLog, of department: String) {
        self.configuration = configuration
        self.log = log
        self.department = department
        topics = configuration.settings.topics.names
    }

    /// The records to write, in the order of the cases.
    func records() throws(LogFailure) -> [NewRecord] {
        var open: [String: NewRecord] = [:]
        for shard in 0..<configuration.settings.log.shards {
            let reader = try log.reader(of: TopicPartition(topics.cases, shard), from: -1)
            var isAtEnd = false
            while !isAtEnd {
                let batch = try reader.read(max: 500, timeout: .seconds(2))
                // Tombstones end cases that have no open task; stray records have no effect.
                for record in batch.records {
                    guard let body = record.value, let value = try? CaseCodec.decode(body) else { continue }
                    open[value.id.text] = task(of: value)
                }
                isAtEnd = batch.atEnd
            }
        }
        return open.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The department's task in its last version; nil when it is done, or when the dispatcher will send it itself.
    private func task(of value: Case) -> NewRecord? {
        guard !value.state.isEnded,
            let index = value.tasks.firstIndex(where: { $0.department == department }),
            value.tasks[index].state.isAlive, value.tasks[index].version > 0, value.tasks[index].pending.isEmpty
        else { return nil }
        let event = TaskEvent(value.tasks[index].version == 1 ? .dispatched : .redispatched)
        return NewRecord(
            topic: topics.dispatch(department), key: Array(value.id.text.utf8),
            value: JSONWriter.bytes {
                TaskCodec.encode(value, task: index, event, zone: configuration.settings.zone, to: &$0)
            },
            headers: TaskCodec.headers(value, task: index, traceparent: nil))
    }

    /// Writes the records, 500 in a transaction.
    func send(_ records: [NewRecord]) throws(LogFailure) {
        for start in stride(from: 0, to: records.count, by: 500) {
            try log.appendTogether(
                Array(records[start..<min(start + 500, records.count)]),
                as: "hazard-\(configuration.settings.cluster)-resend")
        }
    }
}

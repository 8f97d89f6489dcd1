import CommandArguments
import HTTP
import HazardAPI
import HazardConfig
import HazardCore
import HazardWire
import JSONText
import MessageLog
internal import Wording

/// `hazard dead-letters replay`: sends unusable records back to their topics.
let deadLetterReplayVerb = Verb(
    path: ["dead-letters", "replay"],
    summary: LocalText(
        zh: "把无法使用的记录放回原主题，重新处理一次", en: "send records that could not be used back to their topics"),
    options: [
        Option(
            "reason", .value("REASON"), summary: LocalText(zh: "重放此原因的全部记录", en: "replay every record with this reason")
        ),
        Option(
            "since", .value("TIME"),
            summary: LocalText(zh: "只含此时刻及以后收到的", en: "only those received at this time or later")),
        Option("dry-run", summary: LocalText(zh: "只列出，不写入", en: "list them, write nothing")),
        Option("again", summary: LocalText(zh: "已重放过的也再次重放", en: "also those that were replayed before")),
    ] + Server.options,
    positionals: [
        Positional("PARTITION", .optional, summary: LocalText(zh: "分区", en: "partition")),
        Positional("OFFSET", .optional, summary: LocalText(zh: "位点", en: "offset")),
    ]
) { arguments in
    let choice = try ReplayChoice(arguments)
    let source = try DeadLetterSource.of(arguments)
    defer { source.close() }
    let words = AnswerWords(language: arguments.language)
    var count = (replayed: 0, refused: 0)
    for place in try choice.places(source) {
        let text = "\(place.partition)/\(place.offset)"
        if arguments.flag("dry-run") {
            Terminal.print(text)
            count.replayed += 1
            continue
        }
        if let refusal = try source.replay(place.partition, place.offset, again: arguments.flag("again")) {
            Terminal.printError("\(text): \(refusal[arguments.language])")
            count.refused += 1
        } else {
            count.replayed += 1
        }
    }
    let (zh, en) = arguments.flag("dry-run") ? ("将重放", "would be replayed") : ("已重放", "replayed")
    Terminal.print(
        words("\(zh) \(count.replayed) 条，未重放 \(count.refused) 条", "\(count.replayed) \(en), \(count.refused) refused"))
    // Of many, some may have been replayed before; one that was named should have been replayed.
    return choice.isOne && count.refused > 0 ? .failed : .done
}

/// Which dead letters are replayed: one, or all with a reason.
private struct ReplayChoice {
    private enum Which {
        case one(partition: Int, offset: Int64)
        case all(RejectionReason, since: Instant?)
    }

    private let which: Which

    init(_ arguments: Arguments) throws {
        let numbers = (arguments.positional("PARTITION"), arguments.positional("OFFSET"))
        if let name = arguments.value("reason") {
            guard let reason = RejectionReason(rawValue: name), numbers.0 == nil else {
                let known = RejectionReason.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandFault(
                    .usage, zh: "--reason 应为以下之一，且不与位置同时给出：\(known)",
                    en: "--reason is one of these, and comes without a place: \(known)")
            }
            let since = try arguments.value("since").map { text in
                guard let time = TimeText.parse(text) else {
                    throw CommandFault(
                        .usage, zh: "--since 应为时刻，如 2026-11-22T08:00:00+08:00",
                        en: "--since: expected a time such as 2026-11-22T08:00:00+08:00")
                }
                return time
            }
            which = .all(reason, since: since)
            return
        }
        guard let partition = numbers.0.flatMap({ Int($0) }), partition >= 0, arguments.value("since") == nil,
            let offset = numbers.1.flatMap({ Int64($0) }), offset >= 0, offset < .max
        else {
            throw CommandFault(
                .usage, zh: "请给出 PARTITION 和 OFFSET（见 `hazard dead-letters list`），或 --reason",
                en: "name PARTITION and OFFSET, as `hazard dead-letters list` shows them, or --reason")
        }
        which = .one(partition: partition, offset: offset)
    }

    var isOne: Bool { if case .one = which { true } else { false } }

    /// The places of the letters, read before the first is replayed: a replayed record may become a letter again.
    func places(_ source: DeadLetterSource) throws -> [(partition: Int, offset: Int64)] {
        switch which {
        case .one(let partition, let offset): return [(partition, offset)]
        case .all(let reason, let since):
            var places: [(partition: Int, offset: Int64)] = []
            _ = try source.list(after: nil, most: .max) { letter in
                guard letter["reason"]?.string == reason.rawValue, let partition = letter["partition"]?.int,
                    let offset = letter["offset"]?.int
                else { return }
                let time = letter["received_at"]?.string.flatMap { TimeText.parse($0) }
                if let since, time.map({ $0 < since }) ?? true { return }
                places.append((Int(partition), offset))
            }
            return places
        }
    }
}

extension DeadLetterSource {
    /// Replays one letter; returns why it was not replayed, or nil.
    fileprivate func replay(_ partition: Int, _ offset: Int64, again: Bool) throws -> LocalText? {
        switch self {
        case .server(let server):
            let answer = try server.post(
                "/v1/dead-letters/\(partition)/\(offset)/replay" + (again ? "?again=true" : ""), [])
            guard answer.status.code != 200 else { return nil }
            let detail = (try? JSONValue(reading: answer.body))?["detail"]?.string ?? "HTTP \(answer.status.code)"
            return LocalText(zh: detail, en: detail)
        case .log(let opened, _, _):
            let settings = opened.configuration.settings
            let replay = DeadLetterReplay(
                log: opened.log, topics: settings.topics.names, shards: settings.log.shards,
                writer: "hazard-\(settings.cluster)-replay")
            do throws(ReplayRefusal) {
                _ = try replay.replay(partition: partition, offset: offset, again: again, by: nil)
                return nil
            } catch {
                if let failure = error.failure { throw opened.fault(failure) }
                return error.text
            }
        }
    }
}

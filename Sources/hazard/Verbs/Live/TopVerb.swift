import CommandArguments
import Foundation
import HTTP
import HazardCore
import JSONText
internal import Wording

/// `hazard top`: what the service does now.
let topVerb = Verb(
    path: ["top"],
    summary: LocalText(
        zh: "实时概况：分片、部门队列、速率、最久的紧急案卷；Ctrl-C 结束",
        en: "watch the service: lanes, queues, rates and the oldest emergency; Ctrl-C ends"),
    options: [
        Option("once", summary: LocalText(zh: "只显示一次，不占满屏幕", en: "show it once, as plain text")),
        Option(
            "every", .value("SECONDS"),
            summary: LocalText(zh: "刷新间隔，默认 2", en: "seconds between two pages, 2 by default")),
    ] + Server.options
) { arguments in
    let server = try Server(arguments)
    let every = try arguments.integer("every", in: 1...3600) ?? 2
    var source = TopSource(server: server)
    if arguments.flag("once") || !Terminal.isScreen {
        // Rates need two readings.
        _ = try source.read()
        Thread.sleep(forTimeInterval: 1)
        Terminal.print(TopPage(facts: try source.read(), server: server).text)
        return .done
    }
    let stop = StopSignal()
    Screen.open()
    defer { Screen.close() }
    repeat {
        let page: String
        do {
            page = TopPage(facts: try source.read(), server: server).text
        } catch let fault as any ExitCoded where fault.exitCode == .unreachable && source.wasRead {
            // A server that restarts is shown again as soon as it answers.
            page = fault.message(arguments.language)
        }
        Screen.show(page)
    } while !stop.pause(seconds: Double(every))
    return .done
}

/// The figures of one page.
struct TopFacts {
    /// The metrics now and at the reading before, and the seconds between the two.
    let metrics: MetricSamples
    let before: MetricSamples?
    let seconds: Double
    /// The most urgent cases.
    let urgent: [JSONValue]
    let queues: TopQueues
    /// The answer of `/v1/stats`; nil where the token may not read it.
    let figures: JSONValue?

    /// How much a counter rose in a second, by a label.
    func rates(_ name: String, by label: String) -> [String: Double] {
        guard let before, seconds > 0 else { return [:] }
        let earlier = before.sums(name, by: label)
        return metrics.sums(name, by: label).reduce(into: [:]) { rates, entry in
            rates[entry.key] = max(0, entry.value - (earlier[entry.key] ?? 0)) / seconds
        }
    }

    /// How much a counter rose in a second.
    func rate(_ name: String) -> Double { rates(name, by: "").values.reduce(0, +) }
}

/// The open tasks of the departments, counted over the most urgent open cases.
struct TopQueues {
    struct Queue {
        var open = 0
        var late = 0
        var oldest: Int64 = 0
    }

    var departments: [String: Queue] = [:]
    /// Whether there are more open cases than were counted.
    var isPartial = false

    mutating func add(_ value: JSONValue, at now: Instant) {
        for task in value["tasks"]?.array ?? [] where OpenTask.isOpen(task) {
            guard let id = task["department"]?.string, let open = OpenTask(value, of: id, at: now) else { continue }
            var queue = departments[id] ?? Queue()
            queue.open += 1
            if open.light == .red { queue.late += 1 }
            queue.oldest = max(queue.oldest, open.age)
            departments[id] = queue
        }
    }
}

/// Asks the server. Lists and figures cost more than metrics, so they are read less often.
struct TopSource {
    let server: Server
    private(set) var wasRead = false
    private var last: (metrics: MetricSamples, at: ContinuousClock.Instant)?
    private var lists: (urgent: [JSONValue], queues: TopQueues, figures: JSONValue?, at: ContinuousClock.Instant)?

    init(server: Server) { self.server = server }

    /// The pages of open cases that queues are counted from.
    private static let mostPages = 5
    private static let listsEvery = Duration.seconds(10)

    /// - Throws: what `Server.get` throws.
    mutating func read() throws -> TopFacts {
        let metrics = MetricSamples(try server.text("/metrics"))
        let now = ContinuousClock.now
        if lists.map({ now - $0.at > Self.listsEvery }) ?? true {
            let (urgent, queues) = try openCases()
            lists = (urgent, queues, try figures(), now)
        }
        let parts = last.map { (now - $0.at).components }
        let seconds = parts.map { Double($0.seconds) + Double($0.attoseconds) / 1e18 } ?? 0
        defer {
            last = (metrics, now)
            wasRead = true
        }
        return TopFacts(
            metrics: metrics, before: last?.metrics, seconds: seconds, urgent: lists?.urgent ?? [],
            queues: lists?.queues ?? TopQueues(), figures: lists?.figures)
    }

    private func openCases() throws -> (urgent: [JSONValue], queues: TopQueues) {
        var urgent: [JSONValue] = []
        var queues = TopQueues()
        var after: String?
        for page in 1...Self.mostPages {
            var query = [("sort", "urgency"), ("limit", "200")]
            if let after { query.append(("after", after)) }
            let answer = try server.get("/v1/cases" + CaseFilters.text(query))
            // Ended cases are last in this order.
            let cases = (answer["cases"]?.array ?? [])
            let open = cases.prefix { !($0["state"]?.string.flatMap(CaseState.init)?.isEnded ?? false) }
            if page == 1 { urgent = Array(open.prefix(8)) }
            for value in open { queues.add(value, at: ZoneText.clock) }
            after = answer["next"]?.string
            if after == nil || open.count < cases.count { return (urgent, queues) }
        }
        queues.isPartial = true
        return (urgent, queues)
    }

    private func figures() throws -> JSONValue? {
        do {
            return try server.get("/v1/stats")
        } catch let refusal as Refusal where [403, 503].contains(refusal.status) {
            return nil
        }
    }
}

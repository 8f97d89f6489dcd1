internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardStatistics
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry

/// `GET /v1/stats`: the figures of a window, computed from the stored cases of every shard.
struct Statistics: Sendable {
    let context: APIContext
    let readers: ShardReaders
    private let seats = Seats()

    /// Cases read in one go: a short read, and not much memory.
    private static let page = 200

    init(context: APIContext, readers: ShardReaders) {
        self.context = context
        self.readers = readers
    }

    func answer(_ request: HTTPRequest, _ caller: Caller) throws(Problem) -> HTTPResponse {
        let question = try StatisticsQuestion(
            request.query, policy: context.policy, caller: caller, now: context.now())
        guard readers.isComplete else { throw elsewhere }
        let seat = seats.take(most: context.limits.statistics)
        guard let seat else { throw Self.busy }
        let statistics = try withExtendedLifetime(seat) { () throws(Problem) in try count(question) }
        // A shard that was given away meanwhile has been left out: half of a city is no answer.
        guard readers.isComplete else { throw elsewhere }
        var present: [KPIValue]?
        if caller.role != .department {
            var known = context.present()
            known.oldestDeadLetter = DeadLetters(context: context).oldest().map {
                max(0, question.window.asOf.milliseconds - $0)
            }
            present = known.figures
        }
        return .json(
            StatisticsText(
                question: question, statistics: statistics, present: present, left: try left(question),
                policy: context.policy
            ).bytes)
    }

    private func count(_ question: StatisticsQuestion) throws(Problem) -> KPIStatistics {
        var statistics = KPIStatistics(question.window, question.scope, by: question.grouping)
        let span = question.span
        for shard in 0..<context.shards {
            var mark: Int64?
            repeat {
                let after = mark
                let page = try readers.read(shard) { reader throws(StoreFault) in
                    try reader.page(of: span, after: after, limit: Self.page)
                }
                guard let page else { throw elsewhere }
                for stored in page.cases { statistics.add(try StoredCases.decode(stored.body, context)) }
                mark = page.next
            } while mark != nil
        }
        return statistics
    }

    /// What is still known of the cases that have left by retention; nil where their counts do not say enough.
    private func left(_ question: StatisticsQuestion) throws(Problem) -> [MonthlyCount]? {
        let scope = question.scope
        guard scope.district == nil, scope.area == nil, scope.subdistrict == nil, scope.department == nil else {
            return nil
        }
        let zone = context.zone
        let first = MonthlyCount.month(of: zone.civil(question.window.from).date)
        let last = MonthlyCount.month(of: zone.civil(question.window.to.adding(milliseconds: -1)).date)
        let found = try readers.readAll { reader throws(StoreFault) in
            try reader.monthlyCounts(from: first, to: last)
        }
        return found.flatMap(\.self).filter { count in
            (scope.programme == nil || count.programme == scope.programme)
                && (scope.category == nil || count.category == scope.category)
        }
    }

    private static let busy = Problem(
        503, "busy", "as many questions for figures are being computed as this server allows: ask again in a moment",
        headers: ["Retry-After": "2"])

    private var elsewhere: Problem {
        Problem(
            503, "shards-elsewhere",
            "figures need every shard, and \(readers.here.count) of \(context.shards) are here: ask another server, or again "
                + "when all are back", headers: ["Retry-After": "5"],
            more: [.init("shards", .array(readers.here.map { .int(Int64($0)) }))])
    }
}

internal import CaseStore
internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardStatistics
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry
internal import Wording

/// `GET /v1/stats`: computes the figures of a window from the stored cases of every shard.
struct StatisticsHandler: Sendable {
    let context: APIContext
    let readers: ShardReaders
    private let computing = ConcurrencyLimit()

    /// The cases of one read: short reads, little memory.
    private static let page = 200

    init(context: APIContext, readers: ShardReaders) {
        self.context = context
        self.readers = readers
    }

    func answer(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.caller
        let question = try StatisticsQuestion(
            request.query, policy: context.policy, caller: caller, now: context.now())
        guard readers.isComplete else { throw elsewhere }
        guard let permit = computing.permit(most: context.limits.statistics) else { throw Self.busy }
        let statistics = try withExtendedLifetime(permit) { () throws(Problem) in try count(question) }
        // A shard that went to another server meanwhile is missing in the figures, so they are no answer.
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
                agreements: try agreements(question, caller), policy: context.policy
            ).bytes)
    }

    /// What people decided of the suggestions of models in the year up to the window's end; nil for a part of the cases, and
    /// for departments.
    private func agreements(_ question: StatisticsQuestion, _ caller: Caller) throws(Problem) -> [ModelAgreements
        .Entry]?
    {
        guard caller.role != .department, question.scope == KPIScope() else { return nil }
        let last = min(question.window.to.adding(milliseconds: -1), question.window.asOf)
        return try ModelAgreements(readers: readers, zone: context.zone).entries(upTo: last, months: 12)
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

    /// The counts of cases whose retention is over; nil when the question needs more than the counts have.
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
        503, "busy", zh: "正在计算的指标请求已到上限：请稍后再试",
        en: "as many questions for figures are being computed as this server allows: ask again in a moment",
        headers: ["Retry-After": "2"])

    private var elsewhere: Problem {
        readers.incomplete(of: context.shards, zh: "指标需要全部分片", en: "figures need every shard")
    }
}

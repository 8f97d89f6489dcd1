internal import HTTP
internal import Telemetry

/// Logs and counts the requests that are refused because of who sends them (401, 403), and the server's limits that clients
/// reach. The number of log lines is bounded, whatever clients do.
final class RefusalLog: Sendable {
    private let logger: Logger
    private let metrics: APIMetrics
    private let denials = LineLimit(every: .seconds(1))
    private let limits = LineLimit(every: .seconds(60))

    init(_ logger: Logger, _ metrics: APIMetrics) {
        self.logger = logger
        self.metrics = metrics
    }

    /// A request was answered with this status; `caller` is the name of its token, if the token is known.
    func answered(_ problem: Problem, to head: RequestHead, route: String?, caller: String?) {
        guard problem.status == 401 || problem.status == 403 else { return }
        metrics.denied.series(String(problem.status.code), problem.code).add()
        guard let suppressed = denials.pass(String(problem.status.code)) else { return }
        logger.warning(
            "request-denied",
            [
                "status": .int(problem.status.code), "code": .string(problem.code), "route": .string(route ?? "none"),
                "address": .string(head.remoteAddress), "name": .string(caller ?? "unknown"),
                "suppressed": .int(suppressed),
            ])
    }

    /// A client of that address has reached a limit of the server.
    func reached(_ limit: ServerLimit, by address: String) {
        metrics.limitsReached.series(limit.rawValue).add()
        guard let suppressed = limits.pass(limit.rawValue) else { return }
        logger.warning(
            "http-limit-reached",
            ["limit": .string(limit.rawValue), "address": .string(address), "suppressed": .int(suppressed)])
    }
}

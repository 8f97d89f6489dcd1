internal import HTTP
internal import Synchronization
internal import Telemetry

/// Logs requests that were refused with 401 or 403: at most one line a second of each, with the number of those left out.
final class RefusalLog: Sendable {
    private struct Line {
        var last: ContinuousClock.Instant?
        var omitted: Int64 = 0
    }

    private let logger: Logger
    private let access: Access
    private let lines = Mutex<[Int: Line]>([:])

    init(_ logger: Logger, _ access: Access) {
        self.logger = logger
        self.access = access
    }

    /// Notes the answer to a request. `route` is the route's template; nil when no route has the path.
    func note(_ problem: Problem, to head: RequestHead, route: String?) {
        let status = problem.status.code
        guard status == 401 || status == 403 else { return }
        let now = ContinuousClock.now
        let omitted: Int64? = lines.withLock { lines in
            if let last = lines[status]?.last, last.duration(to: now) < .seconds(1) {
                lines[status]?.omitted += 1
                return nil
            }
            defer { lines[status] = Line(last: now) }
            return lines[status]?.omitted ?? 0
        }
        guard let omitted else { return }
        let caller = try? access.caller(of: head)
        logger.warning(
            "request-refused",
            [
                "status": .int(status), "code": .string(problem.code), "name": .string(caller?.name ?? ""),
                "route": .string(route ?? ""), "address": .string(head.remoteAddress), "omitted": .int(Int(omitted)),
            ])
    }
}

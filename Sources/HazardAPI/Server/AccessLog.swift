internal import Credentials
internal import HTTP
package import Telemetry

/// Writes a line for each answer that shows a case or a person: who read what, by which route, and when.
///
/// No line holds a token, the secret of a link, or a word of what was read.
package struct AccessLog: Sendable {
    /// Beyond so many ids, a line has their number only.
    static let idLimit = 200

    private let logger: Logger?

    /// With nil, nothing is written.
    package init(_ logger: Logger?) { self.logger = logger }

    func answered(_ request: RoutedRequest, status: HTTPStatus) {
        guard let logger else { return }
        let shown = request.reads.all
        guard !shown.isEmpty else { return }
        let reader = Self.reader(of: request)
        logger.info(
            "read",
            [
                "name": .string(reader.name), "role": .string(reader.role),
                "address": .string(request.http.head.remoteAddress), "method": .string(request.route.method.rawValue),
                "route": .string(request.route.path.text), "status": .int(status.code),
                "cases": .string(Self.listed(shown.cases)), "case_count": .int(shown.cases.count),
                "reporters": .string(Self.listed(shown.reporters)), "accounts": .string(Self.listed(shown.accounts)),
                "records": .string(Self.listed(shown.records)), "stream": .bool(shown.isStream),
            ])
    }

    /// Pages are for everybody, and know their reader by a session or a token. A reporter who follows a link has no name: the
    /// secret of the link says that it is the reporter.
    private static func reader(of request: RoutedRequest) -> (name: String, role: String) {
        let caller: Caller? =
            switch request.route.access {
            case .everyone, .roles: try? request.caller
            case .apiKey: try? request.open311Caller(formKey: nil)
            }
        guard let caller else { return ("", "reporter-link") }
        return (caller.name ?? "", caller.role.rawValue)
    }

    private static func listed(_ ids: [String]) -> String {
        var seen: Set<String> = []
        let unique = ids.filter { seen.insert($0).inserted }
        return unique.count > idLimit ? "" : unique.joined(separator: " ")
    }
}

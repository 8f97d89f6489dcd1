internal import HTTP
internal import CaseStore
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Telemetry

/// One case: where it is, what it says, and who may see it.
struct StoredCases: Sendable {
    let context: APIContext
    let readers: ShardReaders

    /// `GET /v1/cases/{case_id}`.
    func show(_ request: HTTPRequest, _ text: String, _ caller: Caller) throws(Problem) -> HTTPResponse {
        try QueryFields(request.query, known: []).finish()
        let id = try caseID(text)
        guard let body = try body(of: id) else { throw elsewhere(id) }
        guard let body else { throw Self.unknown(id) }
        if caller.role == .department { try check(caller, maySee: try Self.decode(body, context)) }
        return .json(try CaseView.bytes(body, for: caller, context))
    }

    /// The case id of a path; a shard that does not exist has no cases.
    func caseID(_ text: String) throws(Problem) -> CaseID {
        guard let id = CaseID(text) else {
            throw .invalid("case_id", "expected a case id such as 20261122-03-000123", hint: "send it as it was given")
        }
        guard id.shard < context.shards else { throw Self.unknown(id) }
        return id
    }

    /// The stored bytes: nil when the shard is elsewhere, `.some(nil)` when it is here and has no such case.
    func body(of id: CaseID) throws(Problem) -> [UInt8]?? {
        try readers.read(id.shard) { reader throws(StoreFault) in try reader.body(of: id) }
    }

    func check(_ caller: Caller, maySee value: Case) throws(Problem) {
        guard caller.departments.contains(where: { value.taskIndex(of: $0) != nil }) else {
            throw Problem(
                403, "not-your-case", "\(caller.departments.joined(separator: ", ")) has no task in this case")
        }
    }

    func elsewhere(_ id: CaseID) -> Problem {
        Problem(
            421, "shard-elsewhere",
            "case \(id.text) is in shard \(id.shard), which is not here: ask the server that has it, or again when it is "
                + "restored",
            more: [.init("shard", .int(Int64(id.shard)))])
    }

    static func unknown(_ id: CaseID) -> Problem {
        Problem(404, "unknown-case", "there is no case \(id.text): check the number, or its time of keeping is over")
    }

    /// Reads a stored case, which this program or an earlier one wrote.
    static func decode(_ body: [UInt8], _ context: APIContext) throws(Problem) -> Case {
        do throws(WireFault) {
            return try CaseCodec.decode(body)
        } catch {
            context.logger.error("case-unreadable", ["reason": .string(error.description)])
            throw Problem(503, "case-unreadable", "a stored case cannot be read: run `hazard rebuild`")
        }
    }
}

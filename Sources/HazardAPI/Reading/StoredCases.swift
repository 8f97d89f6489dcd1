internal import Credentials
internal import HTTP
internal import CaseStore
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Telemetry
internal import Wording

/// Finds one case, and checks who may see it.
struct StoredCases: Sendable {
    let context: APIContext
    let readers: ShardReaders

    /// `GET /v1/cases/{case_id}`.
    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let caller = try request.caller
        let id = try caseID(of: request)
        let body = try storedBody(of: id)
        if caller.role == .department { try check(caller, maySee: try Self.decode(body, context)) }
        request.reads.note(case: id.text)
        return .json(try CaseView.bytes(body, for: caller, context))
    }

    /// The case id in the path.
    ///
    /// - Throws: A 400 when it is none, a 404 when it names a shard that does not exist.
    func caseID(of request: RoutedRequest) throws(Problem) -> CaseID {
        guard let id = CaseID(request.value(of: "case_id")) else {
            throw .invalid(
                "case_id",
                LocalText(
                    zh: "应为案卷编号，如 20261122-03-000123", en: "expected a case id such as 20261122-03-000123"),
                hint: LocalText(zh: "请按收到的编号原样填写", en: "send it as it was given"))
        }
        guard id.shard < context.shards else { throw Self.unknown(id) }
        return id
    }

    /// The stored bytes of a case.
    ///
    /// - Throws: A 421 when its shard is elsewhere, a 404 when the shard is here and has no such case.
    func storedBody(of id: CaseID) throws(Problem) -> [UInt8] {
        guard let body = try body(of: id) else { throw elsewhere(id) }
        guard let body else { throw Self.unknown(id) }
        return body
    }

    /// The stored bytes: nil when the shard is elsewhere, `.some(nil)` when it is here and has no such case.
    func body(of id: CaseID) throws(Problem) -> [UInt8]?? {
        try readers.read(id.shard) { reader throws(StoreFault) in try reader.body(of: id) }
    }

    /// - Throws: A 403 when none of the caller's departments has a task in the case.
    func check(_ caller: Caller, maySee value: Case) throws(Problem) {
        guard caller.departments.contains(where: { value.taskIndex(of: $0) != nil }) else {
            let departments = caller.departments.joined(separator: ", ")
            throw Problem(
                403, "not-your-case", zh: "\(departments) 在此案卷中没有任务", en: "\(departments) has no task in this case")
        }
    }

    func elsewhere(_ id: CaseID) -> Problem {
        Problem(
            421, "shard-elsewhere",
            LocalText(
                zh: "案卷 \(id.text) 属于分片 \(id.shard)，不在这台服务器上：请询问有它的服务器，或待其恢复后再试",
                en:
                    "case \(id.text) is in shard \(id.shard), which is not here: ask the server that has it, or again when it "
                    + "is restored"),
            more: [.init("shard", .int(Int64(id.shard)))])
    }

    static func unknown(_ id: CaseID) -> Problem {
        Problem(
            404, "unknown-case", zh: "没有案卷 \(id.text)：请核对编号，或保存期已过",
            en: "there is no case \(id.text): check the number, or its retention is over")
    }

    /// Reads a stored case, which this program or an earlier version of it wrote.
    ///
    /// - Throws: A 503 when it cannot be read.
    static func decode(_ body: [UInt8], _ context: APIContext) throws(Problem) -> Case {
        do throws(WireFault) {
            return try CaseCodec.decode(body)
        } catch {
            context.logger.error("case-unreadable", ["reason": .string(error.description)])
            throw Problem(
                503, "case-unreadable", zh: "案卷的存储内容无法读取：请运行 `hazard rebuild`",
                en: "a stored case cannot be read: run `hazard rebuild`")
        }
    }
}

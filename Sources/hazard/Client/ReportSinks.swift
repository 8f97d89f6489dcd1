import CommandArguments
import Digest
import HTTP
import HazardAPI
import HazardApp
import HazardConfig
import HazardCore
import HazardWire
import JSONText
import MessageLog
internal import Wording

/// Where reports go, and who checks them.
protocol ReportSink {
    /// Sends lines and answers which of them were refused; returns once the others are durable.
    func send(_ lines: [ReportLine]) throws -> [LineRefusal]
    /// Lines to be sent at once: how many, and how many bytes of them.
    var batch: (lines: Int, bytes: Int) { get }
    /// Where that is, for people.
    var place: String { get }
    /// The server that can be asked what became of them; nil when they go past it.
    var server: Server? { get }
    func close()
}

/// Chooses the log when it is Kafka and no server is named, else the server.
enum ReportSinks {
    static func open(_ arguments: Arguments) throws -> any ReportSink {
        if let opened = try DirectLog.open(arguments) {
            return try KafkaSink(opened, isRaw: arguments.flag("raw"))
        }
        guard !arguments.flag("raw") else {
            throw CommandFault(
                .usage, zh: "--raw 绕过网关的检查，只能用于 log.kind 为 kafka 且未给 --server 时",
                en: "--raw goes past the gateway's check, so it needs log.kind kafka and no --server")
        }
        return ServerSink(server: try Server(arguments))
    }
}

/// A gateway of our own: checks reports as `POST /v1/reports` does and writes them to Kafka.
struct KafkaSink: ReportSink {
    private let opened: DirectLog.Opened
    private let topic: String
    private let programmes: Set<String>
    private let signer: ReportSigner?
    private let isRaw: Bool
    let place: String

    init(_ opened: DirectLog.Opened, isRaw: Bool) throws {
        let settings = opened.configuration.settings
        self.opened = opened
        topic = settings.topics.names.reports
        programmes = Set(opened.configuration.policy.programmes.keys)
        signer = try settings.intake.signatures.min { $0.key < $1.key }.map {
            ReportSigner(keyID: $0.key, key: try MessageKey(bytes: $0.value))
        }
        self.isRaw = isRaw
        place = "\(topic) on \(settings.log.kafka.bootstrapServers.joined(separator: ","))"
    }

    var batch: (lines: Int, bytes: Int) { (2000, 8 << 20) }
    var server: Server? { nil }

    func send(_ lines: [ReportLine]) throws -> [LineRefusal] {
        var records: [NewRecord] = []
        var refusals: [LineRefusal] = []
        for line in lines {
            switch check(line.bytes) {
            case .success(let key): records.append(try record(line.bytes, key: key))
            case .failure(let bad):
                refusals.append(LineRefusal(number: line.number, problems: bad.problems))
                if isRaw { records.append(try record(line.bytes, key: nil)) }
            }
        }
        guard !records.isEmpty else { return refusals }
        do throws(LogFailure) {
            _ = try opened.log.append(records)
        } catch {
            throw opened.fault(error)
        }
        return refusals
    }

    func close() { opened.log.close(within: .seconds(10)) }

    private struct Bad: Error {
        let problems: [ProblemLine]
    }

    /// The key of a good report: its district, else its programme.
    private func check(_ bytes: [UInt8]) -> Result<[UInt8], Bad> {
        do throws(Rejection) {
            let report = try ReportCodec.decode(bytes)
            guard programmes.contains(report.programme) else {
                return .failure(
                    Bad(problems: [
                        ProblemLine(
                            field: "programme", problem: "\(report.programme) is not configured",
                            hint: "see programmes.yaml")
                    ]))
            }
            return .success(Array((report.location?.district ?? report.programme).utf8))
        } catch {
            let problems = ReportCodec.problems(of: bytes).map { ProblemLine($0, .en) }
            let whole = ProblemLine(field: "", problem: error.sentence.en, hint: "")
            return .failure(Bad(problems: problems.isEmpty ? [whole] : problems))
        }
    }

    private func record(_ value: [UInt8], key: [UInt8]?) throws -> NewRecord {
        let headers = try signer.map { [Header(HeaderName.signature, try $0.signature(of: value))] } ?? []
        return NewRecord(topic: topic, key: key, value: value, headers: headers)
    }
}

/// A running server, which checks every line itself.
struct ServerSink: ReportSink {
    private let target: Server

    init(server: Server) { target = server }

    var batch: (lines: Int, bytes: Int) { (5000, 8 << 20) }
    var place: String { target.url }
    var server: Server? { target }

    func send(_ lines: [ReportLine]) throws -> [LineRefusal] {
        let tooLong = lines.filter { $0.bytes.count > ReportCodec.bytes }.map {
            LineRefusal(
                number: $0.number,
                problems: [
                    ProblemLine(
                        field: "",
                        problem: "the report has \($0.bytes.count) bytes; at most \(ReportCodec.bytes) are taken",
                        hint: "")
                ])
        }
        let lines = lines.filter { $0.bytes.count <= ReportCodec.bytes }
        guard !lines.isEmpty else { return tooLong }
        let body = Array(lines.map(\.bytes).joined(separator: [UInt8(ascii: "\n")]))
        let response = try target.post("/v1/reports", body, type: "application/x-ndjson", wait: 100)
        guard [202, 400].contains(response.status.code), response.headers["Content-Type"] == "application/x-ndjson"
        else {
            throw Refusal(response, from: target)
        }
        return tooLong + (try refusals(response.body, lines))
    }

    func close() {}

    private func refusals(_ answer: [UInt8], _ lines: [ReportLine]) throws -> [LineRefusal] {
        try answer.split(separator: UInt8(ascii: "\n")).compactMap { text in
            // Most lines were taken; only what was refused is worth reading whole.
            let result = try target.read(Array(text))
            guard result["status"]?.int != 202, let line = result["line"]?.int, lines.indices.contains(Int(line) - 1)
            else { return nil }
            return LineRefusal(
                number: lines[Int(line) - 1].number, problems: (result["problems"]?.array ?? []).map { ProblemLine($0) }
            )
        }
    }
}

import CommandArguments
import Credentials
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

/// Receives reports and checks them.
protocol ReportSink {
    /// Sends lines and returns those that were refused. All others are durable when it returns.
    func send(_ lines: [ReportLine]) throws -> [LineRefusal]
    /// The largest number of lines and of bytes in one call.
    var batch: (lines: Int, bytes: Int) { get }
    /// The address, for people.
    var place: String { get }
    /// The server that knows the outcome of the reports; nil when they do not go through one.
    var server: Server? { get }
    func close()
}

/// Chooses Kafka when the configuration uses it and no server is named, else the server.
enum ReportSinks {
    static func open(_ arguments: Arguments) throws -> any ReportSink {
        if let opened = try DirectLog.open(arguments) {
            return try KafkaSink(opened, arguments)
        }
        guard !arguments.flag("raw") else {
            throw CommandFault(
                .usage, zh: "--raw 绕过网关的检查，只能用于 log.kind 为 kafka 且未给 --server 时",
                en: "--raw goes past the gateway's check, so it needs log.kind kafka and no --server")
        }
        return ServerSink(server: try Server(arguments))
    }
}

/// Checks reports as `POST /v1/reports` does and writes them to Kafka, as a gateway does.
struct KafkaSink: ReportSink {
    private let opened: DirectLog.Opened
    private let topic: String
    private let programmes: Set<String>
    private let signer: KafkaSigner?
    private let isRaw: Bool
    private let language: Language
    let place: String

    init(_ opened: DirectLog.Opened, _ arguments: Arguments) throws {
        let settings = opened.configuration.settings
        self.opened = opened
        topic = settings.topics.names.reports
        programmes = Set(opened.configuration.policy.programmes.keys)
        signer = try KafkaSigner(arguments, settings.signing, for: .reports)
        isRaw = arguments.flag("raw")
        language = arguments.language
        let servers = settings.log.kafka.bootstrapServers.joined(separator: ",")
        place = language(zh: "\(servers) 的 \(topic)", en: "\(topic) on \(servers)")
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

    /// The record key of a valid report: its district, else its programme.
    private func check(_ bytes: [UInt8]) -> Result<[UInt8], Bad> {
        do throws(Rejection) {
            let report = try ReportCodec.decode(bytes)
            guard programmes.contains(report.programme) else {
                return .failure(
                    Bad(problems: [
                        ProblemLine(
                            field: "programme",
                            problem: language(
                                zh: "没有配置项目 \(report.programme)", en: "\(report.programme) is not configured"),
                            hint: language(zh: "见 programmes.yaml", en: "see programmes.yaml"))
                    ]))
            }
            return .success(Array((report.location?.district ?? report.programme).utf8))
        } catch {
            let problems = ReportCodec.problems(of: bytes).map { ProblemLine($0, language) }
            let whole = ProblemLine(field: "", problem: error.sentence[language], hint: "")
            return .failure(Bad(problems: problems.isEmpty ? [whole] : problems))
        }
    }

    private func record(_ value: [UInt8], key: [UInt8]?) throws -> NewRecord {
        NewRecord(topic: topic, key: key, value: value, headers: try signer?.headers(of: value) ?? [])
    }
}

/// Sends reports to a running server, which checks every line.
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
                        problem: target.words(
                            "这份上报有 \($0.bytes.count) 字节，最多接收 \(ReportCodec.bytes) 字节",
                            "the report has \($0.bytes.count) bytes; at most \(ReportCodec.bytes) are accepted"),
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
            // Only the refused lines are needed.
            let result = try target.read(Array(text))
            guard result["status"]?.int != 202, let line = result["line"]?.int, lines.indices.contains(Int(line) - 1)
            else { return nil }
            return LineRefusal(
                number: lines[Int(line) - 1].number, problems: (result["problems"]?.array ?? []).map { ProblemLine($0) }
            )
        }
    }
}

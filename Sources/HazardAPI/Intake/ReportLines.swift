internal import HTTP
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Wording

/// Receives many reports, one a line (`application/x-ndjson`): takes the good ones, and answers every line.
///
/// The lines are checked and written in batches, so that a request takes little more memory than its body and its answer.
struct ReportLines {
    let intake: ReportIntake
    let sender: ReportSender
    let language: Language

    /// The most lines of a request: the smallest valid reports fill the largest body before.
    private static let mostLines = 100_000
    /// A batch is written when it has so many records or bytes.
    private static let batch = (records: 1000, bytes: 1024 * 1024)
    /// The most problems and warnings that all lines of an answer list together; after them a line has their number only.
    private static let mostListed = 1000

    /// Answers with a result a line; 202 when one line was taken.
    ///
    /// When a batch cannot be written, the batches before it are in the log already: the sender repeats the whole request,
    /// and the repeated reports have no effect.
    func receive(_ body: [UInt8]) throws(Problem) -> HTTPResponse {
        var results: [UInt8] = []
        var records: [NewRecord] = []
        var (bytes, taken, checked) = (0, 0, 0)
        var room = Self.mostListed
        var lines = LineReader(body)
        while let (number, line) = lines.next() {
            checked += 1
            guard checked <= Self.mostLines else { throw Self.tooManyLines }
            let check = try intake.check(line, sender)
            if let record = check.record {
                records.append(record)
                bytes += line.count
                taken += 1
            }
            write(check, line: number, &room, to: &results)
            if records.count >= Self.batch.records || bytes >= Self.batch.bytes {
                try intake.append(records)
                records = []
                bytes = 0
            }
        }
        guard checked > 0 else {
            throw .invalid(
                "", LocalText(zh: "正文没有一行内容", en: "the body has no lines"),
                hint: LocalText(zh: "请每行写一份上报", en: "send one report object a line"))
        }
        if !records.isEmpty { try intake.append(records) }
        return .content(MediaType.lines, results, status: taken > 0 ? 202 : 400)
    }

    private func write(_ check: ReportIntake.Check, line: Int, _ room: inout Int, to results: inout [UInt8]) {
        results += JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("line", line)
            switch check {
            case .good(let id, _, let warnings):
                writer.field("report_id", id)
                writer.field("status", 202)
                warnings.writeWarnings(to: &writer, language, &room)
            case .salvaged(let id, _, let problems, let numbers):
                writer.field("report_id", id)
                writer.field("status", 202)
                ReportIntake.writeSalvaged(problems, numbers, to: &writer, language, &room)
            case .forbidden:
                writer.field("status", 403)
                writer.array("problems", [ReportIntake.otherReport]) { $1.write(to: &$0, language) }
            case .bad(let problems):
                writer.field("status", 400)
                problems.write("problems", "problem_count", to: &writer, language, &room)
            }
            writer.endObject()
        }
        results.append(UInt8(ascii: "\n"))
    }

    private static let tooManyLines = Problem(
        413, "too-many-lines", zh: "一次最多 \(mostLines) 行：请分几次发送",
        en: "at most \(mostLines) lines are taken at once: send them in several requests")
}

extension ReportIntake.Check {
    /// What is written to the log; nil when the report is refused.
    fileprivate var record: NewRecord? {
        switch self {
        case .good(_, let record, _), .salvaged(_, let record, _, _): record
        case .bad, .forbidden: nil
        }
    }
}

/// Reads the lines of a body that are not empty; a carriage return at the end is not part of a line.
private struct LineReader {
    private let body: [UInt8]
    private var start = 0
    private var number = 0

    init(_ body: [UInt8]) { self.body = body }

    /// The next line and its number from 1; nil at the end.
    mutating func next() -> (number: Int, line: [UInt8])? {
        while start < body.count {
            let end = body[start...].firstIndex(of: UInt8(ascii: "\n")) ?? body.count
            var line = body[start..<end]
            start = end + 1
            number += 1
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if !isBlank { return (number, Array(line)) }
        }
        return nil
    }
}

import CommandArguments
import Foundation

/// One report of a file: its line number, from 1, and its bytes.
struct ReportLine: Sendable {
    let number: Int
    let bytes: [UInt8]
}

/// Why a line was not accepted.
struct LineRefusal: Sendable {
    let number: Int
    let problems: [ProblemLine]
}

/// Reads a file with one report a line in chunks, so that memory use does not depend on the size of the file.
///
/// Skips empty lines. A carriage return at the end of a line does not belong to it.
final class ReportLines {
    private static let piece = 1 << 20

    /// The size of the file in bytes; nil for a pipe.
    let size: Int?
    /// The number of bytes read so far.
    private(set) var taken = 0
    private let name: String
    private let handle: FileHandle
    private var rest: [UInt8] = []
    private var number = 0
    private var isAtEnd = false

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: `CommandFault` when the file is a directory or cannot be read.
    init(_ file: String) throws(CommandFault) {
        name = file
        guard file != "-" else {
            handle = .standardInput
            size = nil
            return
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        guard attributes?[.type] as? FileAttributeType != .typeDirectory else {
            throw CommandFault(
                .usage, zh: "\(file) 是目录：请给出每行一份的文件，或 - 表示标准输入",
                en: "\(file) is a directory: give a file with one object a line, or - for standard input")
        }
        do {
            handle = try FileHandle(forReadingFrom: URL(filePath: file))
        } catch {
            throw CommandFault(cannotRead: file, error)
        }
        let isRegular = attributes?[.type] as? FileAttributeType == .typeRegular
        size = isRegular ? attributes?[.size] as? Int : nil
    }

    /// The lines of the next chunk; nil at the end.
    func next() throws(CommandFault) -> [ReportLine]? {
        guard !isAtEnd else { return nil }
        let piece: Data?
        do {
            piece = try handle.read(upToCount: ReportLines.piece)
        } catch {
            throw CommandFault(cannotRead: name, error, .failed)
        }
        guard let piece, !piece.isEmpty else {
            isAtEnd = true
            return rest.isEmpty ? [] : cut(upTo: rest.count)
        }
        taken += piece.count
        rest += piece
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        return cut(upTo: end + 1)
    }

    private func cut(upTo end: Int) -> [ReportLine] {
        var lines: [ReportLine] = []
        for line in rest[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if !isBlank { lines.append(ReportLine(number: number, bytes: Array(line))) }
        }
        // The empty part after the last line feed is not a line.
        if rest[end - 1] == UInt8(ascii: "\n") { number -= 1 }
        rest.removeSubrange(..<end)
        return lines
    }
}

import Foundation
import JSONText
import Testing

/// A headless Chromium with one page, driven by `Tests/Browser/browser.py`.
final class Browser {
    private let process = Process()
    private let commands = Pipe()
    private let answers = Pipe()
    private var rest: [UInt8] = []

    /// The installed Chromium; nil when there is none, or no Python to drive it.
    static let chromium: String? = {
        let names = ["chromium", "chromium-browser", "google-chrome"]
        let found = names.lazy.compactMap(program).first
        return program("python3") == nil ? nil : found
    }()

    private static func program(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// - Throws: When the browser does not start.
    init() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Browser/browser.py")
        process.executableURL = script.standardizedFileURL
        process.arguments = [try #require(Self.chromium)]
        process.standardInput = commands
        process.standardOutput = answers
        try process.run()
    }

    /// Ends the browser, and waits until it is gone.
    deinit {
        try? commands.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    // MARK: - Commands

    /// Loads a page, as a browser that prefers that language.
    func open(_ url: String, language: String = "zh-CN") throws {
        try send(["do": "open", "url": .string(url), "language": .string(language)])
    }

    /// The value of a script expression.
    func value(_ script: String) throws -> JSONValue {
        try send(["do": "evaluate", "script": .string(script)])["value"] ?? .null
    }

    /// Runs a script.
    func run(_ script: String) throws { _ = try value("(() => { \(script) })()") }

    /// Whether a script expression becomes true within a minute.
    func becomes(_ script: String) throws -> Bool {
        try send(["do": "wait", "script": .string(script), "seconds": 60])["value"]?.bool == true
    }

    /// Whether an answer from that path arrives within a minute after the page was opened.
    func hears(_ path: String) throws -> Bool {
        try send(["do": "response", "path": .string(path), "seconds": 60])["value"]?.bool == true
    }

    /// The errors of the console, and the addresses that the page requested, since it was opened.
    func seen() throws -> (errors: [String], requests: [String]) {
        let answer = try send(["do": "seen"])
        func texts(_ key: String) -> [String] { (answer[key]?.array ?? []).compactMap(\.string) }
        return (texts("errors"), texts("requests"))
    }

    @discardableResult
    private func send(_ command: JSONValue) throws -> JSONValue {
        try commands.fileHandleForWriting.write(contentsOf: Data(command.bytes + [UInt8(ascii: "\n")]))
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let answer = try JSONValue(reading: Array(rest[..<end]))
                rest.removeFirst(end + 1)
                if let problem = answer["problem"]?.string { throw BrowserFault(description: problem) }
                return answer
            }
            let piece = answers.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw BrowserFault(description: "the browser ended") }
            rest += piece
        }
    }
}

/// The browser could not do what a test wants.
struct BrowserFault: Error, CustomStringConvertible {
    let description: String
}

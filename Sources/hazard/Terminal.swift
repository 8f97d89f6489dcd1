import Foundation

/// Standard output and standard error, written whole and at once.
enum Terminal {
    /// Writes an answer; its line feed is added when it has none.
    static func print(_ text: String) { write(text, to: .standardOutput) }

    /// Writes what is not an answer: progress, complaints, the ready line.
    static func complain(_ text: String) { write(text, to: .standardError) }

    /// Writes bytes as they are, with a line feed.
    static func print(bytes: [UInt8]) {
        try? FileHandle.standardOutput.write(contentsOf: Data(bytes + [UInt8(ascii: "\n")]))
    }

    /// Whether a person is reading standard error.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    private static func write(_ text: String, to handle: FileHandle) {
        let line = text.hasSuffix("\n") ? text : text + "\n"
        try? handle.write(contentsOf: Data(line.utf8))
    }
}

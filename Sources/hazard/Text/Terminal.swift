import Foundation

/// Standard output and standard error, written whole and at once; no text leaves with a control character in it
/// (`ForeignText.page`), so that nothing a reporter wrote reaches the terminal as a command.
enum Terminal {
    /// Writes an answer; its line feed is added when it has none.
    static func print(_ text: String) { write(text, to: .standardOutput) }

    /// Writes what is not an answer: progress, complaints, the ready line.
    static func complain(_ text: String) { write(text, to: .standardError) }

    /// Writes to standard error without a line feed, for a line that is written again and again.
    static func complainRaw(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

    /// Writes bytes as they are, with a line feed.
    static func print(bytes: [UInt8]) {
        try? FileHandle.standardOutput.write(contentsOf: Data(bytes + [UInt8(ascii: "\n")]))
    }

    /// Whether a person is reading standard error.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether a person is reading standard output, and wants colours (https://no-color.org).
    static var hasColours: Bool {
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    }

    private static func write(_ text: String, to handle: FileHandle) {
        let text = ForeignText.page(text)
        let line = text.hasSuffix("\n") ? text : text + "\n"
        try? handle.write(contentsOf: Data(line.utf8))
    }
}

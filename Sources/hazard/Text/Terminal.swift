import CommandArguments
import Foundation
import Wording

/// Standard output and standard error. Each text is written at once and without control characters
/// (`ForeignText.page`).
enum Terminal {
    /// Writes a result and adds a line feed if it has none.
    static func print(_ text: String) { write(text, to: .standardOutput) }

    /// Writes what is not a result: progress, errors, the ready line.
    static func printError(_ text: String) { write(text, to: .standardError) }

    /// Writes the sentence of an error.
    static func printError(_ error: any Error, _ language: Language) {
        printError((error as? any ExitCoded)?.message(language) ?? LocalText(describing: error)[language])
    }

    /// Writes to standard error without a line feed, for a line that is overwritten.
    static func writeError(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

    /// Writes to standard output without a line feed and without a check: only `Screen` calls it, with checked text.
    static func writeScreen(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }

    /// Whether standard output is a terminal that can be drawn on.
    static var isScreen: Bool {
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"].map { $0 != "dumb" } ?? false
    }

    /// The rows and columns of the terminal; 24 by 80 when it does not say.
    static var size: (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 1, size.ws_col > 1 else {
            return (24, 80)
        }
        return (Int(size.ws_row), Int(size.ws_col))
    }

    /// Writes bytes unchanged, with a line feed.
    static func print(bytes: [UInt8]) {
        try? FileHandle.standardOutput.write(contentsOf: Data(bytes + [UInt8(ascii: "\n")]))
    }

    /// Whether standard error is a terminal.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether standard output is a terminal and colours are wanted (https://no-color.org).
    static var hasColours: Bool {
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    }

    private static func write(_ text: String, to handle: FileHandle) {
        let text = ForeignText.page(text)
        let line = text.hasSuffix("\n") ? text : text + "\n"
        try? handle.write(contentsOf: Data(line.utf8))
    }
}

/// The progress of a long operation, on standard error: a bar on a terminal, else a line every five seconds.
struct ProgressLine {
    private let start = ContinuousClock.now
    private var shown = ContinuousClock.now
    private var hasBar = false

    /// Shows the progress if enough time has passed since the last time.
    mutating func show(count: Int, done: Int, of whole: Int?) {
        let now = ContinuousClock.now
        guard now - shown > (Terminal.isInteractive ? .milliseconds(100) : .seconds(5)) else { return }
        shown = now
        let rate = "\(count) (\(perSecond(count))/s)"
        guard let whole, whole > 0 else { return write(rate) }
        let percent = min(100, done * 100 / whole)
        let filled = percent * 30 / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        write(Terminal.isInteractive ? "\(bar) \(percent) %  \(rate)" : "\(percent) %  \(rate)")
    }

    /// Removes the bar.
    mutating func finish() {
        if hasBar { Terminal.writeError("\r\u{1B}[K") }
        hasBar = false
    }

    var seconds: Double {
        let parts = (ContinuousClock.now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }

    func perSecond(_ count: Int) -> Int { Int(Double(count) / max(seconds, 0.001)) }

    private mutating func write(_ text: String) {
        guard Terminal.isInteractive else { return Terminal.printError(text) }
        hasBar = true
        Terminal.writeError("\r\u{1B}[K" + text)
    }
}

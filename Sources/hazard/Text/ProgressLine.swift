/// How far a long work is, on standard error: a bar for a person, a line every five seconds for a log.
struct ProgressLine {
    private let start = ContinuousClock.now
    private var shown = ContinuousClock.now
    private var hasBar = false

    /// Shows it when enough time has gone by since the last.
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

    /// Takes the bar away.
    mutating func finish() {
        if hasBar { Terminal.complainRaw("\r\u{1B}[K") }
        hasBar = false
    }

    var seconds: Double {
        let parts = (ContinuousClock.now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }

    func perSecond(_ count: Int) -> Int { Int(Double(count) / max(seconds, 0.001)) }

    private mutating func write(_ text: String) {
        guard Terminal.isInteractive else { return Terminal.complain(text) }
        hasBar = true
        Terminal.complainRaw("\r\u{1B}[K" + text)
    }
}

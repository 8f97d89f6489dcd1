extension Duration {
    /// Whole milliseconds, rounded up, as Kafka's settings and C interfaces count them; clamped to `Int64`.
    package var millisecondsRoundedUp: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isOverflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !isOverflow else { return seconds < 0 ? .min : .max }
        let rest = attoseconds > 0 ? (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000 : 0
        return whole.addingReportingOverflow(rest).overflow ? .max : whole + rest
    }
}

package import HazardCore
internal import JSONText

/// What can be read of a report's record that cannot be used.
package struct ReadableReport: Sendable {
    /// The report. Fields that cannot be read have a value that says nothing: the programme `unknown`, the channel
    /// `import`, and the time of receipt.
    package var report: Report
    /// The faults, at most `faultLimit`.
    package var faults: [Rejection]
    /// Whether its district or its programme can be read, so that its shard can be computed.
    package var namesHome: Bool

    /// A report that was decoded and has this fault.
    package init(_ report: Report, fault: Rejection) {
        self.report = report
        faults = [fault]
        namesHome = true
    }

    fileprivate init(_ report: Report, faults: [Rejection], namesHome: Bool) {
        self.report = report
        self.faults = faults
        self.namesHome = namesHome
    }

    /// The programme of a report whose own cannot be read.
    package static let unknownProgramme = "unknown"
    /// The most faults that are given.
    package static let faultLimit = 5
}

extension ReportCodec {
    /// Reads what can be read of a value that cannot be decoded; nil when its `report_id` or its `text` cannot be read.
    ///
    /// `now` is used for a missing time.
    package static func readable(_ value: [UInt8], at now: Instant) -> ReadableReport? {
        let (draft, faults) = InputDecoding.readable(value, as: ReportDraft.self)
        guard let (report, namesHome) = draft.readable(at: now) else { return nil }
        let rejections = faults.prefix(ReadableReport.faultLimit).map { Rejection($0, in: value) }
        return ReadableReport(report, faults: Array(rejections), namesHome: namesHome)
    }
}

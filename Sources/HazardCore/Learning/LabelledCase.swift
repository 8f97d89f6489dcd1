package import ChineseText

/// A case as a row for training: what a model reads of it, and what people decided. It holds no contact data and no
/// reference to a person.
package struct LabelledCase: Hashable, Sendable {
    package var input: ModelInput
    package var decided: DecidedLabel
    /// Who reported first, to be replaced by a pseudonym: the account, or the case's id for an anonymous report, which counts
    /// as a reporter of its own.
    package var reporter: String

    /// Nil when nobody has decided, or the case has no words.
    package init?(_ value: Case, of subject: LinearModel.Subject) {
        guard let decided = value.decided(subject), let text = value.text, !text.isEmpty, value.state != .merged else {
            return nil
        }
        self.decided = decided
        input = ModelInput(text: Masking.masked(text))
        input.add(.hint, value.category.schemeCode.map { (value.category.scheme ?? "") + $0 })
        input.add(.community, value.location?.community)
        input.add(.district, value.location?.district)
        input.add(.subdistrict, value.location?.subdistrict)
        input.add(.roadClass, value.location?.roadClass?.rawValue)
        let first = value.reports.first { $0.role == .first } ?? value.reports.first
        reporter = first?.account ?? value.id.text
    }
}

/// A report of a case that people merged or split: proof of which reports are about the same hazard.
package struct JudgedReport: Hashable, Sendable {
    package var report: CaseReport
    /// The stored words, with contact data masked.
    package var text: String
    /// The category's code.
    package var category: String
    /// The case that the report belongs to after all merges.
    package var group: CaseID
    /// Whether the reports of `group` are known to be the same hazard, because a person merged them.
    package var isMerged: Bool
    /// Whether the case was split, so that it is known to differ from others.
    package var isSplit: Bool
    package var closedAt: Instant?
}

extension Case {
    /// The reports of this case whose words are stored here, when people merged or split it; `target` is the case that it
    /// was merged into in the end, or the case itself.
    package func judgedReports(in target: Case) -> [JudgedReport] {
        let isMerged = target.isMergedByPerson
        let isSplit = target.isSplitByPerson
        guard isMerged || isSplit else { return [] }
        return reports.compactMap { report in
            guard !report.isErased, let words = storedWords(of: report), !words.isEmpty else { return nil }
            return JudgedReport(
                report: report, text: Masking.masked(words), category: target.category.code, group: target.id,
                isMerged: isMerged, isSplit: isSplit, closedAt: target.closedAt)
        }
    }

    private func storedWords(of report: CaseReport) -> String? {
        let cause = Cause(sender: "report", id: report.reportID)
        if let entry = history.first(where: { $0.cause == cause }) {
            return entry.kind == .opened ? text : entry.words
        }
        let isSplitOff = links.contains { $0.kind == .splitFrom }
        return isSplitOff && report.role == .first ? text : nil
    }
}

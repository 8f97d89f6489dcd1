internal import ChineseText
import HazardCore
import HazardWire
import JSONText

/// A labelled line as models read it: `{report, label}`, or `{text, label[, place][, reporter][, at]}`.
///
/// Instead of `label` a line may have the field of its subject: `category`, `department` or `urgent`.
struct ModelLine {
    static let example = "{\"text\":…,\"label\":…}"

    /// The line number, from 1.
    let number: Int
    let input: ModelInput
    /// As the line gives it; `true` or `false` for urgency.
    let label: String
    let report: Report?
    /// The reference of who reported it; nil when the line names nobody.
    let reporter: String?
    /// The whole place as one text; nil without one.
    let place: String?
    let at: Instant?

    /// - Throws: `CommandFault` when the line has no label, or neither a text nor a report.
    init(_ line: LabelledLine, of subject: LinearModel.Subject, _ policy: Policy) throws(CommandFault) {
        number = line.number
        label = try Self.label(line, subject)
        if line["report"] != nil {
            let report = try line.report(policy, example: Self.example)
            self.report = report
            input = ModelInput(report)
            reporter = report.reporter.ref
            place = Self.joined([
                report.location?.address, report.location?.community, report.location?.subdistrict,
                report.location?.district,
            ])
            at = report.reportedAt
            return
        }
        let fields = line["place"] ?? line["location"]
        func value(_ key: String) -> String? { fields?[key]?.string ?? line[key]?.string }
        var input = ModelInput(text: try line.text("text", example: Self.example))
        for field in ModelInput.Field.allCases { input.add(field, value(field.rawValue)) }
        self.input = input
        report = nil
        reporter = line["reporter"]?.string
        place = Self.joined([
            fields?.string ?? value("address"), value("community"), value("subdistrict"), value("district"),
        ])
        at = line["at"]?.string.flatMap { TimeText.parse($0.utf8.count == 10 ? $0 + "T00:00:00+08:00" : $0) }
    }

    private static func label(
        _ line: LabelledLine, _ subject: LinearModel.Subject
    ) throws(CommandFault) -> String {
        let key = subject == .urgency ? "urgent" : subject.rawValue
        let value = line["label"] ?? line[key]
        if let flag = value?.bool { return flag ? "true" : "false" }
        guard let label = value?.string, !label.isEmpty, subject != .urgency || ["true", "false"].contains(label) else {
            throw line.fault(
                zh: "缺少标签 label 或 \(key)，或其值不对：请写成 \(example)",
                en: "the label (label or \(key)) is missing or has a wrong value: give \(example)")
        }
        return label
    }

    private static func joined(_ parts: [String?]) -> String? {
        let known = parts.compactMap(\.self)
        return known.isEmpty ? nil : known.joined(separator: "|")
    }
}

/// What the labels of rows are called here.
struct LabelCodes {
    let subject: LinearModel.Subject
    private let policy: Policy
    private let scheme: CategoryScheme?
    private let given: [String: String]

    /// The labels of categories are codes of the scheme, or our own without one. Codes given by label have precedence.
    init(_ subject: LinearModel.Subject, _ policy: Policy, scheme: CategoryScheme? = nil, given: [String: String] = [:])
    {
        self.subject = subject
        self.policy = policy
        self.scheme = scheme
        self.given = given
    }

    /// Our id for a label; nil when there is none.
    func known(_ label: String) -> String? {
        if let code = given[label] { return known(code: code) }
        if case .category(let id, _) = scheme?.entries[label] { return id }
        return known(code: label)
    }

    /// Our id for a label, else the label itself.
    func code(_ label: String) -> String { known(label) ?? given[label] ?? label }

    private func known(code: String) -> String? {
        switch subject {
        case .category: return policy.category(code)?.id
        case .department:
            let id = policy.currentDepartment(code)
            return policy.departments[id] == nil ? nil : id
        case .urgency: return code
        }
    }
}

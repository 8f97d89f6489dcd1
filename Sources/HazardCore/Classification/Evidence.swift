internal import ChineseText

/// One reason for a case's category.
package enum Evidence: Hashable, Sendable {
    /// The report names this category.
    case hint(String)
    /// The words clearly describe an emergency, and the report's own category is another one.
    case hintAgainst(Overruled)
    /// The hint is only a group of categories in this programme; the words chose inside it.
    case hintIsGroup(String)
    case unknownHint(String, scheme: String?)
    /// The scheme contains the code without a category of ours.
    case unmappedHint(String, scheme: String)
    case unknownScheme(String)
    case unknownCondition(String, assumed: String)
    case noHint
    case kind(ReportKind)
    /// The score of the words. A phrase of weight 1 scores 100.
    case textScore(Int)
    /// A phrase in the words and its score.
    case phrase(String, points: Int)
    /// A learned model's answer.
    case model(ModelEvidence)
    /// The keys of an emergency that are present: two or more, or only one.
    case keys([EmergencyKey])
    case oneKey([EmergencyKey])
    /// The words describe danger to life of these kinds, and what they make doubtful about it.
    case danger([Danger], doubt: DangerDoubt?)
    /// A person named the category.
    case classifiedBy(String)
    case splitFrom(String)
    /// The record has this fault (the reason of a dead letter), so a person must complete what it says (`salvaged`).
    case fault(RejectionReason, field: String?)
    /// The calendar has no table for this year, so the limit was counted day and night.
    case calendarMissing(year: Int, Limit)
    /// A record written before evidence was stored as values.
    case written(String)

    /// The report's own statement about its category that the words overruled.
    package enum Overruled: Hashable, Sendable {
        case hint(String)
        case kind(ReportKind)
        case group(String)
    }

    /// The phrases of a text as evidence.
    static func phrases(of said: TextClassification) -> [Evidence] {
        said.evidence.map { .phrase($0.phrase, points: $0.points) }
    }

    /// The same evidence; contact data in a gateway's code is masked.
    var masked: Evidence {
        switch self {
        case .hint(let code): .hint(Masking.masked(code))
        case .hintAgainst(.hint(let code)): .hintAgainst(.hint(Masking.masked(code)))
        case .hintAgainst(.group(let code)): .hintAgainst(.group(Masking.masked(code)))
        case .hintIsGroup(let code): .hintIsGroup(Masking.masked(code))
        case .unknownHint(let code, let scheme): .unknownHint(Masking.masked(code), scheme: scheme.map(Masking.masked))
        case .unmappedHint(let code, let scheme): .unmappedHint(Masking.masked(code), scheme: scheme)
        case .unknownScheme(let name): .unknownScheme(Masking.masked(name))
        case .unknownCondition(let code, let assumed): .unknownCondition(Masking.masked(code), assumed: assumed)
        case .phrase(let text, let points): .phrase(Masking.masked(text), points: points)
        case .classifiedBy(let name): .classifiedBy(Masking.masked(name))
        case .written(let text): .written(Masking.masked(text))
        case .hintAgainst(.kind), .noHint, .kind, .textScore, .model, .keys, .oneKey, .danger, .splitFrom, .fault,
            .calendarMissing:
            self
        }
    }
}

internal import ChineseText

/// Why a case has its category, one fact each.
package enum Evidence: Hashable, Sendable {
    /// The report names this category.
    case hint(String)
    /// The words apply of an emergency that the report's own category does not.
    case hintAgainst(Overruled)
    /// The category named is a group for this programme: the words choose inside it.
    case hintIsGroup(String)
    case unknownHint(String, scheme: String?)
    /// The scheme knows the code and leaves it to people.
    case unmappedHint(String, scheme: String)
    case unknownScheme(String)
    case unknownCondition(String, assumed: String)
    case noHint
    case kind(ReportKind)
    /// The score of the words: a phrase of weight 1 is worth 100.
    case textScore(Int)
    /// A phrase of the words and what it counts.
    case phrase(String, points: Int)
    /// Two or more keys of an emergency, or one alone.
    case keys([EmergencyKey])
    case oneKey([EmergencyKey])
    /// A person named the category.
    case classifiedBy(String)
    case splitFrom(String)
    /// The calendar has no table of a year, so a limit was counted day and night through it.
    case calendarMissing(year: Int, Limit)
    /// A record written before evidence was kept as values.
    case written(String)

    /// What a report said of its category before the words overruled it.
    package enum Overruled: Hashable, Sendable {
        case hint(String)
        case kind(ReportKind)
        case group(String)
    }

    /// The evidence of a text: its phrases.
    static func phrases(of said: TextClassification) -> [Evidence] {
        said.evidence.map { .phrase($0.phrase, points: $0.points) }
    }

    /// The same without contact data that a gateway put into a code.
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
        case .hintAgainst(.kind), .noHint, .kind, .textScore, .keys, .oneKey, .splitFrom, .calendarMissing: self
        }
    }
}

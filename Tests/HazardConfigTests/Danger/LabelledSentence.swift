/// What a rider might say, with what the classifier should read in it: danger, or what only sounds like danger.
///
/// All sentences are written for these tests, in the way riders speak: dialect, traditional characters, no punctuation, errors
/// of a voice input. A line is `danger|priority|category|kind|doubt|text`; alternatives stand between slashes, `*` is any.
struct LabelledSentence: Sendable {
    /// How much is at stake.
    enum Danger: String, Sendable {
        /// Somebody may die: the case opens as P0.
        case life
        /// Somebody may be hurt soon: the case opens as P1, or as P0.
        case harm
        /// Nobody is in danger: the case opens with the priority of its category and no higher.
        case no
        /// The words speak of danger and make it doubtful themselves: nobody is paged for it by machine.
        case doubt
    }

    let danger: Danger
    /// P0 to P3; empty is any.
    let priorities: Set<String>
    /// Category codes; empty is any.
    let codes: Set<String>
    /// Kinds of danger, of which one must be named: fire, medical, crime.
    let kinds: Set<String>
    /// hearsay, joke, question or past; nil is none.
    let doubt: String?
    let text: String

    /// The sentences of a table, one a line.
    static func table(_ text: String) -> [LabelledSentence] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 6, let danger = Danger(rawValue: fields[0]) else { return nil }
            func choice(_ field: String) -> Set<String> {
                let words = Set(field.split(separator: "/").map(String.init))
                return words.contains("*") ? [] : words
            }
            return LabelledSentence(
                danger: danger, priorities: choice(fields[1]), codes: choice(fields[2]), kinds: choice(fields[3]),
                doubt: fields[4].isEmpty ? nil : fields[4], text: fields[5])
        }
    }
}

import HazardCore
internal import HazardText
import JSONText

/// The cases that are possibly the same as one, as text.
struct SimilarLines {
    let zone: ZoneText
    let words: AnswerWords

    var heading: String { words("可能相同（只提示，不自动并案）：", "Possibly the same (suggested, never merged by itself):") }

    /// A row for each case, or one that says that there is none.
    func table(_ answer: JSONValue) -> [String] {
        let rows = (answer["similar"]?.array ?? []).map { other in
            [
                other["case_id"]?.line ?? "?", words.state(other["state"]?.string ?? "?"),
                zone.text(other["opened_at"]),
                why(other),
            ]
        }
        return rows.isEmpty ? [words("无", "none")] : TextTable.lines(rows)
    }

    /// One line for the live view; nil without cases.
    func inline(_ answer: JSONValue) -> String? {
        let found = (answer["similar"]?.array ?? []).map { other in
            (other["case_id"]?.line ?? "?") + words.facts.inBrackets(why(other))
        }
        guard !found.isEmpty else { return nil }
        return "          ≈ " + words("可能相同：", "possibly the same: ") + found.joined(separator: words("；", "; "))
    }

    private func why(_ other: JSONValue) -> String {
        words.facts.resemblance(
            Resemblance(
                basis: other["basis"]?.string.flatMap(Resemblance.Basis.init) ?? .place, place: other["place"]?.double,
                metres: other["metres"]?.int.map(Int.init), wording: other["wording"]?.double ?? 0,
                apart: .seconds(other["seconds_apart"]?.int ?? 0)))
    }
}

internal import HazardWire
internal import JSONText
internal import Wording

/// One wrong field of a request, as `errors` lists it.
struct FieldProblem: Sendable {
    /// The field's path, such as `media[2].sha256`, or the name of a query field; empty for the request as a whole.
    var field: String
    /// What is wrong.
    var problem: LocalText
    /// What to send instead.
    var hint: LocalText

    init(_ field: String, _ problem: LocalText, hint: LocalText) {
        self.field = field
        self.problem = problem
        self.hint = hint
    }

    /// A problem that a codec of `HazardWire` found in a message.
    init(_ problem: WireProblem) {
        self.init(problem.field, problem.problem, hint: problem.hint)
    }

    func write(to writer: inout JSONWriter, _ language: Language) {
        writer.beginObject()
        writer.field("field", field)
        writer.field("problem", problem[language])
        writer.field("hint", hint[language])
        writer.endObject()
    }
}

extension LocalText {
    /// A sentence of a lower floor that exists in English only.
    init(untranslated sentence: String) { self.init(zh: sentence, en: sentence) }
}

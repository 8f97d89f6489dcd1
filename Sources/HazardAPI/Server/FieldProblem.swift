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

/// The problems or warnings of one request: the first ones, and how many there are.
struct ProblemList: Sendable {
    private(set) var listed: [FieldProblem]
    /// How many there are, those not listed included.
    private(set) var total: Int

    /// The number of those that are not listed.
    var more: Int { total - listed.count }
    var isEmpty: Bool { total == 0 }

    init(_ found: [FieldProblem] = []) {
        listed = Array(found.prefix(WireProblems.mostListed))
        total = found.count
    }

    init(_ problems: WireProblems) {
        listed = problems.map { FieldProblem($0) }
        total = problems.total
    }

    mutating func add(_ problem: FieldProblem) {
        total += 1
        if listed.count < WireProblems.mostListed { listed.append(problem) }
    }

    /// Writes two members of an object: the problems that are listed, and how many there are. `room` is how many more the
    /// answer may list.
    func write(
        _ list: StaticString, _ count: StaticString, to writer: inout JSONWriter, _ language: Language,
        _ room: inout Int
    ) {
        let shown = listed.prefix(room)
        room -= shown.count
        writer.array(list, Array(shown)) { $1.write(to: &$0, language) }
        writer.field(count, total)
    }

    /// Writes the members `warnings` and `warning_count`, when there are warnings.
    func writeWarnings(to writer: inout JSONWriter, _ language: Language, _ room: inout Int) {
        if !isEmpty { write("warnings", "warning_count", to: &writer, language, &room) }
    }

    /// Writes the warnings of an answer about one message.
    func writeWarnings(to writer: inout JSONWriter, _ language: Language) {
        var room = WireProblems.mostListed
        writeWarnings(to: &writer, language, &room)
    }
}

extension LocalText {
    /// A sentence of a lower floor that exists in English only.
    init(untranslated sentence: String) { self.init(zh: sentence, en: sentence) }
}

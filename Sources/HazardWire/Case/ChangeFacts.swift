internal import HazardCore
internal import JSONText

/// The object `detail` of a task event: why the department receives it, beside the sentence `reason`.
enum ChangeFacts {
    static func json(_ change: TaskChange) -> JSONValue {
        let (code, fields) = facts(change)
        return .object(
            ([("code", .string(code))] + fields).filter { $0.1 != .null }.map { JSONValue.Member($0.0, $0.1) })
    }

    private static func facts(_ change: TaskChange) -> (String, [(String, JSONValue)]) {
        switch change {
        case .said(let words): ("said", [("words", .string(words))])
        case .role(let role): ("role", [("role", .string(role.rawValue))])
        case .classified(let category): ("classified", [("category", .string(category))])
        case .timer(let move): ("timer", [("move", .string(move.rawValue))])
        case .report(let role, let worse, let words):
            (
                "report",
                [("role", .string(role.rawValue)), ("condition", .optional(worse)), ("words", .optional(words))]
            )
        case .suspended: ("suspended", [])
        case .resumed: ("resumed", [])
        case .delayed: ("delayed", [])
        case .requestRefused(let kind): ("request-refused", [("kind", .string(kind.rawValue))])
        case .mergedInto(let id): ("merged-into", [("case", .string(id))])
        case .split: ("split", [])
        case .refused(let reason): ("refused", RefusalFacts.fields(reason))
        case .written(let text): ("written", [("text", .string(text))])
        }
    }

    static func change(_ json: JSONValue) -> TaskChange? {
        let facts = Facts(json)
        return switch json["code"]?.string {
        case "said": facts.string("words").map { .said($0) }
        case "role": facts.value("role").map { .role($0) }
        case "classified": facts.string("category").map { .classified(category: $0) }
        case "timer": facts.value("move").map { .timer($0) }
        case "report":
            facts.value("role").map {
                .report($0, worse: facts.string("condition"), words: facts.string("words"))
            }
        case "suspended": .suspended
        case "resumed": .resumed
        case "delayed": .delayed
        case "request-refused": facts.value("kind").map { .requestRefused($0) }
        case "merged-into": facts.string("case").map { .mergedInto($0) }
        case "split": .split
        case "refused": RefusalFacts.reason(facts).map { .refused($0) }
        case "written": facts.string("text").map { .written($0) }
        default: nil
        }
    }
}

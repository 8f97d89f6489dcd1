internal import HazardCore
internal import JSONText

/// The entries of `decision.facts`: why a case has its category, beside the sentences of `decision.evidence`.
enum EvidenceFacts {
    static func write(_ evidence: Evidence, to writer: inout JSONWriter) {
        if case .model(let said) = evidence { return ModelFactText.write(said, to: &writer) }
        let (code, fields) = facts(evidence)
        writer.value(
            .object(
                ([("code", .string(code))] + fields).filter { $0.1 != .null }.map { JSONValue.Member($0.0, $0.1) }))
    }

    private static func facts(_ evidence: Evidence) -> (String, [(String, JSONValue)]) {
        switch evidence {
        case .hint(let code): ("hint", [("category", .string(code))])
        case .hintAgainst(.hint(let code)): ("hint-against", [("category", .string(code))])
        case .hintAgainst(.group(let code)): ("group-against", [("category", .string(code))])
        case .hintAgainst(.kind(let kind)): ("kind-against", [("kind", .string(kind.rawValue))])
        case .hintIsGroup(let code): ("hint-is-group", [("category", .string(code))])
        case .unknownHint(let code, let scheme):
            ("unknown-hint", [("category", .string(code)), ("scheme", .optional(scheme))])
        case .unmappedHint(let code, let scheme):
            ("unmapped-hint", [("category", .string(code)), ("scheme", .string(scheme))])
        case .unknownScheme(let scheme): ("unknown-scheme", [("scheme", .string(scheme))])
        case .unknownCondition(let code, let assumed):
            ("unknown-condition", [("condition", .string(code)), ("assumed", .string(assumed))])
        case .noHint: ("no-hint", [])
        case .kind(let kind): ("kind", [("kind", .string(kind.rawValue))])
        case .textScore(let score): ("text", [("points", .int(Int64(score)))])
        case .phrase(let text, let points): ("phrase", [("phrase", .string(text)), ("points", .int(Int64(points)))])
        // `ModelFactText` writes it.
        case .model: ("model", [])
        case .keys(let keys): ("keys", [("keys", .strings(keys.map(\.rawValue)))])
        case .oneKey(let keys): ("one-key", [("keys", .strings(keys.map(\.rawValue)))])
        case .danger(let dangers, let doubt):
            ("danger", [("kinds", .strings(dangers.map(\.rawValue))), ("doubt", .optional(doubt?.rawValue))])
        case .classifiedBy(let name): ("classified-by", [("operator", .string(name))])
        case .splitFrom(let id): ("split-from", [("case", .string(id))])
        case .fault(let reason, let field):
            ("fault", [("reason", .string(reason.rawValue)), ("field", .optional(field))])
        case .calendarMissing(let year, let limit):
            ("calendar-missing", [("year", .int(Int64(year))), ("limit", .string(limit.description))])
        case .written(let text): ("written", [("text", .string(text))])
        }
    }

    static func evidence(_ json: JSONValue) -> Evidence? {
        let facts = Facts(json)
        guard let code = json["code"]?.string else { return nil }
        return byCategory(code, facts) ?? byWords(code, facts)
    }

    private static func byCategory(_ code: String, _ facts: Facts) -> Evidence? {
        let category = facts.string("category")
        return switch code {
        case "hint": category.map { .hint($0) }
        case "hint-against": category.map { .hintAgainst(.hint($0)) }
        case "group-against": category.map { .hintAgainst(.group($0)) }
        case "hint-is-group": category.map { .hintIsGroup($0) }
        case "unknown-hint": category.map { .unknownHint($0, scheme: facts.string("scheme")) }
        case "unmapped-hint": facts.pair("category", "scheme").map { .unmappedHint($0, scheme: $1) }
        case "unknown-scheme": facts.string("scheme").map { .unknownScheme($0) }
        case "unknown-condition": facts.pair("condition", "assumed").map { .unknownCondition($0, assumed: $1) }
        case "no-hint": .noHint
        default: nil
        }
    }

    private static func byWords(_ code: String, _ facts: Facts) -> Evidence? {
        switch code {
        case "kind": return facts.value("kind").map { .kind($0) }
        case "kind-against": return facts.value("kind").map { .hintAgainst(.kind($0)) }
        case "text": return facts.int("points").map { .textScore($0) }
        case "phrase":
            guard let text = facts.string("phrase"), let points = facts.int("points") else { return nil }
            return .phrase(text, points: points)
        case "model": return ModelFactText.evidence(facts)
        case "keys": return .keys(facts.values("keys"))
        case "one-key": return .oneKey(facts.values("keys"))
        case "danger":
            let dangers: [Danger] = facts.values("kinds")
            return dangers.isEmpty ? nil : .danger(dangers, doubt: facts.value("doubt"))
        case "classified-by": return facts.string("operator").map { .classifiedBy($0) }
        case "split-from": return facts.string("case").map { .splitFrom($0) }
        case "fault": return facts.value("reason").map { .fault($0, field: facts.string("field")) }
        case "calendar-missing":
            guard let year = facts.int("year"), let limit = facts.string("limit").flatMap({ Limit($0) }) else {
                return nil
            }
            return .calendarMissing(year: year, limit)
        case "written": return facts.string("text").map { .written($0) }
        default: return nil
        }
    }
}

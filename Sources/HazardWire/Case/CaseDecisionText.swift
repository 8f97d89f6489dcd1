internal import HazardCore
internal import HazardText
internal import JSONText

/// The decision at the opening of a case: `decision`, `limits`, `close_rule` and `rules_hash`.
enum CaseDecisionText: String, JSONFields {
    case rule, evidence, facts
    case runnerUp = "runner_up"
    case dangers, doubtful, unknown

    static let keys = JSONKeys<CaseDecisionText>(required: [.rule])

    static func read(_ reader: inout JSONReader, into decision: inout CaseDecision) throws(JSONFault) {
        var written: [String] = []
        var facts: JSONValue?
        var object = try reader.open(CaseDecisionText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .rule: decision.rule = try reader.string()
            case .evidence:
                written = try reader.strings { reader throws(JSONFault) in try reader.string() }
            case .facts: facts = try reader.value()
            case .runnerUp: decision.runnerUp = try reader.string()
            case .dangers:
                decision.dangers = try reader.strings { reader throws(JSONFault) in try reader.string() }
                    .compactMap(Danger.init)
            case .doubtful: decision.isDoubtful = try reader.bool()
            case .unknown: try reader.skipValue()
            }
        }
        let known = facts?.array?.map(EvidenceFacts.evidence)
        // Facts count only when there is one for each sentence. Otherwise the sentences are shown as written.
        decision.evidence = written.indices.map { index in
            if let known, known.count == written.count, let evidence = known[index] { return evidence }
            return .written(written[index])
        }
    }

    static func readLimits(_ reader: inout JSONReader, into decision: inout CaseDecision) throws(JSONFault) {
        var object = try reader.open(LimitField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .due: decision.limit = try reader.limit()
            case .makeSafe: decision.makeSafeLimit = try reader.limit()
            case .unknown: try reader.skipValue()
            }
        }
    }

    static func write(_ decision: CaseDecision, to writer: inout JSONWriter) {
        writer.nested("decision") { writer in
            writer.field("rule", decision.rule)
            // The n-grams of a model are in its facts only.
            writer.field("evidence", decision.evidence.map { CaseWords.onTheWire.evidence($0.withoutReasons) })
            writer.list("facts", decision.evidence) { EvidenceFacts.write($1, to: &$0) }
            writer.field("runner_up", decision.runnerUp)
            if !decision.dangers.isEmpty { writer.field("dangers", decision.dangers.map(\.rawValue)) }
            if decision.isDoubtful { writer.field("doubtful", true) }
        }
        writer.nested("limits") { writer in
            writer.field("due", decision.limit?.description)
            writer.field("make_safe", decision.makeSafeLimit?.description)
        }
        writer.field("close_rule", decision.closeRule.rawValue)
        writer.field("rules_hash", decision.rulesHash)
    }

    private enum LimitField: String, JSONFields {
        case due
        case makeSafe = "make_safe"
        case unknown

        static let keys = JSONKeys<LimitField>()
    }
}

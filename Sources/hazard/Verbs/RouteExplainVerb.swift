import CommandArguments
import HazardConfig
import HazardCore
internal import HazardText
import JSONText
internal import Wording

/// `hazard route explain`: which rule decides, why, and why earlier rules do not.
let routeExplainVerb = Verb(
    path: ["route", "explain"],
    summary: LocalText(zh: "说明哪条规则命中、为何命中、前面的为何未中", en: "say which rule matches, why, and why the earlier ones do not"),
    options: RouteFacts.options + [.json] + Configuration.options
) { arguments in
    let policy = try Configuration.load(arguments).policy
    let asked = try RouteFacts(arguments, policy)
    let answer = RouteAnswer(asked, policy)
    if arguments.flag("json") {
        Terminal.print(bytes: answer.json)
    } else {
        Terminal.print(answer.text(AnswerWords(language: arguments.language, names: PolicyNames(policy))))
    }
    return .done
}

/// The routing table's answer, for people and for scripts.
struct RouteAnswer {
    private let explanation: RoutingExplanation
    private let priority: Priority
    private let closeRule: CloseRule
    private let needsReview: Bool
    private let unusable: [Evidence]?
    private let policy: Policy

    /// A report without a usable category goes to the fallback, as it does when its case is opened.
    init(_ asked: RouteFacts, _ policy: Policy) {
        var explanation = policy.routing.explain(asked.facts)
        if asked.unusable != nil {
            explanation.decision = RoutingDecision(
                rule: RoutingTable.fallbackID, outcome: policy.routing.fallback, isFallback: true)
            explanation.reasons = []
            explanation.passed = []
        }
        self.explanation = explanation
        self.policy = policy
        unusable = asked.unusable
        let decision = explanation.decision
        priority = decision.priority ?? asked.category.priority
        closeRule = policy.closeRule(for: decision, programme: asked.facts.programme)
        needsReview = decision.needsReview || decision.isFallback
    }

    func text(_ words: AnswerWords) -> String {
        let decision = explanation.decision
        var rows = [
            [words("规则", "Rule"), words.rule(decision.rule)], [words("主办", "Lead"), words.department(decision.lead)],
        ]
        if !decision.co.isEmpty {
            let co = decision.co.map(words.department).joined(separator: words("、", ", "))
            rows.append([words("协办", "Co"), co])
        }
        rows.append([words("等级", "Priority"), priority.rawValue])
        rows.append([words("办结规则", "Close rule"), words.word(NameLists.closeRules, closeRule.rawValue)])
        if needsReview { rows.append([words("复核", "Review"), words("需要", "somebody should look at it")]) }
        var lines = TextTable.lines(rows)
        if let unusable {
            let why = unusable.map(words.facts.evidence).joined(separator: words("；", "; "))
            lines.append(words("无可用类别：", "No usable category: ") + why)
        }
        if !explanation.reasons.isEmpty {
            lines +=
                ["", words("命中原因：", "It matched because:")]
                + explanation.reasons.map { "  " + ReasonWords.text($0, of: explanation.facts, words) }
        }
        if !explanation.passed.isEmpty {
            lines += ["", words("前面未命中的规则：", "Earlier rules that did not match:")]
            lines += explanation.passed.map { rule in
                "  " + words.rule(rule.rule) + words("：", ": ")
                    + rule.failed.map { ReasonWords.text($0, of: explanation.facts, words) }
                    .joined(separator: words("；", "; "))
            }
        }
        if unusable == nil, explanation.otherCategories > 0 {
            lines += [
                "",
                words(
                    "另有 \(explanation.otherCategories) 条规则只管其他类别。",
                    "\(explanation.otherCategories) earlier rules are for other categories only."),
            ]
        }
        return lines.joined(separator: "\n")
    }

    var json: [UInt8] {
        let decision = explanation.decision
        return JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("rule", decision.rule)
            writer.field("lead", decision.lead)
            writer.field("co", decision.co)
            writer.field("priority", priority)
            writer.field("close_rule", closeRule)
            writer.field("needs_review", needsReview)
            writer.field("fallback", decision.isFallback)
            writer.array("reasons", explanation.reasons) { writer, reason in RouteAnswer.write(reason, &writer) }
            writer.array("passed", explanation.passed) { writer, rule in
                writer.beginObject()
                writer.field("rule", rule.rule)
                writer.array("failed", rule.failed) { writer, reason in RouteAnswer.write(reason, &writer) }
                writer.endObject()
            }
            writer.endObject()
        }
    }

    private static func write(_ reason: RoutingReason, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("fact", reason.dimension)
        writer.field("given", ReasonWords.given(reason))
        writer.field("wanted", reason.wanted)
        writer.field("holds", reason.holds)
        writer.endObject()
    }
}

/// The conditions of a rule and the facts of a report, as text.
enum ReasonWords {
    /// The report's fact; nil when the report does not have it. A programme that is not given is an empty text.
    static func given(_ reason: RoutingReason) -> String? { reason.given.flatMap { $0.isEmpty ? nil : $0 } }

    /// The reason as one clause. In Chinese, facts have their Chinese names beside them.
    static func text(_ reason: RoutingReason, of facts: RoutingFacts, _ words: AnswerWords) -> String {
        let name = words.word(NameLists.dimensions, reason.dimension.rawValue)
        func named(_ value: String) -> String {
            guard words.language == .zh else { return value }
            return [value, FactWords.name(value, reason.dimension, facts, words.names)].compactMap(\.self)
                .joined(separator: " ")
        }
        let wanted = (reason.holds ? reason.wanted : reason.wanted.map(named)).joined(separator: words("、", ", "))
        let fact =
            given(reason).map { words("\(name)为 \(named($0))", "\(name) is \($0)") }
            ?? words("未给\(name)", "\(name) is not given")
        return reason.holds
            ? fact + words("，符合规则（\(wanted)）", ", as the rule wants (\(wanted))")
            : fact + words("，规则要求 \(wanted)", ", the rule wants \(wanted)")
    }
}

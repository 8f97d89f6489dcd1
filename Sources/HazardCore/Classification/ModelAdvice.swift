internal import ChineseText

/// What learned models add to the rules. A model never overrides a hint, a rule of danger or the two keys
/// (`DOMAIN.md` §12).
extension Policy {
    /// The classification by words, with the answer of the category's model where the words gave none or need review.
    func advised(_ found: Classification, _ report: Report, _ said: TextClassification?) -> Classification {
        guard found.needsReview, found.category.priority != .p0 || !found.isUsable,
            let (use, input) = model(.category, for: report)
        else { return found }
        let answer = use.model.answer(input)
        guard answer.probability >= use.likely, let category = category(use.model.labels[answer.label].code),
            !category.retired, category.id != unclassified.id
        else { return found }
        let isDangerous = said?.danger != nil || category.priority == .p0
        let decides = answer.probability >= use.sure && !isDangerous && category.id != found.category.id
        let evidence = Evidence.model(
            ModelEvidence(use.model, answer, to: input, effect: decides ? .decides : .suggests))
        guard decides else {
            var suggested = found
            suggested.evidence.append(evidence)
            if category.id != found.category.id { suggested.runnerUp = category.id }
            return suggested
        }
        var decided = Classification(
            category: category, condition: category.conditions.first, evidence: found.evidence + [evidence])
        decided.runnerUp = found.isUsable ? found.category.id : found.runnerUp
        return decided
    }

    /// The route, with the answer of the department's model where no rule matched.
    ///
    /// - Returns: the route, and what the model said; nil when it said nothing
    package func advised(
        _ route: RoutingDecision, _ classified: Classification, _ report: Report
    ) -> (RoutingDecision, Evidence?) {
        guard route.isFallback || route.needsReview, !classified.speaksOfEmergency,
            let (use, input) = model(.department, for: report)
        else { return (route, nil) }
        let answer = use.model.answer(input)
        let id = use.model.labels[answer.label].code
        guard answer.probability >= use.likely, id != Department.triageID, departments[id]?.retired == false else {
            return (route, nil)
        }
        let decides = answer.probability >= use.sure && route.isFallback && classified.isUsable
        let evidence = Evidence.model(
            ModelEvidence(use.model, answer, to: input, effect: decides ? .decides : .suggests))
        guard decides else { return (route, evidence) }
        return (RoutingDecision(rule: RoutingDecision.modelID, outcome: RoutingOutcome(lead: id)), evidence)
    }

    /// What the model of urgency says of a report whose case has this priority; nil when it changes nothing.
    func urgency(_ report: Report, _ priority: Priority) -> ModelEvidence? {
        guard priority == .p2, !report.kind.isWish, let (use, input) = model(.urgency, for: report) else { return nil }
        let answer = use.model.answer(input)
        guard answer.probability >= use.likely else { return nil }
        return ModelEvidence(use.model, answer, to: input, effect: answer.probability >= use.sure ? .raises : .suggests)
    }

    private func model(_ subject: LinearModel.Subject, for report: Report) -> (ModelUse, ModelInput)? {
        guard !models.uses.isEmpty, report.text?.isEmpty == false,
            let use = models.use(subject, programme: report.programme, places: places(of: report.location))
        else { return nil }
        return (use, ModelInput(report))
    }
}

extension RoutingDecision {
    /// The rule of a route that a model chose.
    package static let modelID = "model"
}

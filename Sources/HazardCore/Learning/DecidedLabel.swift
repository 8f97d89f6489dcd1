package import ChineseText

/// What people decided about a case: a label that a model can learn from (`DOMAIN.md` §12).
package struct DecidedLabel: Hashable, Sendable {
    /// The id of our category or department; `true` or `false` for urgency.
    package var label: String
    /// When it was decided.
    package var at: Instant

    package init(label: String, at: Instant) {
        self.label = label
        self.at = at
    }
}

/// What a model said of a case beside what people decided.
package struct ModelAgreement: Hashable, Sendable {
    package var subject: LinearModel.Subject
    /// Whether people decided what the model had said.
    package var isAgreed: Bool
    package var at: Instant
}

extension Case {
    /// The answer of people to a question; nil while nobody has decided it.
    package func decided(_ subject: LinearModel.Subject) -> DecidedLabel? {
        switch subject {
        case .category: decidedCategory
        case .department: resolver
        case .urgency: decidedUrgency
        }
    }

    /// What the model of this question said when the case was opened; nil when it said nothing.
    package func advice(_ subject: LinearModel.Subject) -> ModelEvidence? {
        for case .model(let said) in decision.evidence where said.subject == subject { return said }
        return nil
    }

    /// Whether a model said something of the case.
    package var hasAdvice: Bool {
        decision.evidence.contains { if case .model = $0 { true } else { false } }
    }

    /// The questions that a model answered and people decided, each with the outcome.
    package var agreements: [ModelAgreement] {
        decision.evidence.compactMap { evidence in
            guard case .model(let said) = evidence, let decided = decided(said.subject) else { return nil }
            return ModelAgreement(subject: said.subject, isAgreed: decided.label == said.answer, at: decided.at)
        }
    }

    /// The category that a person chose last.
    private var decidedCategory: DecidedLabel? {
        guard let review, category.id != HazardCategory.unclassifiedID else { return nil }
        return DecidedLabel(label: category.id, at: review.at)
    }

    /// The department that led the work of a closed case to its end.
    private var resolver: DecidedLabel? {
        guard state == .closed, let closedAt,
            let lead = tasks.first(where: {
                $0.role == .lead && $0.state == .done && $0.department != Department.triageID
            })
        else { return nil }
        return DecidedLabel(label: lead.department, at: closedAt)
    }

    /// Urgent is what a person urges, supervises or escalates within its limit, and what a person's classification makes P0
    /// or P1.
    private var decidedUrgency: DecidedLabel? {
        let pressed = history.first { event in
            guard case .move(.command(let kind)) = event.kind, event.isByPerson else { return false }
            return [.urge, .supervise, .escalate].contains(kind) && dueAt.map { event.at < $0 } ?? true
        }
        if let pressed { return DecidedLabel(label: "true", at: pressed.at) }
        guard let review else { return nil }
        return DecidedLabel(label: priority == .p0 || priority == .p1 ? "true" : "false", at: review.at)
    }

    /// The last classification by a person.
    private var review: CaseEvent? {
        history.last { $0.kind == .move(.command(.classify)) && $0.isByPerson }
    }

    /// Whether a person merged another case into this one.
    package var isMergedByPerson: Bool { history.contains { $0.kind == .merged && $0.isByPerson } }

    /// Whether a person split this case, or made it by a split.
    package var isSplitByPerson: Bool {
        history.contains { $0.kind == .move(.command(.split)) && $0.isByPerson }
    }
}

extension CaseEvent {
    /// Whether an operator, a dispatcher or a supervisor acted.
    package var isByPerson: Bool { [.operator, .dispatcher, .supervisor].contains(actor.role) }
}

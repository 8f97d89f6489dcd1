/// A kind of hazard: one leaf of the taxonomy (`DOMAIN.md` §2).
package struct HazardCategory: Hashable, Sendable {
    /// Such as `T02`.
    package var code: String
    /// Such as `lane-obstruction`; rules are written with it.
    package var id: String
    package var name: String
    package var nameEnglish: String
    package var priority: Priority
    /// At least one; the first is assumed when a report names none.
    package var conditions: [FilingCondition]
    /// Which conditions are two steps of one case: make safe first, repair later.
    package var twoStep: TwoStep?
    /// Of the unclassified category: what a case promises that is dispatched by name, without being classified.
    package var dispatchedLimit: Limit?
    package var note: String?

    /// A category with the one condition that is assumed, and any others.
    package init(
        code: String, id: String, name: String, nameEnglish: String, priority: Priority, conditions: [FilingCondition]
    ) {
        self.code = code
        self.id = id
        self.name = name
        self.nameEnglish = nameEnglish
        self.priority = priority
        self.conditions = conditions
    }

    /// The condition with this code.
    package func condition(_ code: String) -> FilingCondition? {
        // By position: a closure would copy every condition on the way.
        for index in conditions.indices where conditions[index].code == code { return conditions[index] }
        return nil
    }

    /// The limits of a case filed under a condition: two when it is the first of two steps.
    package func limits(for condition: FilingCondition) -> CaseLimits {
        guard let twoStep, condition.code == twoStep.makeSafe, let repair = self.condition(twoStep.repair) else {
            return CaseLimits(due: condition.limit, makeSafe: nil)
        }
        return CaseLimits(due: repair.limit, makeSafe: condition.limit)
    }

    /// The promise of what is dispatched unclassified, unless the configuration says otherwise.
    package static let dispatchedLimit = Limit(amount: 1, clock: .wd)

    /// The id of the category of what is not classified yet.
    package static let unclassifiedID = "unclassified"

    /// 待分拨, as it is when the configuration does not say otherwise.
    package static let unclassified = HazardCategory(
        code: "Z01", id: unclassifiedID, name: "待分拨", nameEnglish: "To be classified", priority: .p2,
        conditions: [
            FilingCondition(
                code: "a", description: "not classified yet", descriptionChinese: "尚未分类",
                limit: Limit(amount: 15, clock: .m), closesWhen: "classified")
        ])
}

/// Under which circumstances a hazard is filed; it owns the time limit.
package struct FilingCondition: Hashable, Sendable {
    /// Such as `a`, unique in its category.
    package var code: String
    /// The circumstances in English.
    package var description: String
    package var descriptionChinese: String
    /// Nil where nothing is due by time, only logged.
    package var limit: Limit?
    /// What must be true before the case may close.
    package var closesWhen: String
    /// Emergency numbers to tell the reporter at once, such as `119`.
    package var redirect: [String]

    package init(
        code: String, description: String, descriptionChinese: String, limit: Limit?, closesWhen: String,
        redirect: [String] = []
    ) {
        self.code = code
        self.description = description
        self.descriptionChinese = descriptionChinese
        self.limit = limit
        self.closesWhen = closesWhen
        self.redirect = redirect
    }
}

/// Two conditions that are steps of one case.
package struct TwoStep: Hashable, Sendable {
    /// The condition whose limit makes the place safe.
    package var makeSafe: String
    /// The condition whose limit ends the repair.
    package var repair: String

    package init(makeSafe: String, repair: String) {
        self.makeSafe = makeSafe
        self.repair = repair
    }
}

/// The promises that a new case starts with.
package struct CaseLimits: Hashable, Sendable {
    package var due: Limit?
    package var makeSafe: Limit?

    package init(due: Limit?, makeSafe: Limit?) {
        self.due = due
        self.makeSafe = makeSafe
    }
}

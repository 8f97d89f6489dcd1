/// A kind of hazard (`DOMAIN.md` §2).
package struct HazardCategory: Hashable, Sendable {
    /// The code, such as `T02`.
    package var code: String
    /// The id, such as `lane-obstruction`; routing rules use it.
    package var id: String
    package var name: String
    package var nameEnglish: String
    package var priority: Priority
    /// At least one. The first is assumed when a report names no condition.
    package var conditions: [FilingCondition]
    /// The two conditions that are steps of one case: make safe first, repair later.
    package var twoStep: TwoStep?
    /// Only of the unclassified category: the limit of a case that is dispatched by name without being classified
    /// (`DECISIONS.md` #32).
    package var dispatchedLimit: Limit?
    package var note: String?
    /// Earlier codes and ids of the category. Hints and filters that use them mean this category.
    package var was: [String] = []
    /// Gets no new cases. Open cases may still have it.
    package var retired = false

    /// Creates a category with its default condition, which comes first, and further ones.
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

    /// The condition with this code; nil when there is none.
    package func condition(_ code: String) -> FilingCondition? {
        // A loop over positions avoids copying every condition, which a closure would do.
        for index in conditions.indices where conditions[index].code == code { return conditions[index] }
        return nil
    }

    /// The limits of a case with this condition: two when the condition is the first of two steps.
    package func limits(for condition: FilingCondition) -> CaseLimits {
        guard let twoStep, condition.code == twoStep.makeSafe, let repair = self.condition(twoStep.repair) else {
            return CaseLimits(due: condition.limit, makeSafe: nil)
        }
        return CaseLimits(due: repair.limit, makeSafe: condition.limit)
    }

    /// The limit of a case that is dispatched unclassified, unless the configuration sets another one.
    package static let dispatchedLimit = Limit(amount: 1, clock: .wd)

    /// The id of the category of cases that are not classified yet.
    package static let unclassifiedID = "unclassified"

    /// The category Z01 待分拨 as it is unless the configuration defines it.
    package static let unclassified = HazardCategory(
        code: "Z01", id: unclassifiedID, name: "待分拨", nameEnglish: "To be classified", priority: .p2,
        conditions: [
            FilingCondition(
                code: "a", description: "not classified yet", descriptionChinese: "尚未分类",
                limit: Limit(amount: 15, clock: .m), closesWhen: "classified")
        ])
}

/// A filing condition 立案条件: the circumstances under which a hazard is filed. It defines the time limit.
package struct FilingCondition: Hashable, Sendable {
    /// The code, such as `a`; unique in its category.
    package var code: String
    /// The circumstances, in English.
    package var description: String
    package var descriptionChinese: String
    /// The time limit; nil when the case is only logged.
    package var limit: Limit?
    /// What must be true before the case may close.
    package var closesWhen: String
    /// Emergency numbers that the reporter gets at once, such as `119`.
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

/// Two conditions that are steps of one case (`DOMAIN.md` §2, two-step rows).
package struct TwoStep: Hashable, Sendable {
    /// The code of the condition whose limit is for making the place safe.
    package var makeSafe: String
    /// The code of the condition whose limit is for the repair.
    package var repair: String

    package init(makeSafe: String, repair: String) {
        self.makeSafe = makeSafe
        self.repair = repair
    }
}

/// The limits of a new case.
package struct CaseLimits: Hashable, Sendable {
    package var due: Limit?
    package var makeSafe: Limit?

    package init(due: Limit?, makeSafe: Limit?) {
        self.due = due
        self.makeSafe = makeSafe
    }
}

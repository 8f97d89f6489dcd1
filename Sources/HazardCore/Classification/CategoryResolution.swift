/// The category that a report's hint stands for, or why there is none.
package enum CategoryResolution: Hashable, Sendable {
    case found(FoundCategory)
    /// The report names a scheme that is not configured.
    case unknownScheme(String)
    /// The code is not in the scheme (nil: it is not one of our own codes).
    case unknownCode(String, scheme: String?)
    /// The scheme contains the code without a category of ours, so a person decides.
    case unmapped(String, scheme: String)
    /// The report names no category.
    case none
}

/// A category with the condition that the case is filed under.
package struct FoundCategory: Hashable, Sendable {
    package var category: HazardCategory
    package var condition: FilingCondition
    /// The condition that the report named and that the category does not have; the category's first one is used
    /// instead.
    package var unknownCondition: String?

    package init(category: HazardCategory, condition: FilingCondition, unknownCondition: String? = nil) {
        self.category = category
        self.condition = condition
        self.unknownCondition = unknownCondition
    }
}

extension Policy {
    /// Finds the category that a report names, in the scheme that it names.
    ///
    /// A condition that the report names has precedence over the scheme's condition.
    package func resolveCategory(hint: String?, condition: String?, scheme: String?) -> CategoryResolution {
        guard let hint, !hint.isEmpty else {
            if let scheme, schemes[scheme] == nil { return .unknownScheme(scheme) }
            return .none
        }
        guard let scheme else { return resolveOwn(hint, condition: condition) }
        guard let foreign = schemes[scheme] else { return .unknownScheme(scheme) }
        switch foreign.entries[hint] {
        case .category(let id, let mapped):
            guard let category = category(id) else { return .unknownCode(hint, scheme: scheme) }
            return found(category, condition: condition, else: mapped)
        case .unmapped: return .unmapped(hint, scheme: scheme)
        case nil: return .unknownCode(hint, scheme: scheme)
        }
    }

    private func resolveOwn(_ hint: String, condition: String?) -> CategoryResolution {
        guard let category = category(hint), !category.retired else { return .unknownCode(hint, scheme: nil) }
        return found(category, condition: condition, else: nil)
    }

    private func found(
        _ category: HazardCategory, condition asked: String?, else mapped: String?
    ) -> CategoryResolution {
        let wanted = asked ?? mapped
        if let wanted, let condition = category.condition(wanted) {
            return .found(FoundCategory(category: category, condition: condition))
        }
        let used = mapped.flatMap(category.condition) ?? category.conditions.first
        guard let used else { return .unknownCode(category.code, scheme: nil) }
        return .found(FoundCategory(category: category, condition: used, unknownCondition: wanted))
    }
}

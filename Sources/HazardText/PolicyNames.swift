package import HazardCore
package import Wording

/// The names of departments, categories, conditions, rules and programmes in the configuration.
///
/// It is empty when the command line asks a server by its address without a configuration. Ids are then shown instead
/// of names.
package struct PolicyNames: Sendable {
    /// By id.
    package let departments: [String: LocalText]
    /// By id and by code.
    package let categories: [String: LocalText]
    /// The descriptions of filing conditions, by category (its id or its code) and condition code.
    package let conditions: [String: [String: LocalText]]
    /// The names of routing rules, by id.
    package let rules: [String: LocalText]
    /// By id.
    package let programmes: [String: LocalText]
    /// The codes and ids of categories.
    package let categoryNames: [String]

    package init() {
        (departments, categories, conditions, rules, programmes) = ([:], [:], [:], [:], [:])
        categoryNames = []
    }

    package init(_ policy: Policy) {
        departments = policy.departments.mapValues { LocalText(zh: $0.name, en: $0.nameEnglish) }
        var categories: [String: LocalText] = [:]
        var conditions: [String: [String: LocalText]] = [:]
        for category in policy.categories {
            let texts = category.conditions.map { ($0.code, LocalText(zh: $0.descriptionChinese, en: $0.description)) }
            for key in [category.id, category.code] {
                categories[key] = LocalText(zh: category.name, en: category.nameEnglish)
                conditions[key] = Dictionary(texts) { first, _ in first }
            }
        }
        self.categories = categories
        self.conditions = conditions
        var rules = [RoutingTable.fallbackID: LocalText(zh: "无规则匹配", en: "no rule matches")]
        for rule in policy.routing.rules {
            if let name = rule.name, let english = rule.nameEnglish {
                rules[rule.id] = LocalText(zh: name, en: english)
            }
        }
        self.rules = rules
        programmes = policy.programmes.mapValues { LocalText(zh: $0.name, en: $0.nameEnglish) }
        categoryNames = policy.categories.flatMap { [$0.code, $0.id] }
    }
}

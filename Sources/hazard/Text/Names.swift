import CommandArguments
import HazardConfig
import HazardCore
internal import Wording

/// The names of departments, categories, conditions and rules in the configuration; empty when there is no configuration.
///
/// A server can be asked by its address, without a configuration: then ids are shown instead of names.
struct Names: Sendable {
    /// By id.
    let departments: [String: LocalText]
    /// By id.
    let categories: [String: LocalText]
    /// The descriptions of filing conditions by category id and code.
    let conditions: [String: [String: LocalText]]
    /// Routing rules by id.
    let rules: [String: LocalText]
    /// By id.
    let programmes: [String: LocalText]
    /// Codes and ids.
    let categoryNames: [String]

    init() {
        (departments, categories, conditions, rules, programmes) = ([:], [:], [:], [:], [:])
        categoryNames = []
    }

    init(_ policy: Policy) {
        departments = policy.departments.mapValues { LocalText(zh: $0.name, en: $0.nameEnglish) }
        categories = Dictionary(
            policy.categories.map { ($0.id, LocalText(zh: $0.name, en: $0.nameEnglish)) },
            uniquingKeysWith: { first, _ in first })
        conditions = Dictionary(
            policy.categories.map { category in
                let texts = category.conditions.map {
                    ($0.code, LocalText(zh: $0.descriptionChinese, en: $0.description))
                }
                return (category.id, Dictionary(texts) { first, _ in first })
            }, uniquingKeysWith: { first, _ in first })
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

    /// The names of the configuration that the arguments or the environment name; empty when it cannot be read.
    static func atHand(_ arguments: Arguments) -> Names {
        (try? Configuration.load(arguments)).map { Names($0.policy) } ?? Names()
    }

    /// The values of an option that names something configured; nil for any other option.
    func known(to option: String) -> [String]? {
        switch option {
        case "department", "suggest": departments.keys.sorted()
        case "category": categoryNames
        case "programme": programmes.keys.sorted()
        default: nil
        }
    }
}

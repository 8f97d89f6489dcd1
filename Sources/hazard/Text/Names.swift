import CommandArguments
import HazardConfig
import HazardCore
internal import Wording

/// What departments, categories and programmes are called, by the configuration at hand; empty when there is none.
///
/// A server is asked by its address alone, so names are a help and never a condition: without them ids are shown.
struct Names: Sendable {
    /// By id.
    let departments: [String: LocalText]
    /// By id.
    let categories: [String: LocalText]
    let programmes: [String]
    /// Codes and ids.
    let categoryNames: [String]

    init() {
        (departments, categories, programmes, categoryNames) = ([:], [:], [], [])
    }

    init(_ policy: Policy) {
        departments = policy.departments.mapValues { LocalText(zh: $0.name, en: $0.nameEnglish) }
        categories = Dictionary(
            policy.categories.map { ($0.id, LocalText(zh: $0.name, en: $0.nameEnglish)) },
            uniquingKeysWith: { first, _ in first })
        programmes = policy.programmes.keys.sorted()
        categoryNames = policy.categories.flatMap { [$0.code, $0.id] }
    }

    /// Those of the configuration that these words or the surroundings name; empty when it cannot be read.
    static func atHand(_ arguments: Arguments) -> Names {
        (try? Configuration.load(arguments)).map { Names($0.policy) } ?? Names()
    }

    /// What may stand for an option that names something configured; nil for any other.
    func known(to option: String) -> [String]? {
        switch option {
        case "department", "suggest": departments.keys.sorted()
        case "category": categoryNames
        case "programme": programmes
        default: nil
        }
    }
}

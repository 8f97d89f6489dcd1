import HazardCore
internal import HazardText
internal import Wording

/// The Chinese names of the facts of a report that routing rules use.
enum FactWords {
    /// The Chinese name of a fact; nil when the fact has no other name, such as an hour or an area's code.
    static func name(_ fact: String, _ dimension: RoutingDimension, _ facts: RoutingFacts, _ names: PolicyNames)
        -> String?
    {
        switch dimension {
        case .category: names.categories[fact]?.zh
        case .condition: names.conditions[facts.category ?? ""]?[fact]?.zh
        case .programme: names.programmes[fact]?.zh
        case .surface: known(fact, NameLists.surfaces)
        case .roadClass: known(fact, NameLists.roadClasses)
        case .kind: known(fact, NameLists.reportKinds)
        case .channel: known(fact, NameLists.channels)
        case .reporterKind: known(fact, NameLists.reporterKinds)
        case .weekday: known(fact, NameLists.weekdays)
        case .area, .hour: nil
        }
    }

    private static func known(_ fact: String, _ list: LocalNames) -> String? { list.has(fact) ? list[fact].zh : nil }
}

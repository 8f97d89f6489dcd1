/// The set of reports that a rule can match, comparable with those of other rules.
///
/// A surface is a set of road classes, so both are one dimension here.
struct RoutingReach {
    private var id: String
    /// The accepted values of each dimension. A dimension without a condition is missing.
    private var values: [RoutingDimension: Set<String>] = [:]
    private var areas: [AreaPattern]?

    init(of rule: RoutingRule) {
        id = rule.id
        areas = rule.when.areas
        for dimension in RoutingDimension.allCases where dimension != .surface && dimension != .area {
            values[dimension] = rule.when.values(dimension).map(Set.init)
        }
        guard let surfaces = rule.when.surfaces else { return }
        let classes = RoadClass.allCases.filter { road in road.surface.map(surfaces.contains) ?? false }
        let ofSurface = Set(classes.map(\.rawValue))
        values[.roadClass] = values[.roadClass]?.intersection(ofSurface) ?? ofSurface
    }

    /// Whether any report can match.
    var canMatch: Bool { values.values.allSatisfy { !$0.isEmpty } && areas?.isEmpty != true }

    /// The ids of the earlier rules that together match everything this rule can match; nil when something is left. It
    /// finds a single rule, or several that differ in one dimension only.
    func blockers(among earlier: [RoutingReach]) -> [String]? {
        var partial: [RoutingDimension: [RoutingReach]] = [:]
        for rule in earlier {
            let open = RoutingDimension.allCases.filter { $0 != .surface && !isCovered(in: $0, by: [rule]) }
            guard let only = open.first else { return [rule.id] }
            if open.count == 1 { partial[only, default: []].append(rule) }
        }
        for (dimension, rules) in partial.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where rules.count > 1 && isCovered(in: dimension, by: rules) {
            return rules.map(\.id)
        }
        return nil
    }

    /// Whether these rules together accept every value of the dimension that this rule accepts.
    private func isCovered(in dimension: RoutingDimension, by rules: [RoutingReach]) -> Bool {
        if dimension == .area { return isAreaCovered(by: rules) }
        let lists = rules.map { $0.values[dimension] }
        if lists.contains(nil) { return true }
        let union = lists.reduce(into: Set<String>()) { $0.formUnion($1 ?? []) }
        guard let wanted = values[dimension] ?? Self.everything(of: dimension) else { return false }
        return wanted.isSubset(of: union)
    }

    private func isAreaCovered(by rules: [RoutingReach]) -> Bool {
        if rules.contains(where: { $0.areas == nil }) { return true }
        guard let areas else { return false }
        let all = rules.flatMap { $0.areas ?? [] }
        return areas.allSatisfy { own in all.contains { $0.covers(own) } }
    }

    /// All values of a dimension that every report states and that has a closed list; nil for other dimensions.
    private static func everything(of dimension: RoutingDimension) -> Set<String>? {
        switch dimension {
        case .kind: Set(ReportKind.allCases.map(\.rawValue))
        case .channel: Set(Channel.allCases.map(\.rawValue))
        case .hour: Set((0..<24).map(String.init))
        case .weekday: Set(WeekdaySet.names)
        case .category, .condition, .programme, .area, .surface, .roadClass, .reporterKind: nil
        }
    }
}

package import ChineseText

/// Everything that the configuration decides about cases.
///
/// It is one reference, so that rules hold it without copying its parts. A change makes a policy of its own.
package struct Policy: Sendable {
    private var box: Box

    private struct Parts: Sendable {
        var departments: [String: Department]
        var categories: [HazardCategory]
        var programmes: [String: Programme]
        var schemes: [String: CategoryScheme]
        var routing: RoutingTable
        var basics: PolicyBasics
        var textClassifier = TextClassifier.silent
        var merging = MergePolicy()
        var models = ModelPolicy()
        var emergencyLimit = EmergencyWait.usualLimit
        var areas = AreaMap.none
        var unclassified: HazardCategory
        /// Positions in `categories`, by code and by id, also by earlier ones.
        var categoryIndex: [String: Int]
        var renamedDepartments: [String: String]
    }

    private final class Box: Sendable {
        let parts: Parts

        init(_ parts: Parts) { self.parts = parts }
    }

    /// By id.
    package var departments: [String: Department] { box.parts.departments }
    /// In the order of the configuration.
    package var categories: [HazardCategory] { box.parts.categories }
    /// By id.
    package var programmes: [String: Programme] { box.parts.programmes }
    /// By id.
    package var schemes: [String: CategoryScheme] { box.parts.schemes }
    package var routing: RoutingTable { box.parts.routing }
    package var basics: PolicyBasics {
        get { box.parts.basics }
        set { change { $0.basics = newValue } }
    }
    /// Finds the category in the words of a report. The default contains no phrases.
    package var textClassifier: TextClassifier {
        get { box.parts.textClassifier }
        set { change { $0.textClassifier = newValue } }
    }
    /// When a report joins an existing case. Without groups nothing is merged by place.
    package var merging: MergePolicy {
        get { box.parts.merging }
        set { change { $0.merging = newValue } }
    }
    /// Learned models beside the rules; none unless the city configures some.
    package var models: ModelPolicy {
        get { box.parts.models }
        set { change { $0.models = newValue } }
    }
    /// How long an emergency may wait in triage for a person before the machine pages departments.
    package var emergencyLimit: Duration {
        get { box.parts.emergencyLimit }
        set { change { $0.emergencyLimit = newValue } }
    }
    /// The areas on the map; empty unless the city configures some.
    package var areas: AreaMap {
        get { box.parts.areas }
        set { change { $0.areas = newValue } }
    }
    /// The category of cases that are not classified yet: 待分拨.
    package var unclassified: HazardCategory { box.parts.unclassified }
    /// The department that an earlier id stands for.
    package var renamedDepartments: [String: String] { box.parts.renamedDepartments }

    private mutating func change(_ body: (inout Parts) -> Void) {
        var parts = box.parts
        body(&parts)
        box = Box(parts)
    }

    /// Creates a policy from its checked parts. When two parts have the same id, the first one counts.
    package init(
        departments: [Department], categories: [HazardCategory], programmes: [Programme], schemes: [CategoryScheme],
        routing: RoutingTable, basics: PolicyBasics
    ) {
        var index: [String: Int] = [:]
        for (position, category) in categories.enumerated() {
            for name in [category.id, category.code] where index[name] == nil { index[name] = position }
        }
        for (position, category) in categories.enumerated() {
            for name in category.was where index[name] == nil { index[name] = position }
        }
        let position = index[HazardCategory.unclassifiedID]
        box = Box(
            Parts(
                departments: Dictionary(departments.map { ($0.id, $0) }) { first, _ in first },
                categories: categories,
                programmes: Dictionary(programmes.map { ($0.id, $0) }) { first, _ in first },
                schemes: Dictionary(schemes.map { ($0.id, $0) }) { first, _ in first },
                routing: routing, basics: basics, unclassified: position.map { categories[$0] } ?? .unclassified,
                categoryIndex: index,
                renamedDepartments: Dictionary(departments.flatMap { now in now.was.map { ($0, now.id) } }) {
                    first, _ in first
                }))
    }

    /// The category with this id or code; nil when there is none.
    package func category(_ idOrCode: String) -> HazardCategory? {
        box.parts.categoryIndex[idOrCode].map { box.parts.categories[$0] }
    }

    /// The id of the department that this name stands for today; the name itself when no department had it before.
    package func currentDepartment(_ name: String) -> String {
        departments[name] == nil ? renamedDepartments[name] ?? name : name
    }

    /// The ids of the departments that are not retired, sorted.
    package var activeDepartments: [String] { departments.values.filter { !$0.retired }.map(\.id).sorted() }

    /// The limit of a case that is dispatched before it is classified (`DECISIONS.md` #32).
    package var dispatchedLimit: Limit { unclassified.dispatchedLimit ?? HazardCategory.dispatchedLimit }

    package var zone: ZoneOffset { box.parts.basics.zone }
    package var calendar: WorkingCalendar {
        get { box.parts.basics.calendar }
        set { basics.calendar = newValue }
    }
    package var rulesHash: String { box.parts.basics.rulesHash }

    /// The facts of this report for routing, at the time `now` of its record.
    package func facts(of report: Report, category: String?, condition: String?, at now: Instant) -> RoutingFacts {
        var facts = RoutingFacts(of: report, category: category, condition: condition, at: now, zone: zone)
        facts.areas = places(of: report.location)
        return facts
    }

    /// Every name of a place that routing rules can use: the areas of its point, and the names in the report.
    package func places(of location: Location?) -> [String] {
        guard let location else { return [] }
        guard !areas.isEmpty, let point = location.wgs84 ?? location.point.map(CoordinateConversion.wgs84) else {
            return location.names
        }
        return areas.codes(at: point) + location.names
    }

    /// The close rule of a new case: the routing rule's, else the programme's, else the general one.
    package func closeRule(for decision: RoutingDecision, programme: String) -> CloseRule {
        decision.closeRule ?? programmes[programme]?.demands.closeRule ?? basics.closeRule
    }
}

/// The general settings of a policy.
package struct PolicyBasics: Hashable, Sendable {
    /// The time zone for local hours, days and written times.
    package var zone: ZoneOffset
    /// A hash that changes with any part of the policy. Each case stores it.
    package var rulesHash: String
    /// When a case counts as resolved, unless a rule or a programme says otherwise.
    package var closeRule: CloseRule
    /// The working hours of the city, for the clocks wh and wd.
    package var calendar: WorkingCalendar

    /// Without a calendar no year is covered: limits in wh and wd leave out weekends only, and such cases are marked for
    /// review.
    package init(
        zone: ZoneOffset = .china, rulesHash: String, closeRule: CloseRule = .all, calendar: WorkingCalendar? = nil
    ) {
        self.zone = zone
        self.rulesHash = rulesHash
        self.closeRule = closeRule
        self.calendar = calendar ?? WorkingCalendar(zone: zone)
    }
}

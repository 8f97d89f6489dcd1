/// One line of the routing policy: when it applies, and what follows.
package struct RoutingRule: Hashable, Sendable {
    /// Unique; a decision names it.
    package var id: String
    /// What people call the rule; nil when the configuration gives no name.
    package var name: String?
    package var nameEnglish: String?
    package var when: RoutingMatch
    package var outcome: RoutingOutcome

    package init(id: String, when: RoutingMatch, outcome: RoutingOutcome) {
        self.id = id
        self.when = when
        self.outcome = outcome
    }
}

/// What a rule yields.
package struct RoutingOutcome: Hashable, Sendable {
    /// The department that leads.
    package var lead: String
    /// The departments that help.
    package var co: [String]
    /// In place of the category's priority.
    package var priority: Priority?
    /// In place of the programme's or the general close rule.
    package var closeRule: CloseRule?
    /// Somebody should look at the decision: a fact was missing.
    package var needsReview: Bool

    package init(
        lead: String, co: [String] = [], priority: Priority? = nil, closeRule: CloseRule? = nil,
        needsReview: Bool = false
    ) {
        self.lead = lead
        self.co = co
        self.priority = priority
        self.closeRule = closeRule
        self.needsReview = needsReview
    }
}

/// When a rule applies: every list given must contain the report's fact; a list not given asks nothing.
///
/// A fact that the report does not state is in no list.
package struct RoutingMatch: Hashable, Sendable {
    /// Category ids.
    package var categories: [String]?
    package var conditions: [String]?
    package var programmes: [String]?
    package var areas: [AreaPattern]?
    package var surfaces: [Surface]?
    package var roadClasses: [RoadClass]?
    package var kinds: [ReportKind]?
    package var channels: [Channel]?
    package var reporterKinds: [ReporterKind]?
    package var hours: HourSet?
    package var weekdays: WeekdaySet?

    package init() {}

    /// Whether the fact of one dimension is what the rule asks for.
    package func holds(_ dimension: RoutingDimension, for facts: RoutingFacts) -> Bool {
        switch dimension {
        case .category: Self.has(categories, facts.category)
        case .condition: Self.has(conditions, facts.condition)
        case .programme: Self.has(programmes, facts.programme)
        case .area: holdsArea(facts)
        case .surface: Self.has(surfaces, facts.surface)
        case .roadClass: Self.has(roadClasses, facts.roadClass)
        case .kind: Self.has(kinds, facts.kind)
        case .channel: Self.has(channels, facts.channel)
        case .reporterKind: Self.has(reporterKinds, facts.reporterKind)
        case .hour: hours?.contains(facts.hour) ?? true
        case .weekday: weekdays?.contains(facts.weekday) ?? true
        }
    }

    /// What the rule asks of a dimension, value by value; nil when it asks nothing.
    package func values(_ dimension: RoutingDimension) -> [String]? {
        switch dimension {
        case .category: categories
        case .condition: conditions
        case .programme: programmes
        case .area: areas?.map(\.description)
        case .surface: surfaces?.map(\.rawValue)
        case .roadClass: roadClasses?.map(\.rawValue)
        case .kind: kinds?.map(\.rawValue)
        case .channel: channels?.map(\.rawValue)
        case .reporterKind: reporterKinds?.map(\.rawValue)
        case .hour: hours?.hours.map(String.init)
        case .weekday: weekdays?.weekdays.map(WeekdaySet.name)
        }
    }

    /// The dimensions that the rule asks about.
    package var asked: [RoutingDimension] { RoutingDimension.allCases.filter { values($0) != nil } }

    /// The district, an area round the point, or what the report names below the district.
    private func holdsArea(_ facts: RoutingFacts) -> Bool {
        guard let areas else { return true }
        return areas.contains { pattern in
            facts.district.map(pattern.contains) == true || facts.areas.contains(where: pattern.contains)
        }
    }

    private static func has<Value: Equatable>(_ list: [Value]?, _ fact: Value?) -> Bool {
        guard let list else { return true }
        guard let fact else { return false }
        return list.contains(fact)
    }
}

/// A district's or area's code, the name of a subdistrict, community or grid, or the beginning of one: `510185`, `5101*`.
package struct AreaPattern: Hashable, Sendable, CustomStringConvertible {
    private var code: String
    private var isPrefix: Bool

    /// Reads a code or name of up to 64 bytes with or without a `*` at its end; nil for anything else.
    ///
    /// Codes are of letters, digits, `.`, `_`, `-`; names may also hold Chinese characters.
    package init?(_ text: String) {
        isPrefix = text.utf8.last == UInt8(ascii: "*")
        code = isPrefix ? String(text.dropLast()) : text
        let isPlain = code.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                ? Self.marks.contains(scalar) || scalar.properties.isAlphabetic || (48...57).contains(scalar.value)
                : scalar.properties.isAlphabetic
        }
        guard !code.isEmpty, code.utf8.count <= 64, isPlain else { return nil }
    }

    private static let marks: Set<Unicode.Scalar> = [".", "_", "-"]

    /// Whether a text is a district's code: up to 12 letters or digits.
    package static func isDistrictCode(_ text: String) -> Bool {
        (1...12).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    }

    package func contains(_ district: String) -> Bool {
        isPrefix ? district.utf8.starts(with: code.utf8) : district == code
    }

    /// Whether every district of the other pattern is in this one.
    package func covers(_ other: AreaPattern) -> Bool {
        isPrefix ? other.code.utf8.starts(with: code.utf8) : !other.isPrefix && other.code == code
    }

    package var description: String { isPrefix ? code + "*" : code }
}

/// One rule of the routing table: its conditions and its outcome.
package struct RoutingRule: Hashable, Sendable {
    /// The id, unique in the table. A decision names it.
    package var id: String
    /// The name for people; nil when the configuration gives none.
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

/// The outcome of a rule.
package struct RoutingOutcome: Hashable, Sendable {
    /// The id of the leading department.
    package var lead: String
    /// The ids of the co-acting departments.
    package var co: [String]
    /// Replaces the category's priority.
    package var priority: Priority?
    /// Replaces the close rule of the programme or the general one.
    package var closeRule: CloseRule?
    /// Marks the case for review, because a fact was missing.
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

/// The conditions of a rule. Every list that is given must contain the report's fact; a list that is not given is no
/// condition.
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

    /// Whether the condition on one dimension holds.
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

    /// The accepted values of a dimension; nil when there is no condition on it.
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

    /// The dimensions with a condition.
    package var asked: [RoutingDimension] { RoutingDimension.allCases.filter { values($0) != nil } }

    /// Whether the district, an area of the point, or a name below the district matches.
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

/// A pattern for areas: a code or name, or its beginning followed by `*`, such as `510185` or `5101*`.
package struct AreaPattern: Hashable, Sendable, CustomStringConvertible {
    private var code: String
    private var isPrefix: Bool

    /// Reads a code or name of up to 64 bytes with or without a `*` at its end; nil for anything else.
    ///
    /// Codes consist of letters, digits, `.`, `_`, `-`; names can also contain Chinese characters.
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

    /// Whether this pattern matches everything that the other one matches.
    package func covers(_ other: AreaPattern) -> Bool {
        isPrefix ? other.code.utf8.starts(with: code.utf8) : !other.isPrefix && other.code == code
    }

    package var description: String { isPrefix ? code + "*" : code }
}

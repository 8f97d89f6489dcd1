/// What a routing rule may ask about: a report reduced to a handful of facts.
package struct RoutingFacts: Hashable, Sendable {
    /// A category id of ours; nil when it could not be told.
    package var category: String?
    package var condition: String?
    package var programme: String
    /// The district's administrative code.
    package var district: String?
    /// The configured areas that the point lies in, and the subdistrict, community and grid that the report gives.
    package var areas: [String] = []
    package var roadClass: RoadClass?
    package var kind: ReportKind = .hazard
    package var channel: Channel
    package var reporterKind: ReporterKind?
    /// The local hour in which the record was appended, 0–23.
    package var hour: Int = 12
    /// 1 Monday … 7 Sunday, local, of the same moment.
    package var weekday: Int = 1

    package init(programme: String, channel: Channel) {
        self.programme = programme
        self.channel = channel
    }

    /// The facts of a report at the time of its record.
    package init(of report: Report, category: String?, condition: String?, at now: Instant, zone: ZoneOffset) {
        self.init(programme: report.programme, channel: report.channel)
        let local = zone.civil(now)
        self.category = category
        self.condition = condition
        district = report.location?.district
        areas = report.location?.names ?? []
        roadClass = report.location?.roadClass
        kind = report.kind
        reporterKind = report.reporter.kind
        hour = local.hour
        weekday = local.date.weekday
    }

    /// The district and everything smaller in words; nil when the report says nothing of its place.
    private var area: String? {
        let names = ([district].compactMap(\.self) + areas).reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// The ground of the place, which follows from its road class.
    package var surface: Surface? { roadClass?.surface }

    /// The fact of one dimension in words; nil when the report does not say.
    package func text(_ dimension: RoutingDimension) -> String? {
        switch dimension {
        case .category: category
        case .condition: condition
        case .programme: programme
        case .area: area
        case .surface: surface?.rawValue
        case .roadClass: roadClass?.rawValue
        case .kind: kind.rawValue
        case .channel: channel.rawValue
        case .reporterKind: reporterKind?.rawValue
        case .hour: String(hour)
        case .weekday: WeekdaySet.name(of: weekday)
        }
    }
}

/// Everything a rule can be conditional on, by the key it has in the configuration.
package enum RoutingDimension: String, CaseIterable, Sendable {
    case category, condition, programme, area, surface
    case roadClass = "road_class"
    case kind, channel
    case reporterKind = "reporter_kind"
    case hour, weekday
}

extension Location {
    /// What an area of a routing rule may name besides the district, as the report gave it.
    var names: [String] { [area, grid, community, subdistrict].compactMap(\.self) }
}

/// The facts of a report that routing rules can use.
package struct RoutingFacts: Hashable, Sendable {
    /// A category id of ours; nil when the category is unknown.
    package var category: String?
    package var condition: String?
    package var programme: String
    /// The district's administrative code.
    package var district: String?
    /// The configured areas that contain the point, and the subdistrict, community and grid that the report names.
    package var areas: [String] = []
    package var roadClass: RoadClass?
    package var kind: ReportKind = .hazard
    package var channel: Channel
    package var reporterKind: ReporterKind?
    /// The local hour of the record's time, 0 to 23.
    package var hour: Int = 12
    /// The local weekday of the record's time, 1 Monday to 7 Sunday.
    package var weekday: Int = 1

    package init(programme: String, channel: Channel) {
        self.programme = programme
        self.channel = channel
    }

    /// The facts of a report at the time `now` of its record.
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

    /// The district and the smaller areas as text; nil when the report names no place.
    private var area: String? {
        let names = ([district].compactMap(\.self) + areas).reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// The surface at the place, which follows from the road class.
    package var surface: Surface? { roadClass?.surface }

    /// The fact of one dimension as text; nil when the report does not state it.
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

/// The dimensions that rules can have conditions on, by their keys in the configuration.
package enum RoutingDimension: String, CaseIterable, Sendable {
    case category, condition, programme, area, surface
    case roadClass = "road_class"
    case kind, channel
    case reporterKind = "reporter_kind"
    case hour, weekday
}

extension Location {
    /// The names of areas below the district, as the report gives them.
    var names: [String] { [area, grid, community, subdistrict].compactMap(\.self) }
}

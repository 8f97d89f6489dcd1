internal import CaseStore
internal import HazardCore
internal import HazardStatistics
internal import HazardWire
internal import JSONText

/// The answer of `GET /v1/stats`: each figure with its numerator and denominator; null is n/a.
struct StatisticsText: Sendable {
    let question: StatisticsQuestion
    let statistics: KPIStatistics
    /// The figures of the running server; nil for callers that may not see them.
    let present: [KPIValue]?
    /// The counts of cases whose retention is over; nil when they do not answer the question.
    let left: [MonthlyCount]?
    /// Nil when they do not answer the question.
    let agreements: [ModelAgreements.Entry]?
    let policy: Policy

    var bytes: [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("from", TimeText.text(question.window.from, policy.zone))
            writer.field("to", TimeText.text(question.window.to, policy.zone))
            writer.field("as_of", TimeText.text(question.window.asOf, policy.zone))
            writeFilters(&writer)
            writer.field("group_by", question.grouping)
            writeCounts(statistics.total, &writer)
            writer.array("kpis", statistics.total.figures + (present ?? [])) { writer, value in
                write(value, &writer, isWhole: true)
            }
            if question.grouping != nil { writeGroups(&writer) }
            writeLeft(&writer)
            ModelAgreements.write(agreements, &writer)
            writer.endObject()
        }
    }

    private func writeFilters(_ writer: inout JSONWriter) {
        let scope = question.scope
        writer.key("filters")
        writer.beginObject()
        writer.field("district", scope.district)
        writer.field("area", scope.area)
        writer.field("subdistrict", scope.subdistrict)
        writer.field("department", scope.department)
        writer.field("programme", scope.programme)
        writer.field("category", scope.category)
        writer.endObject()
    }

    /// Counts of cases, reports and reporters, for statements such as "300+ riders, 100+ clues".
    private func writeCounts(_ tally: KPITally, _ writer: inout JSONWriter) {
        writer.key("counts")
        writer.beginObject()
        writer.field("cases", tally.cases)
        writer.field("received_reports", tally.received)
        writer.field("valid_reports", tally.valid)
        writer.field("active_reporters", tally.activeReporters)
        writer.key("opened_by_state")
        writer.beginObject()
        for state in CaseState.allCases {
            guard let count = tally.states[state] else { continue }
            writer.key(state.rawValue)
            writer.int(Int64(count))
        }
        writer.endObject()
        writer.endObject()
    }

    private func write(_ value: KPIValue, _ writer: inout JSONWriter, isWhole: Bool) {
        let definition = KPIDefinition.of(value.kpi)
        writer.beginObject()
        writer.field("id", value.kpi)
        if isWhole {
            writer.key("name")
            writer.beginObject()
            writer.field("zh", definition.name)
            writer.field("en", definition.nameEnglish)
            writer.endObject()
        }
        writer.field("unit", definition.unit)
        writer.field("value", value.value.map { ($0 * 100).rounded() / 100 })
        writer.field("numerator", value.numerator)
        writer.field("denominator", value.denominator)
        if value.kpi == .departmentScore { writer.field("grade", value.grade) }
        if isWhole {
            writer.field("target", definition.target)
            writer.field("clock", definition.clock)
            writer.field("formula", definition.formula)
        }
        writer.endObject()
    }

    private func writeGroups(_ writer: inout JSONWriter) {
        writer.array("groups", statistics.groups.sorted { $0.key < $1.key }) { writer, group in
            writer.beginObject()
            writer.field("group", group.key.isEmpty ? nil : group.key)
            writer.field("name", name(of: group.key))
            writeCounts(group.value, &writer)
            writer.array("kpis", group.value.figures) { writer, value in write(value, &writer, isWhole: false) }
            writer.endObject()
        }
    }

    private func name(of group: String) -> String? {
        switch question.grouping {
        case .department: policy.departments[group]?.name
        case .programme: policy.programmes[group]?.name
        case .category: policy.category(group)?.name
        case .district, .subdistrict, nil: nil
        }
    }

    /// Cases of these months whose retention is over: no figure above counts them.
    private func writeLeft(_ writer: inout JSONWriter) {
        writer.key("left_by_retention")
        writer.beginObject()
        writer.field("cases", left.map { $0.reduce(0) { $0 + $1.count } })
        writer.key("by_outcome")
        writer.beginObject()
        let outcomes = Dictionary((left ?? []).map { ($0.outcome, $0.count) }, uniquingKeysWith: +)
        for (outcome, count) in outcomes.sorted(by: { $0.key < $1.key }) {
            writer.key(outcome)
            writer.int(Int64(count))
        }
        writer.endObject()
        writer.endObject()
    }
}

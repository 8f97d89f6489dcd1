internal import ChineseText
internal import Digest
internal import HazardCore
internal import HazardWire
internal import JSONText

/// Replaces names by pseudonyms that are made anew for each export: its key is random and is never stored.
struct Pseudonyms: Sendable {
    private let key: MessageKey

    /// - Throws: `DigestFailure` without random bytes.
    init() throws(DigestFailure) { key = try MessageKey(bytes: RandomToken.bytes(count: 32)) }

    /// The pseudonym of a name; the same name has the same one within an export.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    func name(_ prefix: String, of name: String) throws(DigestFailure) -> String {
        prefix + String(Hex.encode(try key.code(of: Array((prefix + name).utf8))).prefix(16))
    }
}

/// The rows of an export, as `hazard train` and `hazard evaluate` read them.
struct ExportRows {
    let zone: ZoneOffset
    let pseudonyms: Pseudonyms

    /// `{text, label, at[, place], reporter}`.
    ///
    /// - Throws: `DigestFailure` when no pseudonym can be made.
    func row(_ value: LabelledCase) throws(DigestFailure) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("text", .string(value.input.text)), .init("label", .string(value.decided.label)),
            .init("at", .string(TimeText.text(value.decided.at, zone))),
        ]
        let fields = value.input.fields.compactMap { field -> JSONValue.Member? in
            let parts = field.split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? .init(String(parts[0]), .string(String(parts[1]))) : nil
        }
        if !fields.isEmpty { members.append(.init("place", .object(fields))) }
        members.append(.init("reporter", .string(try pseudonyms.name("r-", of: value.reporter))))
        return .object(members)
    }

    /// `{report, group, things, closed_at}`.
    ///
    /// - Throws: `DigestFailure` when no pseudonym can be made.
    func row(_ judged: JudgedReport) throws(DigestFailure) -> JSONValue {
        let group = try pseudonyms.name("c-", of: judged.group.text)
        var report: [JSONValue.Member] = [
            .init("schema_version", .int(Int64(SchemaVersion.current))),
            .init("report_id", .string(try pseudonyms.name("x-", of: judged.report.reportID))),
            .init("programme", .string(judged.report.programme)), .init("channel", .string("import")),
            .init("reported_at", .string(TimeText.text(judged.report.mergeTime, zone))),
            .init("text", .string(judged.text)), .init("category_hint", .string(judged.category)),
        ]
        if let place = location(judged.report.place) { report.append(.init("location", place)) }
        if let account = judged.report.account {
            report.append(
                .init("reporter", .object([.init("ref", .string(try pseudonyms.name("r-", of: account)))])))
        }
        var members: [JSONValue.Member] = [.init("report", .object(report))]
        if judged.isMerged { members.append(.init("group", .string(group))) }
        if judged.isSplit { members.append(.init("things", .array([.string(group)]))) }
        if let closed = judged.closedAt { members.append(.init("closed_at", .string(TimeText.text(closed, zone)))) }
        return .object(members)
    }

    private func location(_ place: Location?) -> JSONValue? {
        guard let place else { return nil }
        var members: [JSONValue.Member] = []
        if let point = place.wgs84 {
            members += [
                .init("lat", .double(point.latitude)), .init("lon", .double(point.longitude)),
                .init("crs", .string(CoordinateSystem.wgs84.rawValue)),
            ]
        }
        for (name, text) in [
            ("address", place.address), ("road_class", place.roadClass?.rawValue), ("community", place.community),
            ("subdistrict", place.subdistrict), ("district", place.district),
        ] {
            if let text { members.append(.init(name, .string(text))) }
        }
        return members.isEmpty ? nil : .object(members)
    }
}

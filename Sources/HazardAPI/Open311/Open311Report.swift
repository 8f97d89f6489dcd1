internal import Digest
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Wording

/// A report made of the form of `POST /open311/v2/requests`.
///
/// Names, numbers and addresses of the person are not in it: of the first one that tells people apart there is a keyed
/// hash, so that two reports of one person have one account.
struct Open311Report {
    let bytes: [UInt8]
    /// What is wrong with the form.
    let faults: [FieldProblem]

    /// Without an id, and at this time.
    init(_ fields: Open311Fields, id: String, _ context: APIContext) {
        var fields = fields
        let policy = context.policy
        var members: [JSONValue.Member] = [
            .init("schema_version", .int(Int64(SchemaVersion.current))), .init("report_id", .string(id)),
            .init("channel", .string(Channel.web.rawValue)),
            .init("reported_at", .string(TimeText.text(context.now(), context.zone))),
        ]
        let programme = Self.programme(&fields, policy)
        if let programme { members.append(.init("programme", .string(programme))) }
        members.append(.init("reporter", Self.reporter(fields, context.hashes)))
        if let text = fields.text("description") { members.append(.init("text", .string(text))) }
        members += Self.category(&fields, policy)
        let place = Self.place(&fields, district: programme.flatMap { policy.programmes[$0]?.onlyDistrict })
        members.append(.init("location", place))
        if let media = fields.text("media_url") { members.append(.init("media", [["ref": .string(media)]])) }
        bytes = JSONValue.object(members).bytes
        faults = fields.faults
    }

    /// The attribute of a service that names the filing condition.
    static let condition = "condition"

    /// The id of the programme; the only one when the form names none.
    private static func programme(_ fields: inout Open311Fields, _ policy: Policy) -> String? {
        if let id = fields.text("jurisdiction_id") { return id }
        if policy.programmes.count == 1, let only = policy.programmes.keys.first { return only }
        fields.refuse(
            "jurisdiction_id", LocalText(zh: "没有写", en: "was not provided"),
            hint: LocalText(zh: "请写项目编号", en: "send the id of a programme"))
        return nil
    }

    private static func reporter(_ fields: Open311Fields, _ hashes: KeyedHash?) -> JSONValue {
        var members: [JSONValue.Member] = [.init("platform", "open311")]
        for name in ["account_id", "device_id", "email", "phone"] {
            guard let value = fields.text(name) else { continue }
            let known = "open311 \(name) \(value.lowercased())"
            guard let ref = try? hashes?.text(of: Array(known.utf8)) else { continue }
            members.append(.init("ref", .string(ref)))
            return .object(members)
        }
        return .object(members + [.init("anonymous", true)])
    }

    /// The hints. A service that stands for no category gives none, so the words decide.
    private static func category(_ fields: inout Open311Fields, _ policy: Policy) -> [JSONValue.Member] {
        let field = "service_code"
        guard let code = fields.text(field) else {
            fields.refuse(
                field, LocalText(zh: "没有写", en: "was not provided"),
                hint: LocalText(zh: "请写 services 中的代码", en: "send a code of services"))
            return []
        }
        guard let category = policy.category(code), !category.retired else {
            fields.refuse(field, Problem.unknownService.detail, hint: Self.codeOfServices)
            return []
        }
        if category.id == HazardCategory.unclassifiedID {
            if fields.text("description") == nil {
                fields.refuse(
                    "description", LocalText(zh: "没有写", en: "was not provided"),
                    hint: LocalText(zh: "此服务须写明情况", en: "this service needs words that say what it is"))
            }
            return []
        }
        let hint = JSONValue.Member("category_hint", .string(category.code))
        let attribute = "attribute[\(condition)]"
        guard let wanted = fields.text(attribute) else { return [hint] }
        guard category.condition(wanted) != nil else {
            let codes = category.conditions.map(\.code).joined(separator: ", ")
            fields.refuse(
                attribute, LocalText(zh: "此服务没有这个值", en: "the service has no such value"),
                hint: LocalText(zh: "请写 \(codes) 之一", en: "send one of \(codes)"))
            return [hint]
        }
        return [hint, .init("condition_hint", .string(wanted))]
    }

    private static let codeOfServices = LocalText(zh: "请写 services 中的代码", en: "send a code of services")

    /// The place: a point in WGS-84, an address, or both.
    private static func place(_ fields: inout Open311Fields, district: String?) -> JSONValue {
        let (latitude, longitude) = (fields.degrees("lat"), fields.degrees("long"))
        let address = fields.text("address_string")
        var members: [JSONValue.Member] = []
        if let latitude { members.append(.init("lat", .double(latitude))) }
        if let longitude { members.append(.init("lon", .double(longitude))) }
        if latitude != nil, longitude != nil {
            members.append(.init("crs", .string(CoordinateSystem.wgs84.rawValue)))
        }
        if let address { members.append(.init("address", .string(address))) }
        if let district { members.append(.init("district", .string(district))) }
        if address == nil, fields.text("lat") == nil, fields.text("long") == nil {
            fields.refuse(
                "address_string", LocalText(zh: "没有写地点", en: "no place was provided"),
                hint: LocalText(
                    zh: "请写 lat 和 long，或 address_string；不支持 address_id",
                    en: "send lat and long, or address_string; address_id is not known here"))
        }
        return .object(members)
    }

    /// The field of the form that a field of the report comes from.
    static func field(_ name: String) -> String {
        switch name {
        case "programme": "jurisdiction_id"
        case "text": "description"
        case "category_hint": "service_code"
        case "location.lat": "lat"
        case "location.lon": "long"
        case "location.address": "address_string"
        case let name where name.hasPrefix("media"): "media_url"
        default: name
        }
    }
}

extension Programme {
    /// Its district when it has one only: then every report of it is there.
    fileprivate var onlyDistrict: String? { districts.count == 1 ? districts.first : nil }
}

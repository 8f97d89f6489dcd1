internal import JSONText
package import Wording

/// Why a record goes to the dead letters; a closed list, and the raw names never change.
package enum RejectionReason: String, CaseIterable, Sendable {
    /// Not a JSON object in UTF-8: empty, broken, a key twice, too deep, bytes after the end.
    case malformed
    /// A record without a value.
    case tombstone
    /// More bytes than a message may have.
    case tooBig = "too-big"
    case unknownSchemaVersion = "unknown-schema-version"
    /// JSON that does not match the schema: missing, wrong type, unknown value, too long, out of range, a bad time or id.
    case invalid
    /// A report whose time is longer ago than reports are accepted.
    case stale
    /// A report whose time is too far ahead.
    case future
    /// The id was used before with other content.
    case idReused = "id-reused"
    /// A report's id holds the number of a person.
    case contactInID = "contact-in-id"
    case unknownProgramme = "unknown-programme"
    case unknownCase = "unknown-case"
    case unknownDepartment = "unknown-department"
    /// A command by a role that may not send it.
    case unknownOperatorKind = "unknown-operator-kind"
    case badSignature = "bad-signature"
    /// The case can store no more history.
    case caseFull = "case-full"
    /// The place is outside every configured area.
    case outOfArea = "out-of-area"
    case spam
    case notHazard = "not-hazard"

    /// The reason for people, in a few words.
    package var name: LocalText {
        switch self {
        case .malformed: LocalText(zh: "格式损坏", en: "broken format")
        case .tombstone: LocalText(zh: "空记录", en: "no value")
        case .tooBig: LocalText(zh: "过大", en: "too large")
        case .unknownSchemaVersion: LocalText(zh: "版本不支持", en: "unknown version")
        case .invalid: LocalText(zh: "字段有误", en: "wrong field")
        case .stale: LocalText(zh: "过旧", en: "too old")
        case .future: LocalText(zh: "时间超前", en: "time ahead")
        case .idReused: LocalText(zh: "编号重复使用", en: "id used again")
        case .contactInID: LocalText(zh: "编号含个人号码", en: "personal number in the id")
        case .unknownProgramme: LocalText(zh: "没有此项目", en: "unknown programme")
        case .unknownCase: LocalText(zh: "没有此案卷", en: "unknown case")
        case .unknownDepartment: LocalText(zh: "没有此部门", en: "unknown department")
        case .unknownOperatorKind: LocalText(zh: "角色无权下达", en: "role not allowed")
        case .badSignature: LocalText(zh: "签名不符", en: "bad signature")
        case .caseFull: LocalText(zh: "案卷已满", en: "case full")
        case .outOfArea: LocalText(zh: "超出范围", en: "outside the area")
        case .spam: LocalText(zh: "骚扰信息", en: "spam")
        case .notHazard: LocalText(zh: "不是隐患", en: "not a hazard")
        }
    }

    /// The reason of a fault: `malformed` for the grammar, else what the fault says of the content.
    init(_ code: JSONFault.Code) {
        switch code {
        case .empty, .byteOrderMark, .badUTF8, .unexpectedByte, .unexpectedEnd, .trailingComma, .trailingBytes,
            .controlCharacter, .badEscape, .badNumber, .duplicateKey, .tooDeep:
            self = .malformed
        case .unsupportedVersion:
            self = .unknownSchemaVersion
        case .wrongType, .outOfRange, .missingField, .unknownField, .unknownValue, .badForm, .tooLong, .tooShort,
            .tooMany, .contradiction:
            self = .invalid
        }
    }
}

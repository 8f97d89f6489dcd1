package import HazardCore
package import Wording

extension RejectionReason {
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
        case .notForPeople: LocalText(zh: "仅限系统内部", en: "not for people")
        case .caseFull: LocalText(zh: "案卷已满", en: "case full")
        case .outOfArea: LocalText(zh: "超出范围", en: "outside the area")
        case .spam: LocalText(zh: "骚扰信息", en: "spam")
        case .notHazard: LocalText(zh: "不是隐患", en: "not a hazard")
        }
    }
}

internal import Credentials
internal import Wording

/// The pages of the desk: who may see which.
enum DeskPages {
    static let readers: Set<AccessRole> = [.verifier, .dispatcher, .operator, .supervisor, .viewer]
    static let caseReaders = readers.union([.department])
    static let triage: Set<AccessRole> = [.dispatcher, .operator, .supervisor]
    static let figures: Set<AccessRole> = [.operator, .supervisor, .viewer]
    static let operators: Set<AccessRole> = [.operator, .supervisor]

    static let navigation: [(path: String, name: LocalText, roles: Set<AccessRole>)] = [
        ("/", LocalText(zh: "当前", en: "Now"), readers),
        ("/triage", LocalText(zh: "分拨", en: "Triage"), triage),
        ("/map", LocalText(zh: "地图", en: "Map"), readers),
        ("/departments", LocalText(zh: "部门", en: "Departments"), figures),
        ("/figures", LocalText(zh: "指标", en: "Figures"), figures),
        ("/rewards", LocalText(zh: "奖励", en: "Rewards"), operators),
        ("/dead-letters", LocalText(zh: "死信", en: "Dead letters"), [.supervisor]),
        ("/health", LocalText(zh: "运行", en: "Health"), operators),
    ]

    /// The role of a token that is no actor in a case.
    static func role(_ role: AccessRole) -> LocalText {
        switch role {
        case .viewer: LocalText(zh: "查看者", en: "viewer")
        case .gateway: LocalText(zh: "接入方", en: "gateway")
        default: LocalText(zh: role.rawValue, en: role.rawValue)
        }
    }
}

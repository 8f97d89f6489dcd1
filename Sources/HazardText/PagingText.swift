package import HazardCore
package import Wording

/// Texts about whether somebody was paged for an emergency.
extension CasePaging {
    /// What a duty officer reads; `limit` writes the limit as the reader's clock shows it.
    package func text(limit: (Instant) -> String) -> LocalText {
        switch self {
        case .paged: LocalText(zh: "已派警", en: "the departments were paged")
        case .waits(let until):
            LocalText(
                zh: "未派警：\(limit(until)) 前无人处置，系统即自动派警",
                en: "not paged yet: unless a person acts, the machine pages at \(limit(until))")
        case .doubtful:
            LocalText(zh: "未派警：内容存疑，系统不会自动派警，须由人决定", en: "not paged: the words are doubtful, so a person must decide")
        case .nobodyLeft:
            LocalText(zh: "未派警：没有可派的部门，须由人决定", en: "not paged: no department is left to page, so a person must decide")
        }
    }
}

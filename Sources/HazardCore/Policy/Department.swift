/// Who acts on hazards: one queue of tasks.
package struct Department: Hashable, Sendable {
    /// Such as `traffic-police`; part of topic names and task ids.
    package var id: String
    /// The name people use: 交警.
    package var name: String
    package var nameEnglish: String
    /// The number that citizens dial, where there is one.
    package var phoneHint: String?
    /// Outside the administration: 物业, a bike company.
    package var external: Bool
    /// Gets no new work; open cases may still name it.
    package var retired: Bool

    package init(
        id: String, name: String, nameEnglish: String, phoneHint: String? = nil, external: Bool = false,
        retired: Bool = false
    ) {
        self.id = id
        self.name = name
        self.nameEnglish = nameEnglish
        self.phoneHint = phoneHint
        self.external = external
        self.retired = retired
    }

    /// The department that takes what no rule places: 分拨中心.
    package static let triageID = "triage"
}

/// A department that acts on hazards. It has one queue of tasks (`DOMAIN.md` §1).
package struct Department: Hashable, Sendable {
    /// The id, such as `traffic-police`; it is part of topic names and task ids.
    package var id: String
    /// The Chinese name, such as 交警.
    package var name: String
    package var nameEnglish: String
    /// The number that citizens dial, if there is one.
    package var phoneHint: String?
    /// Not part of the administration, such as 物业 or a bike company.
    package var external: Bool
    /// Gets no new tasks. Open cases may still name it.
    package var retired: Bool
    /// Earlier ids of the department. Messages and tokens that use them mean this department.
    package var was: [String] = []

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

    /// The id of the triage centre 分拨中心, which gets what no rule matches.
    package static let triageID = "triage"
    /// The ids of the departments that are paged for a danger to life whose category is unknown (`Danger`).
    package static let fireRescueID = "fire-rescue"
    package static let emsID = "ems"
    package static let publicSecurityID = "public-security"
}

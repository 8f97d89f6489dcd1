/// A kind of danger to life. It decides which number a reporter is told and, when the category is unknown, which
/// departments are paged (`config/contracts/README.md`, Emergencies).
package enum Danger: String, CaseIterable, Sendable {
    case fire, medical
    /// Violence or a crime that is happening.
    case crime

    /// The emergency number.
    package var number: String {
        switch self {
        case .fire: "119"
        case .medical: "120"
        case .crime: "110"
        }
    }

    /// The id of the department that is paged.
    package var department: String {
        switch self {
        case .fire: Department.fireRescueID
        case .medical: Department.emsID
        case .crime: Department.publicSecurityID
        }
    }
}

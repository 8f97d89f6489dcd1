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
    /// A message that only the dispatcher sends to itself.
    case notForPeople = "not-for-people"
    /// The case can store no more history.
    case caseFull = "case-full"
    /// The place is outside every configured area.
    case outOfArea = "out-of-area"
    case spam
    case notHazard = "not-hazard"
}

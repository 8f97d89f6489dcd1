package import HazardCore
internal import JSONText

/// A record that cannot be used, as a value: bound for the dead letters, or for the sender's answer.
package struct Rejection: Error, Hashable, Sendable {
    package var reason: RejectionReason
    /// For people: what is wrong and what would be right. Never text or contact data of the message.
    package var sentence: String
    /// The field's path, such as `location.lat`; nil when it is about the record as a whole.
    package var field: String?
    /// The byte in the value, from 0; nil when no byte is to blame.
    package var offset: Int?

    package init(_ reason: RejectionReason, _ sentence: String, field: String? = nil, offset: Int? = nil) {
        self.reason = reason
        self.sentence = sentence
        self.field = field
        self.offset = offset
    }

    init(_ fault: JSONFault, in bytes: [UInt8]) {
        let path = fault.path(in: bytes)
        self.init(
            RejectionReason(fault.code), fault.sentence(in: bytes), field: path.isEmpty ? nil : path,
            offset: fault.offset)
    }
}

extension Rejection {
    /// The place of a report, in WGS-84, is in none of the areas that the city configured.
    package static func outOfArea(_ point: Point, areas: Int) -> Rejection {
        Rejection(
            .outOfArea,
            "the place, \(degrees(point.latitude)), \(degrees(point.longitude)) in WGS-84, is outside all \(areas) areas of "
                + "policy.areas: correct lat, lon or crs, or add the area and replay", field: "location")
    }

    /// Five decimals, about a metre.
    private static func degrees(_ value: Double) -> String {
        let scaled = Int((abs(value) * 100_000).rounded())
        let fraction = String(scaled % 100_000)
        let padded = String(repeating: "0", count: 5 - fraction.count) + fraction
        return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / 100_000).\(padded)"
    }
}

/// Why a record goes to the dead letters; a closed list, the raw names never change.
package enum RejectionReason: String, CaseIterable, Sendable {
    /// Not a JSON object in UTF-8: empty, broken, a key twice, too deep, bytes behind the end.
    case malformed
    /// A record without a value.
    case tombstone
    /// More bytes than a message may have.
    case tooBig = "too-big"
    case unknownSchemaVersion = "unknown-schema-version"
    /// JSON, but not by the schema: missing, wrong type, unknown value, too long, out of range, a bad time or id.
    case invalid
    /// Reported longer ago than reports are taken.
    case stale
    /// Reported at a time that is not yet.
    case future
    /// The id was used before with other bytes.
    case idReused = "id-reused"
    case unknownProgramme = "unknown-programme"
    case unknownCase = "unknown-case"
    case unknownDepartment = "unknown-department"
    /// A command by a role that may not send it here.
    case unknownOperatorKind = "unknown-operator-kind"
    case badSignature = "bad-signature"
    /// The case cannot remember more.
    case caseFull = "case-full"
    /// The place is outside every configured area.
    case outOfArea = "out-of-area"
    case spam
    case notHazard = "not-hazard"

    /// The reason of a fault: what is wrong with the text, or with what it says.
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

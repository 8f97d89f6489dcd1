package import HazardCore
internal import JSONText
package import Wording

/// Why a record cannot be used: the content of its dead letter, or of the answer to its sender.
package struct Rejection: Error, Hashable, Sendable {
    package var reason: RejectionReason
    /// What is wrong and what would be right; never text or contact data of the message.
    package var sentence: LocalText
    /// The field's path, such as `location.lat`; nil for a problem of the record as a whole.
    package var field: String?
    /// The byte in the value, from 0; nil when the problem has no byte.
    package var offset: Int?

    package init(_ reason: RejectionReason, _ sentence: LocalText, field: String? = nil, offset: Int? = nil) {
        self.reason = reason
        self.sentence = sentence
        self.field = field
        self.offset = offset
    }

    init(_ fault: JSONFault, in bytes: [UInt8]) {
        let path = fault.path(in: bytes)
        self.init(
            fault.expected == .idWithoutPerson ? .contactInID : RejectionReason(fault.code), fault.sentence(in: bytes),
            field: path.isEmpty ? nil : path,
            offset: fault.offset)
    }
}

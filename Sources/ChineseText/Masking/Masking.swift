/// Takes contact data out of text before it is stored or sent on: mobile numbers, identity numbers, plates.
package enum Masking {
    /// The text with every mobile number, resident identity number and vehicle plate replaced by stars.
    ///
    /// Kept: the first three digits of a mobile number and what parts it; the first character of a plate (the province).
    /// Full-width digits and Chinese numerals count as digits. Text without any is returned as it came.
    package static func masked(_ text: String) -> String {
        guard var scan = ContactScan(text) else { return text }
        ContactNumbers.hide(in: &scan)
        VehiclePlates.hide(in: &scan)
        return scan.isChanged ? scan.text : text
    }

    /// A reference with every number in it that can only be a person's replaced by stars; any other stays to the letter.
    ///
    /// A reference is no words: a department opens it. It may hold times, hashes and running numbers, so only a whole mobile or
    /// identity number with no other digit and no letter of a hash beside it goes.
    package static func maskedReference(_ reference: String) -> String {
        guard var scan = ContactScan(reference) else { return reference }
        ContactNumbers.hideWhole(in: &scan)
        return scan.isChanged ? scan.text : reference
    }
}

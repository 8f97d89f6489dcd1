/// Removes contact data from text before it is stored or sent: mobile numbers, identity numbers, vehicle plates
/// (`DECISIONS.md` #19).
package enum Masking {
    /// The text with every mobile number, resident identity number and vehicle plate replaced by stars.
    ///
    /// The first three digits of a mobile number, its separators, and the first character of a plate (the province)
    /// stay. Full-width digits and Chinese numerals count as digits. Text without contact data is returned unchanged.
    package static func masked(_ text: String) -> String {
        guard var scan = ContactScan(text) else { return text }
        ContactNumbers.hide(in: &scan)
        VehiclePlates.hide(in: &scan)
        return scan.isChanged ? scan.text : text
    }

    /// A reference with every number that can only be a person's replaced by stars.
    ///
    /// A department opens the reference, so the rest of it does not change. It may contain times, hashes and running
    /// numbers; therefore only a whole mobile or identity number without adjacent digits or letters of a hash is
    /// replaced.
    package static func maskedReference(_ reference: String) -> String {
        guard var scan = ContactScan(reference) else { return reference }
        ContactNumbers.hideWhole(in: &scan)
        return scan.isChanged ? scan.text : reference
    }
}

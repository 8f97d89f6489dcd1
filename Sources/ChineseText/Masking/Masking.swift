/// Removes contact data from text before it is stored or sent (`DECISIONS.md` #19; `deploy/README.md` lists the kinds).
package enum Masking {
    /// The text with contact data replaced by stars.
    ///
    /// The first three digits of a mobile number, its separators, the code of a country or area, and the first character
    /// of a plate (the province) stay. Digits of every script and Chinese numerals count as digits. Text without contact
    /// data is returned unchanged, after one look at its characters.
    package static func masked(_ text: String) -> String {
        guard var scan = ContactScan(text) else { return text }
        MaskingRules.current.hide(in: &scan)
        return scan.isChanged ? scan.text : text
    }

    /// The text as these rules mask it.
    package static func masked(_ text: String, by rules: MaskingRules) -> String {
        guard var scan = ContactScan(text) else { return text }
        rules.hide(in: &scan)
        return scan.isChanged ? scan.text : text
    }

    /// A reference with everything that can only be a person's replaced by stars.
    ///
    /// A department opens the reference, so the rest of it does not change. It may contain times, hashes and running
    /// numbers; therefore only a whole number without adjacent digits or letters of a hash is replaced, and an address of
    /// e-mail.
    package static func maskedReference(_ reference: String) -> String {
        guard var scan = ContactScan(reference) else { return reference }
        ContactNumbers.hideWhole(in: &scan)
        ContactHandles.hideAddresses(in: &scan)
        return scan.isChanged ? scan.text : reference
    }

    /// Whether an id has the number of a person as a whole row of digits: a mobile number, or an identity number with the
    /// right last digit or X. Times in milliseconds and other long numbers are none.
    package static func holdsPerson(id: String) -> Bool {
        var digits: [UInt8] = []
        func isPerson(before next: UInt8?) -> Bool {
            switch digits.count {
            case PersonalNumber.mobileDigits: PersonalNumber.mobilePrefix(digits) == 0
            case PersonalNumber.identityDigits: PersonalNumber.isChecked(digits)
            case PersonalNumber.identityDigits - 1:
                next.map { $0 | 0x20 == UInt8(ascii: "x") } == true && PersonalNumber.isChecked(digits + [10])
            default: false
            }
        }
        for byte in id.utf8 {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                digits.append(byte - UInt8(ascii: "0"))
                continue
            }
            if digits.count >= PersonalNumber.mobileDigits, isPerson(before: byte) { return true }
            digits.removeAll(keepingCapacity: true)
        }
        return isPerson(before: nil)
    }
}

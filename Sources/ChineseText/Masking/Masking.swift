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

    /// The text without these names of its sender, in small or capital letters. A name of fewer than four characters
    /// stays, because it also stands inside other words.
    package static func hiding(_ names: [String], in text: String) -> String {
        guard names.contains(where: { mayContain($0, text) }) else { return text }
        var scalars = Array(text.unicodeScalars)
        var isChanged = false
        let folded = scalars.map(FoldedLetter.of)
        for name in names.map({ $0.unicodeScalars.map(FoldedLetter.of) }) where name.count >= 4 {
            var place = 0
            while place + name.count <= folded.count {
                guard folded[place] == name[0], folded[place..<place + name.count].elementsEqual(name) else {
                    place += 1
                    continue
                }
                for hidden in place..<place + name.count { scalars[hidden] = "*" }
                isChanged = true
                place += name.count
            }
        }
        guard isChanged else { return text }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// Whether the text can contain the name; without a copy, because hardly any text does.
    private static func mayContain(_ name: String, _ text: String) -> Bool {
        let name = Array(name.utf8)
        guard name.count >= 4 else { return false }
        var text = text
        return text.withUTF8 { text in
            guard text.count >= name.count else { return false }
            for start in 0...text.count - name.count {
                // A wide letter can be any letter.
                if text[start] == 0xEF { return true }
                guard text[start] | 0x20 == name[0] | 0x20 else { continue }
                if (0..<name.count).allSatisfy({ text[start + $0] | 0x20 == name[$0] | 0x20 }) { return true }
            }
            return text.suffix(name.count).contains(0xEF)
        }
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

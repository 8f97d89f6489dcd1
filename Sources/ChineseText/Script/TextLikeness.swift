/// Compares the words of two reports: script, width, blanks, marks and emoji do not matter.
package enum TextLikeness {
    /// Fewer letters than this are too vague: 路灯不亮 fits many lamps.
    package static let fewestLetters = 6

    /// The hash of the words for `text_hash`; nil when there are too few letters.
    package static func hash(_ text: String) -> String? {
        var letters: [Unicode.Scalar] = []
        letters.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            let folded = TextFolding.plain(scalar.value)
            guard TextFolding.isLetter(folded), let letter = Unicode.Scalar(folded) else { continue }
            letters.append(letter)
        }
        return letters.count < fewestLetters ? nil : Fingerprint(of: letters).hex
    }
}

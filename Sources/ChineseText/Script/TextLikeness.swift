/// What makes two reports' words the same words: one script, one width, no blanks, marks or emoji.
package enum TextLikeness {
    /// Fewer letters than these say too little: 路灯不亮 is true of many lamps.
    package static let fewestLetters = 6

    /// A number for the words, for `text_hash`; nil for too few.
    package static func hash(_ text: String) -> String? {
        var plain = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            let folded = TextFolding.plain(scalar.value)
            guard TextFolding.isLetter(folded), let letter = Unicode.Scalar(folded) else { continue }
            plain.append(letter)
            count += 1
        }
        return count < fewestLetters ? nil : Fingerprint(String(plain)).hex
    }
}

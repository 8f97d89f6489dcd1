package import Wording

/// Checks a text for people: both languages are there, and neither stands in the place of the other.
package enum TextCheck {
    /// What is wrong with the text; empty for a good one.
    package static func problems(of text: LocalText) -> [String] {
        var problems: [String] = []
        if !hasHan(text.zh) { problems.append("the Chinese has no Chinese character: \(text.zh)") }
        if let words = englishSentence(in: text.zh) { problems.append("the Chinese has English in it: \(words)") }
        if text.en.isEmpty { problems.append("the English is empty") }
        if hasHan(text.en) { problems.append("the English has Chinese in it: \(text.en)") }
        return problems
    }

    private static func hasHan(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    /// Three or more English words in a row; a name of a field or a code is one word.
    private static func englishSentence(in text: String) -> String? {
        var row: [Substring] = []
        for word in text.split(separator: " ") + [Substring()] {
            let letters = word.drop { "(‘“".contains($0) }.prefix { $0.isASCII && $0.isLetter }
            let rest = word.drop { "(‘“".contains($0) }.dropFirst(letters.count)
            if letters.count >= 2, rest.allSatisfy({ ",.;:)’”".contains($0) }) {
                row.append(letters)
                continue
            }
            if row.count >= 3 { return row.joined(separator: " ") }
            row = []
        }
        return nil
    }
}

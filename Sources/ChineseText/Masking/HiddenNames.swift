/// Names of a sender that must not be read in what the sender wrote, in small or capital letters.
///
/// A name of fewer than four characters stays, because it also stands inside other words.
package struct HiddenNames {
    private let names: [[Unicode.Scalar]]
    /// Their UTF-8, with the bit set that tells small from capital letters.
    private let marks: [[UInt8]]

    private static let fewest = 4

    package init(_ names: [String?]) {
        let known = names.compactMap(\.self).filter { $0.unicodeScalars.count >= Self.fewest }
        self.names = known.map { $0.unicodeScalars.map(FoldedLetter.of) }
        marks = known.map { $0.utf8.map { $0 | 0x20 } }
    }

    package var isEmpty: Bool { names.isEmpty }

    /// Replaces the names in a text by stars.
    package func hide(in text: inout String) {
        guard marks.contains(where: { Self.mayContain($0, text) }) else { return }
        var scalars = Array(text.unicodeScalars)
        let folded = scalars.map(FoldedLetter.of)
        var isChanged = false
        for name in names {
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
        guard isChanged else { return }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        text = String(result)
    }

    /// Replaces the names in a text, if there is one.
    package func hide(in text: inout String?) {
        guard var words = text else { return }
        hide(in: &words)
        text = words
    }

    /// Whether the text can contain the name; without a copy, because hardly any text does.
    private static func mayContain(_ name: [UInt8], _ text: String) -> Bool {
        var text = text
        return text.withUTF8 { text in
            let first = name[0]
            for start in 0..<text.count {
                // A wide letter can be any letter.
                if text[start] == 0xEF { return true }
                guard text[start] | 0x20 == first, start + name.count <= text.count else { continue }
                if (1..<name.count).allSatisfy({ text[start + $0] | 0x20 == name[$0] }) { return true }
            }
            return false
        }
    }
}

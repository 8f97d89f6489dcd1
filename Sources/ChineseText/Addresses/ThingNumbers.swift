/// The numbers on things that texts name. They are the best sign that two reports mean the same lamp, cover or cabinet
/// (`DECISIONS.md` #23).
package enum ThingNumbers {
    private static let kinds: [PlaceNumberKind] = [.pole, .manhole, .asset]
    /// Numbers with fewer digits are repeated in the next street.
    private static let fewestDigits = 4

    /// The numbers with their kinds, in a fixed order.
    package static func found(_ texts: String?...) -> [String] {
        var numbers = PlaceNumbers()
        for text in texts {
            if let text, mayName(text) { numbers.formUnion(PlaceNumbers.found(in: text)) }
        }
        guard !numbers.isEmpty else { return [] }
        return kinds.flatMap { kind in
            numbers[kind].filter { $0.utf8.count(where: { (48...57).contains($0) }) >= fewestDigits }.sorted()
                .map { kind.rawValue + " " + $0 }
        }
    }

    /// Whether the text can name one: it has a row of digits that is long enough, and a word for a thing. Most texts
    /// fail this check, and a full scan costs more than the rest of merging.
    private static func mayName(_ text: String) -> Bool {
        hasDigits(text) && text.unicodeScalars.contains(where: things.contains)
    }

    private static func hasDigits(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var run = 0
            var place = 0
            while place < bytes.count {
                if isDigit(bytes[place]) {
                    place += 1
                } else if bytes[place] == 0xEF, place + 2 < bytes.count, bytes[place + 1] == 0xBC,
                    isDigit(bytes[place + 2] &- 0x60)
                {
                    // A digit in full width, U+FF10 to U+FF19, is EF BC 90 to EF BC 99.
                    place += 3
                } else {
                    run = 0
                    place += 1
                    continue
                }
                run += 1
                if run == fewestDigits { return true }
            }
            return false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Characters of which every word for a numbered thing, or for its number (编号, 序号), contains one.
    private static let things = Set("灯燈杆桿柱井盖蓋箱柜櫃桩樁栓桶亭器编編序牌码碼".unicodeScalars)
}

/// The numbers painted on things that texts name: the surest sign that two reports mean one lamp, cover or cabinet.
package enum ThingNumbers {
    private static let kinds: [PlaceNumberKind] = [.pole, .manhole, .asset]
    /// Shorter ones are given again in the next street.
    private static let fewestDigits = 4

    /// Each with what it is painted on, in a fixed order.
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

    /// A row of digits of any width, as long as a thing's number is, and a word for a thing: most texts have not both, and
    /// reading them closely costs more than all else that merging does.
    private static func mayName(_ text: String) -> Bool {
        var run = 0
        var longest = 0
        for scalar in text.unicodeScalars {
            let isDigit = (0x30...0x39).contains(scalar.value) || (0xFF10...0xFF19).contains(scalar.value)
            run = isDigit ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest >= fewestDigits && text.unicodeScalars.contains(where: things.contains)
    }

    /// One of them is in every word for a thing with a number, and in the words for its number (编号, 序号).
    private static let things = Set("灯燈杆桿柱井盖蓋箱柜櫃桩樁栓桶亭器编編序牌码碼".unicodeScalars)
}

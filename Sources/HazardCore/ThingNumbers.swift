/// The numbers painted on things that a case names: the surest sign that two reports mean one lamp, cover or cabinet.
enum ThingNumbers {
    private static let kinds: [PlaceNumberKind] = [.pole, .manhole, .asset]
    /// Shorter ones are given again in the next street.
    private static let fewestDigits = 4

    /// Each with what it is painted on, in a fixed order.
    static func found(_ value: Case) -> [String] {
        var numbers = PlaceNumbers()
        if let text = value.text, hasDigits(text) { numbers.formUnion(PlaceNumbers.found(in: text)) }
        if let address = value.location?.address, hasDigits(address) {
            numbers.formUnion(PlaceNumbers.found(in: address))
        }
        guard !numbers.isEmpty else { return [] }
        return kinds.flatMap { kind in
            numbers[kind].filter { $0.utf8.count(where: { (48...57).contains($0) }) >= fewestDigits }.sorted()
                .map { kind.rawValue + " " + $0 }
        }
    }

    /// At least as many digits in a row of any width as a thing's number has; most texts have none.
    private static func hasDigits(_ text: String) -> Bool {
        var run = 0
        for scalar in text.unicodeScalars {
            let isDigit = (0x30...0x39).contains(scalar.value) || (0xFF10...0xFF19).contains(scalar.value)
            run = isDigit ? run + 1 : 0
            if run == fewestDigits { return true }
        }
        return false
    }
}

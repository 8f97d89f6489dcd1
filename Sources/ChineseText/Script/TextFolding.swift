/// Converts a text into the symbols that phrases are compared in.
///
/// It makes characters simplified, half width and lower case, and removes blanks, emoji and other marks, so that 消 防*通道
/// equals 消防通道. Commas and full stops stay, because they end a clause or a sentence.
struct TextFolding: Sendable {
    /// The symbols of characters that no phrase contains.
    enum Symbol {
        static let noise: UInt16 = 0
        static let pause: UInt16 = 1
        static let stop: UInt16 = 2
        static let other: UInt16 = 3
        /// The first symbol of a character in a phrase.
        static let first: UInt16 = 4
    }

    /// By scalar below U+10000.
    private var table: [UInt16]
    private(set) var symbolCount = Int(Symbol.first)

    /// Digits, Latin letters, ideographs and kana.
    private static let letters: [ClosedRange<UInt32>] = [
        0x30...0x39, 0x61...0x7A, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x3041...0x30FF,
    ]

    /// Whether a plain scalar can be part of a phrase.
    static func isLetter(_ scalar: UInt32) -> Bool { letters.contains { $0.contains(scalar) } }

    init() {
        table = [UInt16](repeating: Symbol.noise, count: 0x10000)
        for range in Self.letters {
            for scalar in range { table[Int(scalar)] = Symbol.other }
        }
        for scalar in ",，、;；:：.".unicodeScalars { table[Int(scalar.value)] = Symbol.pause }
        for scalar in "。!！?？…\n\r\u{2028}\u{2029}".unicodeScalars { table[Int(scalar.value)] = Symbol.stop }
    }

    /// The simplified, half-width, lower-case form of a scalar; the scalar itself when it has none.
    static func plain(_ scalar: UInt32) -> UInt32 {
        if let simplified = simplified[scalar] { return simplified }
        let narrow = (0xFF01...0xFF5E).contains(scalar) ? scalar - 0xFEE0 : scalar
        return (0x41...0x5A).contains(narrow) ? narrow + 0x20 : narrow
    }

    private static let simplified: [UInt32: UInt32] = {
        var map: [UInt32: UInt32] = [:]
        var scalars = TraditionalScript.pairs.unicodeScalars.makeIterator()
        while let from = scalars.next(), let to = scalars.next() { map[from.value] = to.value }
        return map
    }()

    /// The symbols of a phrase's word. Characters not seen before get new symbols; marks are left out.
    mutating func learn(_ word: String) -> [UInt16] {
        word.unicodeScalars.compactMap { scalar in
            let plain = Self.plain(scalar.value)
            guard plain < 0x10000, table[Int(plain)] != Symbol.noise else { return nil }
            if table[Int(plain)] == Symbol.other {
                table[Int(plain)] = UInt16(symbolCount)
                symbolCount += 1
            }
            return table[Int(plain)]
        }
    }

    /// Gives every variant of a known character the same symbol. Call it once, after the last `learn`.
    mutating func closeVariants() {
        for scalar in UInt32(0)..<0x10000 {
            let plain = Self.plain(scalar)
            if plain != scalar, plain < 0x10000 { table[Int(scalar)] = table[Int(plain)] }
        }
    }

    /// The symbols of a text.
    func fold(_ text: String) -> FoldedText {
        var folded = FoldedText(capacity: text.utf8.count / 3 + 8)
        var origin: Int32 = 0
        var place: Int32 = 0
        var sentence: Int32 = 0
        table.withUnsafeBufferPointer { table in
            for scalar in text.unicodeScalars {
                let symbol = scalar.value < 0x10000 ? table[Int(scalar.value)] : Symbol.noise
                if symbol != Symbol.noise {
                    place += symbol == Symbol.stop ? 8 : symbol == Symbol.pause ? 2 : 1
                    if symbol == Symbol.stop { sentence += 1 }
                    folded.symbols.append(symbol)
                    folded.marks.append(FoldedText.Mark(origin: origin, place: place, sentence: sentence))
                }
                origin += 1
            }
        }
        return folded
    }
}

/// The symbols of a text with their origins.
struct FoldedText {
    struct Mark {
        /// The number of Unicode scalars before it in the text.
        var origin: Int32
        /// A position for distances: a comma counts two, a full stop eight.
        var place: Int32
        /// The number of full stops before it.
        var sentence: Int32
    }

    var symbols: [UInt16] = []
    var marks: [Mark] = []

    init(capacity: Int) {
        symbols.reserveCapacity(capacity)
        marks.reserveCapacity(capacity)
    }
}

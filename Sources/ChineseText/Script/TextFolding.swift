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
        // No scalar above has such a form.
        scalar < 0x10000 ? UInt32(forms[Int(scalar)]) : scalar
    }

    private static let forms: [UInt16] = {
        var forms = (UInt16(0)...UInt16.max).map { scalar in
            let narrow = (0xFF01...0xFF5E).contains(scalar) ? scalar - 0xFEE0 : scalar
            return (0x41...0x5A).contains(narrow) ? narrow + 0x20 : narrow
        }
        var scalars = TraditionalScript.pairs.unicodeScalars.makeIterator()
        while let from = scalars.next(), let to = scalars.next() { forms[Int(from.value)] = UInt16(to.value) }
        return forms
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

    /// The symbols of a text, with their places.
    ///
    /// A place measures distance in words, not in what stands between them: a number counts one however long it is, and what
    /// is in brackets counts nothing for the words around it, so that 灯杆(编号0612345，靠东)倾斜 is 灯杆倾斜.
    func fold(_ text: String) -> FoldedText {
        var folding = Folding(capacity: text.utf8.count / 3 + 8)
        table.withUnsafeBufferPointer { table in
            for scalar in text.unicodeScalars {
                let symbol = scalar.value < 0x10000 ? table[Int(scalar.value)] : Symbol.noise
                folding.take(scalar.value, symbol)
            }
        }
        return folding.folded
    }
}

/// A text as symbols, with the origin and place of each.
struct FoldedText {
    struct Mark {
        /// The number of Unicode scalars before it in the text.
        var origin: Int32
        /// A position for distances: a comma counts two, a full stop eight, a number one, and brackets nothing.
        var place: Int32
        /// The number of full stops before it.
        var sentence: Int32
        /// Its clause: commas, full stops and brackets separate clauses.
        var clause: Int32
    }

    var symbols: [UInt16] = []
    var marks: [Mark] = []
    /// The clauses that end with a question mark.
    var questions: [Int32] = []
    /// One more than the greatest clause.
    var clauseCount: Int32 = 1
}

/// Builds a folded text scalar by scalar.
private struct Folding {
    var folded = FoldedText()
    private var origin: Int32 = 0
    /// The place of the last symbol, and the sentence and clause of the next one.
    private var place: Int32 = 0
    private var sentence: Int32 = 0
    private var clause: Int32 = 0
    /// The place and clause to return to when the bracket closes; nil outside brackets.
    private var outside: (place: Int32, clause: Int32)?
    /// Whether the last symbol belongs to a number.
    private var inNumber = false
    /// The clause before a colon or point that was the last symbol.
    private var beforeColon: Int32?

    init(capacity: Int) {
        folded.symbols.reserveCapacity(capacity)
        folded.marks.reserveCapacity(capacity)
    }

    mutating func take(_ scalar: UInt32, _ symbol: UInt16) {
        defer { origin += 1 }
        guard symbol != TextFolding.Symbol.noise else {
            bracket(scalar)
            return
        }
        let isNumber = symbol >= TextFolding.Symbol.other && Self.isNumber(scalar)
        if isNumber, let before = beforeColon {
            // 编号:0612345 is one reference, not two clauses.
            place -= Self.pause
            clause = before
        }
        beforeColon = nil
        if symbol >= TextFolding.Symbol.other {
            if !(isNumber && inNumber) { place += 1 }
            append(symbol)
        } else {
            place += symbol == TextFolding.Symbol.stop ? Self.stop : Self.pause
            append(symbol)
            end(scalar, symbol)
        }
        inNumber = isNumber
    }

    private mutating func append(_ symbol: UInt16) {
        folded.symbols.append(symbol)
        folded.marks.append(FoldedText.Mark(origin: origin, place: place, sentence: sentence, clause: clause))
    }

    /// Ends a clause, and after a full stop also a sentence.
    private mutating func end(_ scalar: UInt32, _ symbol: UInt16) {
        if symbol == TextFolding.Symbol.stop { sentence += 1 }
        if scalar == 0x3F || scalar == 0xFF1F { folded.questions.append(clause) }
        if scalar == 0x3A || scalar == 0xFF1A || scalar == 0x2E { beforeColon = clause }
        nextClause()
    }

    private mutating func nextClause() {
        clause = folded.clauseCount
        folded.clauseCount += 1
    }

    private mutating func bracket(_ scalar: UInt32) {
        switch scalar {
        case 0x28, 0xFF08, 0x5B, 0xFF3B, 0x3010, 0x3014:
            guard outside == nil else { return }
            outside = (place, clause)
            nextClause()
        case 0x29, 0xFF09, 0x5D, 0xFF3D, 0x3011, 0x3015:
            guard let outside else { return }
            (place, clause) = outside
            self.outside = nil
        default: break
        }
    }

    private static let pause: Int32 = 2
    private static let stop: Int32 = 8

    /// Digits and Latin letters, in half and in full width.
    private static func isNumber(_ scalar: UInt32) -> Bool {
        let narrow = scalar >= 0xFF01 ? scalar &- 0xFEE0 : scalar
        return (0x30...0x39).contains(narrow) || (0x61...0x7A).contains(narrow | 0x20)
    }
}

/// What an installation masks beside the numbers of people (`deploy/README.md`, What is masked).
package struct MaskingRules: Hashable, Sendable {
    /// Whether landlines with their area code are masked.
    package var landlines = true
    /// Whether names behind words that introduce them are masked (我叫…, 姓名：…).
    package var names = true
    /// The site's own patterns.
    package var patterns: [MaskingPattern] = []

    package init() {}

    /// The rules of this process. Unsafe: they are set once, before any thread reads a message, and then only read.
    package nonisolated(unsafe) static var current = MaskingRules()

    /// Hides everything that these rules cover.
    func hide(in scan: inout ContactScan) {
        ContactNumbers.hide(in: &scan)
        ForeignNumbers.hide(in: &scan, landlines: landlines)
        VehiclePlates.hide(in: &scan)
        ContactHandles.hide(in: &scan)
        if names { PersonNames.hide(in: &scan) }
        for pattern in patterns { pattern.hide(in: &scan) }
    }
}

/// A pattern of a site: `#` is a digit of any script, `@` a Latin letter, `+` repeats the sign before it, and everything
/// else is itself in small or capital letters. It has three digits or more, so that texts without digits need no search.
package struct MaskingPattern: Hashable, Sendable {
    private enum Sign: Hashable {
        case digit, letter
        case itself(Unicode.Scalar)
    }

    private struct Piece: Hashable {
        var sign: Sign
        var repeats = false
    }

    private let pieces: [Piece]
    package let text: String

    /// Nil when the text has fewer than four signs, or fewer than three digits.
    package init?(_ text: String) {
        var pieces: [Piece] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "#": pieces.append(Piece(sign: .digit))
            case "@": pieces.append(Piece(sign: .letter))
            case "+":
                guard !pieces.isEmpty else { return nil }
                pieces[pieces.count - 1].repeats = true
            default: pieces.append(Piece(sign: .itself(FoldedLetter.of(scalar))))
            }
        }
        let digits = pieces.reduce(0) { $0 + ($1.sign == .digit ? 1 : 0) }
        guard pieces.count >= 4, digits >= 3 else { return nil }
        self.pieces = pieces
        self.text = text
    }

    func hide(in scan: inout ContactScan) {
        var place = 0
        while place < scan.scalars.count {
            guard !isInside(place, scan), let end = end(from: place, scan) else {
                place += 1
                continue
            }
            scan.hide(place..<end)
            place = end
        }
    }

    /// Whether a row of digits or letters goes on over this place.
    private func isInside(_ place: Int, _ scan: ContactScan) -> Bool {
        guard place > 0 else { return false }
        return scan.marks[place].kind == scan.marks[place - 1].kind && scan.marks[place].isDigitOrLetter
    }

    private func end(from start: Int, _ scan: ContactScan) -> Int? {
        var place = start
        for piece in pieces {
            guard fits(piece.sign, place, scan) else { return nil }
            place += 1
            while piece.repeats, fits(piece.sign, place, scan) { place += 1 }
        }
        // A longer row of digits is another number.
        return scan.kind(place) == .digit && scan.kind(place - 1) == .digit ? nil : place
    }

    private func fits(_ sign: Sign, _ place: Int, _ scan: ContactScan) -> Bool {
        guard place < scan.marks.count else { return false }
        return switch sign {
        case .digit: scan.marks[place].isDigit
        case .letter: scan.marks[place].kind == .letter
        case .itself(let scalar): FoldedLetter.of(scan.scalars[place]) == scalar
        }
    }
}

/// A text as the symbols that a model's n-grams consist of: one script, half width, small letters.
///
/// A row of digits is one symbol that says how many digits it has, so that no number of a lamp or a telephone becomes
/// part of a model. Commas and full stops are one symbol. Blanks, emoji and other marks are left out.
enum ModelSymbols {
    /// Stands for commas, full stops and their like.
    static let pause: UInt16 = 0xFF0C
    /// Stands for a row of one digit; the next symbols stand for two digits, three, and so on.
    static let firstNumber: UInt16 = 0x2460
    /// Longer rows of digits count as rows of this length.
    static let longestNumber = 8
    /// Text after this many symbols is not read.
    static let longestText = 4000

    private static let dropped: UInt16 = 0
    /// Marks a digit in the table; a row of digits becomes one symbol.
    private static let digit: UInt16 = 1

    /// By scalar below U+10000: its symbol, `digit`, or `dropped`.
    private static let table: [UInt16] = {
        var table = [UInt16](repeating: dropped, count: 0x10000)
        for scalar in UInt32(0)..<0x10000 {
            let plain = TextFolding.plain(scalar)
            guard plain < 0x10000 else { continue }
            if (0x30...0x39).contains(plain) {
                table[Int(scalar)] = digit
            } else if TextFolding.isLetter(plain) {
                table[Int(scalar)] = UInt16(plain)
            }
        }
        for scalar in ",，、;；:：.。!！?？…\n".unicodeScalars { table[Int(scalar.value)] = pause }
        return table
    }()

    /// Writes the symbols of a text to memory that has room for one for each UTF-8 byte, at most `longestText`, and returns
    /// their number.
    static func write(_ text: String, to symbols: UnsafeMutableBufferPointer<UInt16>) -> Int {
        var count = 0
        var digits = 0
        table.withUnsafeBufferPointer { table in
            for scalar in text.unicodeScalars {
                let symbol = scalar.value < 0x10000 ? table[Int(scalar.value)] : dropped
                if symbol == digit {
                    digits += 1
                    continue
                }
                if symbol == dropped { continue }
                if digits > 0, count < symbols.count {
                    symbols[count] = number(digits)
                    count += 1
                    digits = 0
                }
                guard count < symbols.count else { return }
                if symbol == pause, count > 0, symbols[count - 1] == pause { continue }
                symbols[count] = symbol
                count += 1
            }
        }
        if digits > 0, count < symbols.count {
            symbols[count] = number(digits)
            count += 1
        }
        return count
    }

    private static func number(_ digits: Int) -> UInt16 {
        firstNumber + UInt16(min(digits, longestNumber) - 1)
    }

    /// Whether a scalar can stand in an n-gram of a model file.
    static func isSymbol(_ scalar: UInt32) -> Bool {
        guard scalar < 0x10000 else { return false }
        if scalar == UInt32(pause) { return true }
        let numbers = UInt32(firstNumber)..<UInt32(firstNumber) + UInt32(longestNumber)
        return numbers.contains(scalar) || table[Int(scalar)] == UInt16(scalar)
    }
}

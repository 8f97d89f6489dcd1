/// Rows in aligned columns for a terminal, where a Chinese character is two columns wide.
enum TextTable {
    /// One line for each row, with two spaces between columns and no trailing spaces.
    ///
    /// Line feeds and control characters in a cell are replaced by signs (`ForeignText`).
    static func lines(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map(ForeignText.line) }
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], width(cell))
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                guard column < row.count - 1 else { continue }
                line += String(repeating: " ", count: widths[column] - width(cell) + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// The width on a terminal: two for East Asian wide characters, zero for combining marks.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) {
            $0 + ($1.properties.generalCategory == .nonspacingMark ? 0 : isWide($1) ? 2 : 1)
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

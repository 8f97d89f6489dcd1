/// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction M (15 %), versions 1 to 10.
package struct QRCode {
    /// The dark modules, row by row, without the quiet zone.
    package let rows: [[Bool]]
    /// The mask that was used, 0 to 7.
    package let mask: Int

    /// The number of modules in a row.
    package var size: Int { rows.count }

    /// Nil for a text of more than 213 bytes of UTF-8. Without a mask the one with the lowest penalty is used.
    package init?(_ text: String, mask: Int? = nil) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.all.first(where: { bytes.count <= $0.capacity }) else { return nil }
        let codewords = version.codewords(of: bytes)
        let candidates = (mask.map { [$0] } ?? Array(0..<8)).map { mask in
            var symbol = QRSymbol(version)
            symbol.fill(codewords, mask: mask)
            return (mask: mask, symbol: symbol)
        }
        guard let best = candidates.min(by: { $0.symbol.penalty < $1.symbol.penalty }) else { return nil }
        self.mask = best.mask
        rows = best.symbol.isDark
    }

    /// The code as a drawing, with the quiet zone of four modules.
    package func svg(label: String) -> String {
        var path = ""
        for (y, row) in rows.enumerated() {
            var x = 0
            while x < row.count {
                let end = row[x...].firstIndex(of: !row[x]) ?? row.count
                if row[x] { path += "M\(x + 4) \(y + 4)h\(end - x)v1h-\(end - x)z" }
                x = end
            }
        }
        return "<svg class=\"qr\" viewBox=\"0 0 \(size + 8) \(size + 8)\" shape-rendering=\"crispEdges\" role=\"img\" "
            + "aria-label=\"\(HTML.escaped(label))\"><path d=\"\(path)\"/></svg>"
    }
}

/// What the standard says of a version at error correction M.
struct QRVersion {
    let number: Int
    /// The data codewords of each block, shorter blocks first.
    let blocks: [Int]
    /// The error correction codewords of each block.
    let corrections: Int
    /// The rows and columns where alignment patterns have their centres.
    let alignments: [Int]

    var size: Int { 17 + 4 * number }
    /// The bytes of text that fit.
    var capacity: Int { blocks.reduce(0, +) - (countBits + 4 + 7) / 8 }
    private var countBits: Int { number < 10 ? 8 : 16 }

    static let all = [
        QRVersion(number: 1, blocks: [16], corrections: 10, alignments: []),
        QRVersion(number: 2, blocks: [28], corrections: 16, alignments: [6, 18]),
        QRVersion(number: 3, blocks: [44], corrections: 26, alignments: [6, 22]),
        QRVersion(number: 4, blocks: [32, 32], corrections: 18, alignments: [6, 26]),
        QRVersion(number: 5, blocks: [43, 43], corrections: 24, alignments: [6, 30]),
        QRVersion(number: 6, blocks: [27, 27, 27, 27], corrections: 16, alignments: [6, 34]),
        QRVersion(number: 7, blocks: [31, 31, 31, 31], corrections: 18, alignments: [6, 22, 38]),
        QRVersion(number: 8, blocks: [38, 38, 39, 39], corrections: 22, alignments: [6, 24, 42]),
        QRVersion(number: 9, blocks: [36, 36, 36, 37, 37], corrections: 22, alignments: [6, 26, 46]),
        QRVersion(number: 10, blocks: [43, 43, 43, 43, 44], corrections: 26, alignments: [6, 28, 50]),
    ]

    /// All codewords of a text, blocks interleaved, data before error correction.
    func codewords(of text: [UInt8]) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() { bits.append(value >> bit & 1 == 1) }
        }
        append(0b0100, 4)
        append(text.count, countBits)
        for byte in text { append(Int(byte), 8) }
        let room = blocks.reduce(0, +) * 8
        append(0, min(4, room - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var isFirst = true
        while bits.count < room {
            append(isFirst ? 0xEC : 0x11, 8)
            isFirst.toggle()
        }
        var data: [[UInt8]] = []
        var start = 0
        for length in blocks {
            data.append((start..<start + length).map { Self.byte(bits[($0 * 8)..<($0 * 8 + 8)]) })
            start += length
        }
        let checks = data.map { QRField.remainder(of: $0, corrections) }
        let longest = blocks.max() ?? 0
        return (0..<longest).flatMap { index in data.compactMap { index < $0.count ? $0[index] : nil } }
            + (0..<corrections).flatMap { index in checks.map { $0[index] } }
    }

    private static func byte(_ bits: ArraySlice<Bool>) -> UInt8 { bits.reduce(0) { $0 << 1 | ($1 ? 1 : 0) } }
}

/// The field of 256 elements that QR codes use, and Reed–Solomon over it.
enum QRField {
    private static func product(_ one: UInt8, _ other: UInt8) -> UInt8 {
        var (product, factor, rest) = (0, Int(one), Int(other))
        while rest > 0 {
            if rest & 1 == 1 { product ^= factor }
            factor <<= 1
            if factor > 0xFF { factor ^= 0x11D }
            rest >>= 1
        }
        return UInt8(product)
    }

    /// The error correction codewords of a block.
    static func remainder(of data: [UInt8], _ count: Int) -> [UInt8] {
        // The product of x - 2^i, without its leading 1, the highest power first.
        var generator = [UInt8](repeating: 0, count: count)
        generator[count - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<count {
            for index in 0..<count {
                generator[index] = product(generator[index], root) ^ (index + 1 < count ? generator[index + 1] : 0)
            }
            root = product(root, 2)
        }
        var rest = [UInt8](repeating: 0, count: count)
        for byte in data {
            let lead = byte ^ rest.removeFirst()
            rest.append(0)
            for index in 0..<count { rest[index] ^= product(generator[index], lead) }
        }
        return rest
    }
}

/// The square of modules of a QR code.
struct QRSymbol {
    /// Row by row.
    private(set) var isDark: [[Bool]]
    /// The modules that are part of a pattern, or reserved, and hold no data.
    private var isFixed: [[Bool]]
    private let version: QRVersion

    private var size: Int { version.size }

    /// The patterns of the version, without data.
    init(_ version: QRVersion) {
        self.version = version
        let row = [Bool](repeating: false, count: version.size)
        isDark = [[Bool]](repeating: row, count: version.size)
        isFixed = isDark
        for index in 0..<size {
            set(6, index, index % 2 == 0)
            set(index, 6, index % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        let last = version.alignments.last ?? 0
        for x in version.alignments {
            for y in version.alignments where !((x == 6 && (y == 6 || y == last)) || (x == last && y == 6)) {
                for dx in -2...2 { for dy in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) } }
            }
        }
        drawFormat(mask: 0)
        drawVersion()
    }

    private mutating func set(_ x: Int, _ y: Int, _ dark: Bool) {
        isDark[y][x] = dark
        isFixed[y][x] = true
    }

    /// A finder pattern around its centre, with its light border as far as it lies within the square.
    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for dx in -4...4 {
            for dy in -4...4 where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
                let ring = max(abs(dx), abs(dy))
                set(x + dx, y + dy, ring != 2 && ring != 4)
            }
        }
    }

    /// The error correction level M and the mask, twice, with their check bits.
    private mutating func drawFormat(mask: Int) {
        // Level M is 00.
        let bits = Self.checked(mask, 10, 0x537) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0..<6 { set(8, index, bit(index)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for index in 9..<15 { set(14 - index, 8, bit(index)) }
        for index in 0..<8 { set(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { set(8, size - 15 + index, bit(index)) }
        set(8, size - 8, true)
    }

    /// From version 7 on the version stands in the symbol, twice, with its check bits.
    private mutating func drawVersion() {
        guard version.number >= 7 else { return }
        let bits = Self.checked(version.number, 12, 0x1F25)
        for index in 0..<18 {
            let (a, b) = (size - 11 + index % 3, index / 3)
            set(a, b, bits >> index & 1 == 1)
            set(b, a, bits >> index & 1 == 1)
        }
    }

    /// A value followed by the check bits of a cyclic code with that generator.
    private static func checked(_ value: Int, _ count: Int, _ generator: Int) -> Int {
        var rest = value
        for _ in 0..<count { rest = rest << 1 ^ (rest >> (count - 1) & 1) * generator }
        return value << count | rest
    }

    // MARK: - Data

    /// Writes the codewords from the lower right corner upwards and downwards in columns of two, and masks them.
    mutating func fill(_ codewords: [UInt8], mask: Int) {
        drawFormat(mask: mask)
        var index = 0
        var isUpwards = true
        for right in stride(from: size - 1, through: 1, by: -2).map({ $0 <= 6 ? $0 - 1 : $0 }) {
            for y in isUpwards ? Array((0..<size).reversed()) : Array(0..<size) {
                for x in [right, right - 1] where !isFixed[y][x] {
                    // What is left over at the end is light.
                    let bit = index / 8 < codewords.count && codewords[index / 8] >> (7 - index % 8) & 1 == 1
                    isDark[y][x] = bit != Self.isInverted(mask, x, y)
                    index += 1
                }
            }
            isUpwards.toggle()
        }
    }

    private static func isInverted(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }

    // MARK: - Penalty

    /// How hard the symbol is to read, by the standard's rules.
    var penalty: Int {
        let columns = (0..<size).map { x in isDark.map { $0[x] } }
        let lines = isDark + columns
        let runs = lines.reduce(0) { $0 + Self.runs(of: $1) }
        let finders = lines.reduce(0) { $0 + Self.finders(in: $1) }
        var squares = 0
        for y in 1..<size {
            for x in 1..<size {
                let one = isDark[y][x]
                if isDark[y][x - 1] == one, isDark[y - 1][x] == one, isDark[y - 1][x - 1] == one { squares += 3 }
            }
        }
        let dark = isDark.reduce(0) { $0 + $1.count { $0 } }
        let percent = dark * 100 / (size * size)
        return runs + finders + squares + abs(percent - 50) / 5 * 10
    }

    /// Three for five of one colour in a row, and one for each more.
    private static func runs(of line: [Bool]) -> Int {
        var (total, length, last) = (0, 0, !line[0])
        for module in line {
            length = module == last ? length + 1 : 1
            last = module
            if length == 5 { total += 3 } else if length > 5 { total += 1 }
        }
        return total
    }

    /// Forty for what looks like a finder pattern with light on one side.
    private static func finders(in line: [Bool]) -> Int {
        let core = [true, false, true, true, true, false, true]
        let light = [Bool](repeating: false, count: 4)
        guard line.count >= 11 else { return 0 }
        return (0...line.count - 11).count { start in
            let part = Array(line[start..<start + 11])
            return part == core + light || part == light + core
        } * 40
    }
}

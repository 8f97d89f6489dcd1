/// A place on a highway by its kilometre: K12+300, 12公里处, 12.3公里.
struct KilometreStake {
    /// Kilometre and metres, such as `12+300`.
    let text: String
    /// The index after its last character.
    let end: Int

    private static let kilometre = PlaceWords("公里 千米 km")
    private static let places = PlaceWords("处 附近 左右 段 位置 往 路段 桩 旁 的地方")
    private static let roads = PlaceWords("路 线 道 高速 桩号 里程 里程桩 段")
    private static let metre: UInt32 = 0x7C73
    private static let k: UInt32 = 0x6B

    /// Reads a stake at a token; nil when there is none. With `freely` (in an address) 12公里处 needs no road before it.
    init?(_ token: PlaceToken, in words: [UInt32], freely: Bool) {
        let start = token.range.lowerBound
        let isOnRoad = Self.isOnRoad(start, words)
        if words[start] == Self.k {
            guard let number = Self.digits(start + 1, words, upTo: 4), number.end == token.range.upperBound else {
                return nil
            }
            let metres = Self.metres(behind: number.end, words)
            let isBare = number.end == words.count || Self.places.starts(at: number.end, in: words)
            guard metres != nil || isOnRoad || (freely && isBare) else { return nil }
            self.init(kilometres: number.value, metres: metres?.value ?? 0, end: metres?.end ?? number.end)
            return
        }
        guard let number = Self.digits(start, words, upTo: 4) else { return nil }
        var metres = 0
        var end = number.end
        if end < words.count, words[end] == PlaceScript.point {
            guard let fraction = Self.digits(end + 1, words, upTo: 3) else { return nil }
            metres = fraction.value * [1, 100, 10, 1][fraction.end - end - 1]
            end = fraction.end
        } else if end < words.count, words[end] == PlaceScript.plus, isOnRoad,
            let stake = Self.metres(behind: end, words)
        {
            self.init(kilometres: number.value, metres: stake.value, end: stake.end)
            return
        }
        if end < words.count, words[end] == PlaceScript.blank { end += 1 }
        let unit = Self.kilometre.length(at: end, in: words)
        guard unit > 0 else { return nil }
        end += unit
        guard isOnRoad || (freely && Self.places.starts(at: end, in: words)) else { return nil }
        if metres == 0, let rest = Self.metres(behind: end, words) {
            metres = rest.value
            end = rest.end
        }
        self.init(kilometres: number.value, metres: metres, end: end)
    }

    private init(kilometres: Int, metres: Int, end: Int) {
        let digits = String(metres)
        text = "\(kilometres)+" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        self.end = end
    }

    private static func isOnRoad(_ start: Int, _ words: [UInt32]) -> Bool {
        var before = start
        while before > 0, words[before - 1] == PlaceScript.blank || words[before - 1] == PlaceScript.hash {
            before -= 1
        }
        return RoadCodes.endsWithCode(words, before: before) || roads.ends(before: before, in: words)
    }

    /// Reads `+300`, or `300米` after kilometres; nil when there is neither.
    private static func metres(behind start: Int, _ words: [UInt32]) -> (value: Int, end: Int)? {
        var index = start
        let hasPlus = index < words.count && words[index] == PlaceScript.plus
        if hasPlus { index += 1 }
        guard let number = digits(index, words, upTo: 3) else { return nil }
        let isMetres = number.end < words.count && words[number.end] == metre
        guard hasPlus || isMetres else { return nil }
        return (number.value, isMetres ? number.end + 1 : number.end)
    }

    private static func digits(_ start: Int, _ words: [UInt32], upTo limit: Int) -> (value: Int, end: Int)? {
        var end = start
        var value = 0
        while end < words.count, PlaceScript.isDigit(words[end]), end - start < limit {
            value = value * 10 + Int(words[end] - 0x30)
            end += 1
        }
        return end > start && (end == words.count || !PlaceScript.isDigit(words[end])) ? (value, end) : nil
    }
}

/// The key of a crossing, independent of the order of its roads: A路与B路交叉口 and B路A路口 are one place (`DECISIONS.md` #27).
enum RoadCrossing {
    private static let words = PlaceWords(
        """
        十字路口 丁字路口 三岔路口 三叉路口 交叉路口 交叉口 交汇口 交汇处 交会处 交会口 交界处 交界 交接处 交叉处 相交处 交口 交汇 交会 交叉 路口 口 十字
        """)
    private static let connectors: Set<UInt32> = Set(PlaceScript.scalars("与和跟及 -"))
    private static let of: UInt32 = 0x7684
    private static let and: UInt32 = 0x548C
    /// Names that begin with 和; in them 和 does not mean "and".
    private static let harmony = PlaceWords("和平 和谐 和睦 和顺 和盛 和美 和悦 和兴 和康 和庆")
    private static let section: UInt32 = 0x6BB5
    private static let notAfterRoad: Set<UInt32> = Set(PlaceScript.scalars("口灯面边区心坊牌"))

    /// The roads that meet in `range`, in a fixed order; nil when there are fewer than two.
    static func key(of text: [UInt32], in range: Range<Int>) -> String? {
        let head = head(of: text, in: range)
        guard let roads = roads(in: head.range, of: text, isCertain: head.isCrossing), roads.count > 1 else {
            return nil
        }
        return roads.sorted().joined(separator: "×")
    }

    /// The range before the word for crossing; the whole range when there is no such word.
    private static func head(of text: [UInt32], in range: Range<Int>) -> (range: Range<Int>, isCrossing: Bool) {
        for index in range where index > range.lowerBound + 2 {
            let length = words.length(at: index, in: text)
            guard length > 0 else { continue }
            var end = index
            while end > range.lowerBound, text[end - 1] == PlaceScript.blank || text[end - 1] == of { end -= 1 }
            guard isRoadEnd(before: end, text) else { continue }
            return (range.lowerBound..<end, true)
        }
        return (range, false)
    }

    private static func isRoadEnd(before index: Int, _ text: [UInt32]) -> Bool {
        var last = index
        while last > 0, text[last - 1] == PlaceScript.blank { last -= 1 }
        guard last > 1 else { return false }
        return RoadEnding.isEnding(text[last - 1]) || isSectionEnd(last, text)
    }

    private static func isSectionEnd(_ end: Int, _ text: [UInt32]) -> Bool {
        text[end - 1] == section && PlaceScript.isDigit(text[end - 2])
    }

    private static func roads(in range: Range<Int>, of text: [UInt32], isCertain: Bool) -> Set<String>? {
        var roads: Set<String> = []
        var start = range.lowerBound
        var isJoined = isCertain
        var index = start
        while index < range.upperBound {
            defer { index += 1 }
            let next = index + 1
            guard next - start >= 2, isRoadEnd(before: next, text), text[index] != PlaceScript.blank else { continue }
            guard next < range.upperBound else {
                roads.insert(name(start..<next, of: text))
                return isJoined ? roads : nil
            }
            if text[next] != PlaceScript.blank, isInsideName(next, range.upperBound, text) { continue }
            let joint = connector(at: next, in: text)
            if joint > 0, [0x4E0E, 0x548C, 0x8DDF, 0x53CA].contains(text[next]) { isJoined = true }
            guard range.upperBound - next - joint >= 2 else { return nil }
            roads.insert(name(start..<next, of: text))
            start = next + joint
            index = next + joint - 1
        }
        // Something follows the last road, so the crossing cannot be identified.
        return nil
    }

    /// Whether the road's name continues: 中街路, 人民路二段, 文化街区.
    private static func isInsideName(_ next: Int, _ end: Int, _ text: [UInt32]) -> Bool {
        if RoadEnding.isEnding(text[next]) || notAfterRoad.contains(text[next]) { return true }
        var index = next
        if PlaceUnit.directions.contains(text[index]), index + 1 < end, PlaceScript.isDigit(text[index + 1]) {
            index += 1
        }
        while index < end, PlaceScript.isDigit(text[index]) { index += 1 }
        return index > next && index < end && text[index] == section
    }

    private static func connector(at index: Int, in text: [UInt32]) -> Int {
        guard connectors.contains(text[index]) else { return 0 }
        if text[index] == and, harmony.starts(at: index, in: text) { return 0 }
        return 1
    }

    private static func name(_ range: Range<Int>, of text: [UInt32]) -> String {
        let start = PlaceNoise.roadStart(before: range.upperBound, from: range.lowerBound, in: text)
        return PlaceScript.text(text[start..<range.upperBound].filter(PlaceScript.isLetter))
    }
}

/// Converts Chinese numerals that count something to digits: 一百二十三号 becomes 123号, and the names 三里屯 and 五一路 stay.
enum PlaceNumerals {
    /// The units after a numeral. Only before one of them is a numeral a number.
    private static let units = PlaceWords("号 栋 幢 座 单元 室 房 楼 层 巷 弄 邻 公里 千米 组 队 社 环 期 #")
    private static let ordinals = PlaceWords("支 盏 根 个 杆 座")
    private static let directions: Set<UInt32> = Set(PlaceScript.scalars("东南西北中上下"))
    private static let section: UInt32 = 0x6BB5
    private static let number: UInt32 = 0x53F7
    private static let ordinal: UInt32 = 0x7B2C
    private static let until: Set<UInt32> = Set(PlaceScript.scalars("至到"))
    /// 附 and 之, which mark a house beside or behind the one with the number.
    static let branch: Set<UInt32> = Set(PlaceScript.scalars("附之"))

    private static let digit: [UInt32: Int] = {
        var map: [UInt32: Int] = [:]
        for (value, name) in "零一二三四五六七八九".unicodeScalars.enumerated() { map[name.value] = value }
        for (value, name) in "壹贰叁肆伍陆柒捌玖".unicodeScalars.enumerated() { map[name.value] = value + 1 }
        map[0x4E24] = 2
        return map
    }()
    private static let scale: [UInt32: Int] = [0x5341: 10, 0x62FE: 10, 0x767E: 100, 0x4F70: 100, 0x5343: 1000]

    /// The text with its numerals converted.
    static func digits(_ text: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let end = numeralEnd(from: index, in: text)
            if end > index, counts(index..<end, in: text), let value = value(of: text[index..<end]) {
                result += String(value).unicodeScalars.map(\.value)
                index = end
            } else if end > index {
                result += text[index..<end]
                index = end
            } else {
                result.append(text[index])
                index += 1
            }
        }
        joinRanges(&result)
        return result
    }

    private static func numeralEnd(from start: Int, in text: [UInt32]) -> Int {
        var end = start
        while end < text.count, digit[text[end]] != nil || scale[text[end]] != nil { end += 1 }
        return end
    }

    /// Whether the surrounding text makes a numeral a number.
    private static func counts(_ range: Range<Int>, in text: [UInt32]) -> Bool {
        var next = range.upperBound
        if next < text.count, text[next] == PlaceScript.blank { next += 1 }
        let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : PlaceScript.blank
        if before == ordinal, ordinals.starts(at: next, in: text) || units.starts(at: next, in: text) { return true }
        if branch.contains(before), range.lowerBound > 1 {
            let owner = text[range.lowerBound - 2]
            if owner == number || PlaceScript.isDigit(owner) || digit[owner] != nil { return true }
        }
        guard next < text.count else { return false }
        if text[next] == section { return isRoad(before, at: range.lowerBound, in: text) }
        if branch.contains(text[next]) {
            // 十二附三号 and 十二之三号
            let end = numeralEnd(from: next + 1, in: text)
            return end > next + 1 && end < text.count && text[end] == number
        }
        if until.contains(text[next]) {
            let end = numeralEnd(from: next + 1, in: text)
            return end > next + 1 && units.starts(at: end, in: text)
        }
        return units.starts(at: next, in: text)
    }

    /// Whether a road's name ends here, with or without a direction, so that a section follows: 红星路二段, 一环路北一段.
    private static func isRoad(_ before: UInt32, at index: Int, in text: [UInt32]) -> Bool {
        if RoadEnding.isEnding(before) { return true }
        return directions.contains(before) && index > 1 && RoadEnding.isEnding(text[index - 2])
    }

    /// The value of a numeral written with places (一百零三) or digit by digit (一〇三); nil for anything else.
    private static func value(of numeral: ArraySlice<UInt32>) -> Int? {
        var total = 0
        var pending: Int?
        var lowest = 10_000
        let isPlaced = numeral.contains { scale[$0] != nil }
        for scalar in numeral {
            if let value = digit[scalar] {
                guard isPlaced else {
                    guard total < 10_000_000 else { return nil }
                    total = total * 10 + value
                    continue
                }
                guard (pending ?? 0) == 0 else { return nil }
                pending = value
            } else if let value = scale[scalar] {
                guard value < lowest, pending != nil || value == 10 else { return nil }
                total += (pending ?? 1) * value
                lowest = value
                pending = nil
            }
        }
        return total + (isPlaced ? pending ?? 0 : 0)
    }

    /// Shortens a range: `10至12号` becomes `10-12号`; `19号至21号` stays.
    private static func joinRanges(_ text: inout [UInt32]) {
        guard text.count > 2 else { return }
        for index in 1..<text.count - 1
        where until.contains(text[index]) && PlaceScript.isDigit(text[index - 1])
            && PlaceScript.isDigit(text[index + 1])
        {
            text[index] = PlaceScript.dash
        }
    }
}

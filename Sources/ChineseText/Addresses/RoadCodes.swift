/// Normalises the numbers of highways: 省道401, S401线, 401省道 and s 401 become s401.
enum RoadCodes {
    private static let classes: [(name: [UInt32], letter: UInt32)] = [
        (PlaceScript.scalars("国道"), 0x67), (PlaceScript.scalars("省道"), 0x73), (PlaceScript.scalars("县道"), 0x78),
        (PlaceScript.scalars("乡道"), 0x79),
    ]
    private static let firsts = Set(classes.map { $0.name[0] })
    private static let letters: Set<UInt32> = [0x67, 0x73, 0x78, 0x79]
    /// Words after a code that add nothing.
    private static let trailers = PlaceWords("国道 省道 县道 乡道 高速公路 高速 公路 线 路 段")
    /// Words that make a letter with a number something other than a road.
    private static let others = PlaceWords("栋 幢 座 区 单元 室 馆 号 楼 口 层 门 地铁")

    /// The text with each highway's number in its short form and a blank after it.
    static func canonical(_ text: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(text.count + 2)
        var index = 0
        while index < text.count {
            if let code = code(at: index, in: text) {
                if let last = result.last, PlaceScript.isCode(last) { result.append(PlaceScript.blank) }
                result += code.scalars
                result.append(PlaceScript.blank)
                index = code.end
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }

    /// Whether a highway's number ends before `end`, as in `s401 `.
    static func endsWithCode(_ text: [UInt32], before end: Int) -> Bool {
        range(in: text, endingAt: end) != nil
    }

    /// The range of the highway's number that ends before `end`, without blanks; nil when there is none.
    static func range(in text: [UInt32], endingAt end: Int) -> Range<Int>? {
        var last = end
        while last > 0, text[last - 1] == PlaceScript.blank { last -= 1 }
        var first = last
        while first > 0, PlaceScript.isDigit(text[first - 1]) { first -= 1 }
        guard (1...4).contains(last - first), first > 0, letters.contains(text[first - 1]) else { return nil }
        guard first == 1 || !PlaceScript.isCode(text[first - 2]) else { return nil }
        return first - 1..<last
    }

    private static func code(at index: Int, in text: [UInt32]) -> (scalars: [UInt32], end: Int)? {
        guard PlaceScript.isCode(text[index]) || firsts.contains(text[index]) else { return nil }
        let before = index > 0 ? text[index - 1] : PlaceScript.blank
        guard !PlaceScript.isCode(before) else { return nil }
        for (name, letter) in classes where text[index...].starts(with: name) {
            var start = index + name.count
            skipBlank(&start, text)
            if start < text.count, text[start] == letter { start += 1 }
            guard let digits = digits(at: start, in: text, atLeast: 1) else { return nil }
            return ([letter] + text[digits], trailed(digits.upperBound, text))
        }
        if letters.contains(text[index]), let digits = digits(at: blankSkipped(index + 1, text), in: text, atLeast: 1) {
            // A blank inside is allowed only before the three digits of a highway.
            guard digits.lowerBound == index + 1 || digits.count == 3 else { return nil }
            guard !others.starts(at: blankSkipped(digits.upperBound, text), in: text) else { return nil }
            return ([text[index]] + text[digits], trailed(digits.upperBound, text))
        }
        guard let digits = digits(at: index, in: text, atLeast: 3) else { return nil }
        for (name, letter) in classes where text[digits.upperBound...].starts(with: name) {
            return ([letter] + text[digits], digits.upperBound + name.count)
        }
        return nil
    }

    private static func digits(at start: Int, in text: [UInt32], atLeast least: Int) -> Range<Int>? {
        var end = start
        while end < text.count, PlaceScript.isDigit(text[end]) { end += 1 }
        guard (least...4).contains(end - start) else { return nil }
        // A kilometre can follow without a blank: s401k12.
        let isStake = end + 1 < text.count && text[end] == 0x6B && PlaceScript.isDigit(text[end + 1])
        guard isStake || end == text.count || !PlaceScript.isCode(text[end]) else { return nil }
        guard end == text.count || ![PlaceScript.dash, PlaceScript.point].contains(text[end]) else { return nil }
        return start..<end
    }

    /// The index after the blank and the words that repeat what the letter means.
    private static func trailed(_ end: Int, _ text: [UInt32]) -> Int {
        let start = blankSkipped(end, text)
        let length = trailers.length(at: start, in: text)
        return length > 0 ? start + length : end
    }

    private static func blankSkipped(_ index: Int, _ text: [UInt32]) -> Int {
        index < text.count && text[index] == PlaceScript.blank ? index + 1 : index
    }

    private static func skipBlank(_ index: inout Int, _ text: [UInt32]) { index = blankSkipped(index, text) }
}

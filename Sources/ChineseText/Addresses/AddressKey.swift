/// Makes the key of an address from its words and the numbers found in them (`DECISIONS.md` #27).
struct AddressKey {
    private let text: [UInt32]
    private let spans: [PlaceNumberScan.Span]

    init(_ text: [UInt32], _ spans: [PlaceNumberScan.Span]) {
        self.text = text
        self.spans = spans
    }

    /// Kinds of numbers that are part of the key; the others only distinguish things at one address.
    private static let kept: Set<PlaceNumberKind> = [.section, .lane, .alley, .group, .house, .kilometre]
    /// Kinds of numbers that end an address; what follows is description.
    private static let exact: Set<PlaceNumberKind> = [.lane, .alley, .house, .kilometre]

    var key: String {
        if let stake { return stake }
        guard let last = spans.last(where: { Self.exact.contains($0.kind) }) else {
            let all = PlaceNoise.trimmed(0..<text.count, of: text)
            return RoadCrossing.key(of: text, in: all) ?? joined(PlaceNoise.trimmed(firstPart(of: all), of: text))
        }
        let first = spans.first { Self.kept.contains($0.kind) } ?? last
        let begin = PlaceNoise.trimmed(0..<first.range.lowerBound, of: text).lowerBound
        let start = PlaceNoise.roadStart(before: first.range.lowerBound, from: begin, in: text)
        return joined(start..<last.range.upperBound)
    }

    /// The key of a place on a highway: the highway's number and the kilometre.
    private var stake: String? {
        guard let kilometre = spans.first(where: { $0.kind == .kilometre }) else { return nil }
        for end in stride(from: kilometre.range.lowerBound, to: 0, by: -1) {
            if let code = RoadCodes.range(in: text, endingAt: end) {
                return PlaceScript.text(text[code]) + kilometre.text
            }
        }
        return nil
    }

    /// The range up to the first number of a building or a thing, unless nothing stands before it.
    private func firstPart(of range: Range<Int>) -> Range<Int> {
        guard let cut = spans.first(where: { !Self.kept.contains($0.kind) }) else { return range }
        let head = range.lowerBound..<max(range.lowerBound, min(cut.range.lowerBound, range.upperBound))
        return head.count(where: { PlaceScript.isLetter(text[$0]) }) >= 2 ? head : range
    }

    /// The letters of a range with its numbers in plain form; numbers of buildings and things are left out.
    private func joined(_ range: Range<Int>) -> String {
        var result: [UInt32] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if let span = spans.first(where: { $0.range.lowerBound == index }) {
                if Self.kept.contains(span.kind) { result += PlaceScript.scalars(span.text) }
                index = span.range.upperBound
            } else {
                if PlaceScript.isLetter(text[index]) { result.append(text[index]) }
                index += 1
            }
        }
        return PlaceScript.text(result)
    }
}

/// Compares stretches of road.
package enum SegmentPlaces {
    /// The key of a stretch, the same for A→B and B→A; nil when an end names no place.
    package static func key(of segment: Segment) -> String? {
        let ends = [AddressText(segment.from).key, AddressText(segment.to).key]
        guard !ends.contains(""), ends[0] != ends[1] else { return nil }
        return ends.sorted().joined(separator: "~")
    }

    /// The stretch that a sentence names as 从A到B or 由A至B; nil unless both ends look like places.
    ///
    /// It is for matching only: it is normalised, and uncertain stretches are left out.
    package static func found(in text: String) -> Segment? {
        let words = PlaceScript.folded(text)
        for (index, scalar) in words.enumerated() where from.contains(scalar) {
            if let segment = segment(behind: index + 1, in: words) { return segment }
        }
        return nil
    }

    private static let from: Set<UInt32> = Set(PlaceScript.scalars("从由自"))
    private static let to: Set<UInt32> = Set(PlaceScript.scalars("到至往"))
    private static let longest = 20
    private static let endings = PlaceWords(
        """
        桥 路口 路 街 大道 巷 小区 花园 站 口 大厦 广场 医院 学校 小学 中学 大学 公园 隧道 村 镇 中心 园 苑 城 门 超市 商场 酒店 银行 加油站 收费站 立交 \
        路段 国际 家园 公里处 公里
        """)

    private static func segment(behind start: Int, in words: [UInt32]) -> Segment? {
        let limit = min(words.count, start + longest)
        guard start < limit else { return nil }
        for middle in start + 2..<max(start + 2, limit) {
            guard PlaceScript.isLetter(words[middle]) else { return nil }
            guard to.contains(words[middle]), endings.ends(before: middle, in: words) else { continue }
            guard let end = end(from: middle + 1, in: words) else { return nil }
            let segment = Segment(
                from: PlaceScript.text(words[start..<middle]), to: PlaceScript.text(words[middle + 1..<end]))
            return key(of: segment) == nil ? nil : segment
        }
        return nil
    }

    /// The index after the first word that can end a place's name and those that follow it directly: 加州花园小区.
    private static func end(from start: Int, in words: [UInt32]) -> Int? {
        let limit = min(words.count, start + longest)
        var index = start + 1
        while index < limit, PlaceScript.isLetter(words[index]) {
            var length = endings.length(at: index, in: words)
            guard length > 0 else {
                index += 1
                continue
            }
            repeat {
                index += length
                length = endings.length(at: index, in: words)
            } while length > 0
            return index
        }
        return nil
    }
}

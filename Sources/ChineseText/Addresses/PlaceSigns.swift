/// Words that distinguish two things at one place.
package struct PlaceSigns: Hashable, Sendable {
    /// The owners of the cover in question, such as `gas`.
    package let coverOwners: Set<String>
    /// The directions of the carriageway in question, such as 成都.
    package let directions: Set<String>

    package init(_ text: String) {
        let words = PlaceScript.folded(text)
        coverOwners = CoverOwners.found(in: words)
        directions = RoadDirections.found(in: words)
    }
}

/// Finds the owner of a cover: 雨水井盖 and 燃气井盖 at one crossing are two things of two departments.
enum CoverOwners {
    /// Words that identify one owner. Vague words (下水道, 通信) are not listed.
    private static let owners: [(name: String, words: PlaceWords)] = [
        ("rain", PlaceWords("雨水")), ("sewage", PlaceWords("污水")), ("gas", PlaceWords("燃气 天然气 煤气")),
        ("water", PlaceWords("自来水 供水 给水 水表")), ("heat", PlaceWords("热力 供热 暖气")),
        ("power", PlaceWords("电力 供电 电缆")), ("telecom", PlaceWords("电信")), ("mobile", PlaceWords("移动")),
        ("unicom", PlaceWords("联通")), ("lamp", PlaceWords("路灯")), ("fire", PlaceWords("消防")),
    ]
    private static let well: UInt32 = 0x4E95

    /// The owners named just before 井. `words` is normalised text.
    static func found(in words: [UInt32]) -> Set<String> {
        var found: Set<String> = []
        for (index, scalar) in words.enumerated() where scalar == well {
            for owner in owners where owner.words.ends(before: index, in: words) { found.insert(owner.name) }
        }
        return found
    }
}

/// Finds the direction of a carriageway: 往成都方向.
enum RoadDirections {
    private static let marks = PlaceScript.scalars("方向")
    private static let from = Set(PlaceScript.scalars("往去朝向至到"))
    private static let longest = 6

    /// The words between 往, 去 or the like and 方向. `words` is normalised text.
    static func found(in words: [UInt32]) -> Set<String> {
        var found: Set<String> = []
        for index in words.indices.dropLast() where words[index] == marks[0] && words[index + 1] == marks[1] {
            var start = index
            while start > 0, index - start < longest, PlaceScript.isIdeograph(words[start - 1]),
                !from.contains(words[start - 1])
            {
                start -= 1
            }
            guard start > 0, start < index, from.contains(words[start - 1]) else { continue }
            found.insert(PlaceScript.text(words[start..<index]))
        }
        return found
    }
}

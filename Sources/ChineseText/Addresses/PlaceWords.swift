/// A short list of words to find in normalised text. The longest word matches first.
struct PlaceWords: Sendable {
    private let byFirst: [UInt32: [[UInt32]]]
    private let byLast: [UInt32: [[UInt32]]]

    /// Reads words in simplified characters, separated by blanks.
    init(_ list: String) {
        let words = list.split(separator: " ").map { $0.unicodeScalars.map(\.value) }.sorted { $0.count > $1.count }
        byFirst = Dictionary(grouping: words) { $0.first ?? 0 }
        byLast = Dictionary(grouping: words) { $0.last ?? 0 }
    }

    /// The length of the word that starts here; 0 when none does.
    func length(at index: Int, in text: [UInt32]) -> Int {
        guard index < text.count, let words = byFirst[text[index]] else { return 0 }
        for word in words where index + word.count <= text.count && text[index..<index + word.count].elementsEqual(word)
        {
            return word.count
        }
        return 0
    }

    /// The length of the word that ends before `end` and does not begin before `start`; 0 when none does.
    func length(before end: Int, in text: [UInt32], from start: Int = 0) -> Int {
        guard end > start, let words = byLast[text[end - 1]] else { return 0 }
        for word in words where end - word.count >= start && text[end - word.count..<end].elementsEqual(word) {
            return word.count
        }
        return 0
    }

    func starts(at index: Int, in text: [UInt32]) -> Bool { length(at: index, in: text) > 0 }

    func ends(before end: Int, in text: [UInt32]) -> Bool { length(before: end, in: text) > 0 }

    /// Whether one of the words occurs in the range.
    func occurs(in range: Range<Int>, of text: [UInt32]) -> Bool {
        range.contains { index in
            let length = length(at: index, in: text)
            return length > 0 && index + length <= range.upperBound
        }
    }
}

/// The last characters of road names.
enum RoadEnding {
    static let single: Set<UInt32> = Set(PlaceScript.scalars("路街道巷弄"))

    static func isEnding(_ scalar: UInt32) -> Bool { single.contains(scalar) }

    /// Whether the number of a house or section can follow: after roads, lanes, lines, villages and groups.
    static func takesHouseNumber(_ scalar: UInt32) -> Bool { isEnding(scalar) || others.contains(scalar) }

    private static let others: Set<UInt32> = Set(PlaceScript.scalars("同段线村组社里"))
}

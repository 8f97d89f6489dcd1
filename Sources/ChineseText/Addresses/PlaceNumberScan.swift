/// Finds the numbers of a place in folded text, with their positions.
struct PlaceNumberScan {
    /// The origin of the text. An address is read freely, a report's sentences strictly.
    enum Source {
        case address, words
    }

    struct Span: Hashable {
        var range: Range<Int>
        var kind: PlaceNumberKind
        /// The number and its kind in the form that addresses are compared in.
        var text: String
    }

    let text: [UInt32]
    let source: Source
    private(set) var spans: [Span] = []
    private(set) var numbers = PlaceNumbers()
    /// The last number with a label, for further numbers in the same list.
    private var listed: (kind: PlaceNumberKind, end: Int)?

    init(_ text: [UInt32], of source: Source) {
        self.text = text
        self.source = source
        var index = 0
        while index < text.count {
            guard PlaceScript.isCode(text[index]) else {
                index += 1
                continue
            }
            let token = PlaceToken(text, at: index)
            index = max(take(token), token.range.upperBound)
        }
    }

    /// Records a number by its kind, and returns the index after it.
    private mutating func take(_ token: PlaceToken) -> Int {
        if let stake = KilometreStake(token, in: text, freely: source == .address) {
            add([stake.text], .kilometre, token.range.lowerBound..<stake.end, "k" + stake.text)
            return stake.end
        }
        if let kind = labelKind(of: token) {
            add([token.text], kind, token.range, token.text)
            listed = (kind, token.range.upperBound)
            return token.range.upperBound
        }
        if let rooms = token.rooms, source == .address {
            add([rooms.building], .building, token.range, "")
            add([rooms.unit], .unit, token.range, "")
            add([rooms.room], .room, token.range, "")
            return token.range.upperBound
        }
        return takeCounted(token)
    }

    private mutating func add(_ values: [String], _ kind: PlaceNumberKind, _ range: Range<Int>, _ text: String) {
        for value in values { numbers.insert(value, kind) }
        spans.append(Span(range: range, kind: kind, text: text))
    }

    // MARK: - Numbers on things

    private func labelKind(of token: PlaceToken) -> PlaceNumberKind? {
        guard token.digitCount > 0, token.digitCount <= 12 else { return nil }
        if let listed, token.digitCount >= 4, isList(listed.end..<token.range.lowerBound) { return listed.kind }
        return ThingLabel.kind(of: token, in: text)
    }

    private func isList(_ gap: Range<Int>) -> Bool {
        !gap.isEmpty && gap.count <= 3
            && text[gap].allSatisfy { $0 == PlaceScript.blank || ThingLabel.and.contains($0) }
    }

    // MARK: - Numbers before their unit

    private mutating func takeCounted(_ token: PlaceToken) -> Int {
        let next = blankSkipped(token.range.upperBound)
        let start = token.range.lowerBound
        if let counted = PlaceUnit.counted(token, at: next, in: text, source) {
            guard counted.kind != .section || isAfterRoad(start) else { return counted.end }
            add([token.plain], counted.kind, start..<counted.end, token.plain + counted.name)
            return counted.end
        }
        guard token.isNumeric else { return token.range.upperBound }
        if next < text.count, text[next] == PlaceUnit.number || text[next] == PlaceScript.hash {
            return takeHouse(token, behind: next + 1)
        }
        if let branch = branch(at: next) { return takeHouse(token, branch: branch.text, behind: branch.end) }
        if start > 0, text[start - 1] == PlaceScript.hash { return takeHouse(token, behind: token.range.upperBound) }
        // 明湖路12, with nothing after it.
        let isLast = next == text.count || next > token.range.upperBound
        if source == .address, token.digitCount <= 4, isLast, isBehindRoad(start) {
            return takeHouse(token, behind: token.range.upperBound)
        }
        return token.range.upperBound
    }

    private mutating func takeHouse(_ token: PlaceToken, branch given: String? = nil, behind: Int) -> Int {
        var end = behind
        var own = given
        if own == nil, let branch = branch(at: end) {
            own = branch.text
            end = branch.end
        }
        let start = token.range.lowerBound
        guard token.digitCount <= 6, isHouse(before: start, after: end) else { return end }
        let values = own.map { ["\(token.plain)-\($0)"] } ?? token.houses
        let isRoom = source == .address && spans.contains { $0.kind == .building || $0.kind == .unit }
        add(values, isRoom ? .room : .house, start..<end, values.joined(separator: "-") + "号")
        return end
    }

    /// Reads `附3号` or `之3` after a house number; nil when there is neither.
    private func branch(at index: Int) -> (text: String, end: Int)? {
        guard index + 1 < text.count, PlaceNumerals.branch.contains(text[index]), PlaceScript.isDigit(text[index + 1])
        else { return nil }
        let token = PlaceToken(text, at: index + 1)
        guard token.isNumeric else { return nil }
        let next = token.range.upperBound
        return (token.plain, next < text.count && text[next] == PlaceUnit.number ? next + 1 : next)
    }

    /// Whether a number with 号 is a house, and not a date, a gate, a bridge or a line.
    private func isHouse(before start: Int, after end: Int) -> Bool {
        var before = start - 1
        while before >= 0, text[before] == PlaceScript.blank || text[before] == PlaceScript.hash { before -= 1 }
        let owner = before >= 0 ? text[before] : PlaceScript.blank
        if owner == PlaceUnit.month || owner == PlaceUnit.year { return false }
        let isListed = isListedHouse(start)
        let isOwned = isListed || RoadEnding.takesHouseNumber(owner)
        let next = blankSkipped(end)
        if PlaceUnit.doors.starts(at: next, in: text) { return isOwned }
        if end == next, PlaceUnit.names.starts(at: next, in: text),
            !(isOwned && PlaceUnit.besides.starts(at: next, in: text))
        {
            return false
        }
        return source == .address || isOwned
    }

    /// Whether the number continues a list of houses: in `19号至21号` the second number is a house too.
    private func isListedHouse(_ start: Int) -> Bool {
        guard let last = spans.last, last.kind == .house else { return false }
        let gap = last.range.upperBound..<start
        return gap.count <= 2 && text[gap].allSatisfy { $0 == PlaceScript.blank || PlaceUnit.listing.contains($0) }
    }

    private func isBehindRoad(_ start: Int) -> Bool {
        let end = start > 0 && text[start - 1] == PlaceScript.blank ? start - 1 : start
        return end > 0 && RoadEnding.isEnding(text[end - 1])
    }

    private func isAfterRoad(_ start: Int) -> Bool {
        guard start > 0 else { return false }
        let before = text[start - 1]
        if RoadEnding.isEnding(before) { return true }
        return start > 1 && PlaceUnit.directions.contains(before) && RoadEnding.isEnding(text[start - 2])
    }

    private func blankSkipped(_ index: Int) -> Int {
        index < text.count && text[index] == PlaceScript.blank ? index + 1 : index
    }
}

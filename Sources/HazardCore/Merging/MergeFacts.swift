internal import ChineseText

/// What merging asks about a new report.
///
/// Made from the case that the report would open by itself, so that the two are judged in the same words.
package struct MergeFacts: Sendable {
    /// The case as the report alone would open it.
    package let opened: Case
    package let entry: CaseReport
    /// Its category is known, by the gateway or by its words.
    package let isClassified: Bool
    /// The report that this one says it belongs to.
    package let related: String?
    /// What it would be found by.
    package let traces: SearchKeys
    /// How long ago it was seen, in milliseconds: a notebook may be handed in days later.
    package let age: Duration

    package init?(_ opened: Case, of report: Report) {
        guard let entry = opened.reports.first else { return nil }
        self.opened = opened
        self.entry = entry
        isClassified = opened.category.id != HazardCategory.unclassifiedID
        related = report.relatedReportID
        traces = SearchKeys(opened)
        age = max(.zero, (report.occurredAt ?? entry.receivedAt).duration(to: entry.receivedAt))
    }

    /// Made when there is something to compare with, which is seldom.
    var marks: PlaceMarks { PlaceMarks(opened) }

    package var category: String { opened.category.id }
    package var point: Point? { opened.location?.wgs84 }

    /// Nothing in it says where; a remark about something said before.
    var isPlaceless: Bool { traces.places.isEmpty }
}

/// The words of a case that say which place or thing is meant.
struct PlaceMarks: Sendable {
    private let address: AddressText?
    private let ends: Set<String>
    private let sides: Set<Unicode.Scalar>
    private let numbers: PlaceNumbers
    private let roadClass: RoadClass?
    private let signs: PlaceSigns

    init(_ value: Case) {
        let location = value.location
        address = location?.address.map(AddressText.init)
        let segment = location?.segment
        ends = Set([segment?.from, segment?.to].compactMap { $0.map { AddressText($0).key } }.filter { !$0.isEmpty })
        let text = value.text ?? ""
        sides = AddressLikeness.sides((location?.address ?? "") + "。" + text)
        var numbers = PlaceNumbers.found(in: text)
        if let places = address?.places { numbers.formUnion(places) }
        self.numbers = numbers
        roadClass = location?.roadClass
        signs = PlaceSigns((location?.address ?? "") + "。" + text)
    }

    /// Why the two cannot mean one thing; nil when nothing speaks against it.
    func contradiction(_ other: PlaceMarks) -> MatchContradiction? {
        if numbers.contradicts(other.numbers) { return .numbers }
        if let address, let theirs = other.address, address.contradicts(theirs) { return .address }
        if ends.isApart(from: other.ends) { return .stretch }
        if signs.coverOwners.isApart(from: other.signs.coverOwners) { return .cover }
        if signs.directions.isApart(from: other.signs.directions) { return .direction }
        if sides.isApart(from: other.sides) { return .side }
        if let roadClass, let theirs = other.roadClass, (roadClass == .compound) != (theirs == .compound) {
            return .compound
        }
        return nil
    }
}

extension Set {
    /// Both say something, and nothing in common.
    fileprivate func isApart(from other: Set) -> Bool { !isEmpty && !other.isEmpty && isDisjoint(with: other) }
}

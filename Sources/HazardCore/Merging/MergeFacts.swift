internal import ChineseText

/// What the merging rules need to know about a new report.
///
/// It is made from the case that the report would open, so that both sides have the same form.
package struct MergeFacts: Sendable {
    /// The case that the report would open.
    package let opened: Case
    package let entry: CaseReport
    /// Whether the category is known, from the gateway or from the words.
    package let isClassified: Bool
    /// The id of the report that this one names as related.
    package let related: String?
    /// The search keys of `opened`.
    package let searchKeys: SearchKeys

    package init?(_ opened: Case, of report: Report) {
        guard let entry = opened.reports.first else { return nil }
        self.opened = opened
        self.entry = entry
        isClassified = opened.category.id != HazardCategory.unclassifiedID
        related = report.relatedReportID
        searchKeys = SearchKeys(opened)
    }

    /// Computed on demand, because most reports have no candidate to compare with.
    var marks: PlaceMarks { PlaceMarks(opened) }

    /// The time that windows compare. A report can come days after it was said.
    package var time: Instant { entry.mergeTime }
    package var category: String { opened.category.id }
    package var point: Point? { opened.location?.wgs84 }

    /// Whether nothing in the report says where it is.
    var isPlaceless: Bool { searchKeys.places.isEmpty }
}

/// The words of a case that identify the place or the thing.
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

    /// Why the two cannot be the same hazard; nil when nothing contradicts it (`DECISIONS.md` #27).
    func contradiction(_ other: PlaceMarks) -> MatchContradiction? {
        if numbers.contradicts(other.numbers) { return .numbers }
        if let address, let theirs = other.address, address.contradicts(theirs) { return .address }
        if ends.differs(from: other.ends) { return .stretch }
        if signs.coverOwners.differs(from: other.signs.coverOwners) { return .cover }
        if signs.directions.differs(from: other.signs.directions) { return .direction }
        if sides.differs(from: other.sides) { return .side }
        if let roadClass, let theirs = other.roadClass, (roadClass == .compound) != (theirs == .compound) {
            return .compound
        }
        return nil
    }
}

extension Set {
    /// Whether both sets have elements and none in common.
    fileprivate func differs(from other: Set) -> Bool { !isEmpty && !other.isEmpty && isDisjoint(with: other) }
}

package import ChineseText

/// What is compared of two cases to suggest to people that they are possibly the same hazard (`DECISIONS.md` #46).
///
/// It never merges: `MergeRule` does, and it stays strict.
package struct ResemblanceFacts: Sendable {
    package var openedAt: Instant
    /// When it was closed; nil while it is open.
    package var closedAt: Instant?
    /// Cases of two districts are not compared.
    package var district: String?
    /// Nil when it may be further off than `Location.exactMetres`.
    package var point: Point?
    /// The address and the stretch of road.
    package var place: LetterPairs
    package var words: LetterPairs
    private var numbers: PlaceNumbers

    package init(openedAt: Instant, text: String?, location: Location?) {
        self.openedAt = openedAt
        district = location?.district
        point = location.flatMap { $0.isCoarser(than: Location.exactMetres) ? nil : $0.wgs84 }
        let places = [location?.address, location?.segment?.from, location?.segment?.to].compactMap(\.self)
        place = LetterPairs(places.joined(separator: "。"))
        words = LetterPairs(text ?? "")
        numbers = PlaceNumbers.found(in: text ?? "")
    }

    package init(_ value: Case) {
        self.init(openedAt: value.openedAt, text: value.text, location: value.location)
        closedAt = value.closedAt
    }

    /// How alike two cases of one category are; nil when they are not alike enough to be looked at, or cannot be the same.
    package func resemblance(to other: ResemblanceFacts) -> Resemblance? {
        let elapsed = openedAt.duration(to: other.openedAt)
        let apart = max(elapsed, .zero - elapsed)
        guard apart <= Resemblance.longest, isComparable(with: other.district), !isOver(before: other),
            !other.isOver(before: self), !numbers.contradicts(other.numbers)
        else { return nil }
        let wording = words.likeness(to: other.words)
        if let point, let theirs = other.point {
            let metres = point.metres(to: theirs)
            guard metres <= Double(Resemblance.metres) else { return nil }
            return Resemblance(
                basis: .place, place: 1 - metres / Double(Resemblance.metres), metres: Int(metres.rounded()),
                wording: wording, apart: apart)
        }
        if !place.isEmpty, !other.place.isEmpty {
            return Resemblance(
                basis: .place, place: place.likeness(to: other.place), metres: nil, wording: wording, apart: apart)
        }
        guard apart <= Resemblance.clusterTime else { return nil }
        return Resemblance(basis: .wording, place: nil, metres: nil, wording: wording, apart: apart)
    }

    /// Whether it was closed when the other was opened: then the other is a recurrence, which `MergeRule` links.
    private func isOver(before other: ResemblanceFacts) -> Bool { closedAt.map { $0 <= other.openedAt } ?? false }

    /// Whether a case of this district may be the same: both have one district, or one of them names none.
    package func isComparable(with other: String?) -> Bool {
        district == other || district == nil || other == nil
    }
}

/// How alike two cases are.
package struct Resemblance: Hashable, Sendable {
    package enum Basis: String, CaseIterable, Sendable {
        /// By place and wording.
        case place
        /// By wording alone: one of the two names no place, and many may speak of one thing.
        case wording
    }

    package var basis: Basis
    /// From 0 to 1: by metres, or by the letters of the addresses; nil by wording alone.
    package var place: Double?
    package var metres: Int?
    /// From 0 to 1.
    package var wording: Double
    /// The time between the two openings.
    package var apart: Duration

    package init(basis: Basis, place: Double?, metres: Int?, wording: Double, apart: Duration) {
        self.basis = basis
        self.place = place
        self.metres = metres
        self.wording = wording
        self.apart = apart
    }

    /// The longest time between two cases that are compared.
    package static let longest = Duration.days(14)
    /// The same by wording alone.
    package static let clusterTime = Duration.days(2)
    /// The largest distance of two points that are compared.
    package static let metres = 150
    /// The lowest score of a suggestion by two points, by two addresses, and by wording alone; measured (`DECISIONS.md` #46).
    package static let leastByPoint = 0.75
    package static let leastByAddress = 0.65
    package static let leastWording = 0.5
    /// The most cases that one case is compared with, the newest first.
    package static let mostCompared = 512
    /// The largest number of suggestions for a case.
    package static let most = 5

    /// The place counts four times as much as the wording.
    package var score: Double { (place ?? 0) + wording / 4 }

    /// Whether people should look at it.
    package var isWorthALook: Bool {
        switch basis {
        case .place: score >= (metres == nil ? Self.leastByAddress : Self.leastByPoint)
        case .wording: wording >= Self.leastWording
        }
    }

    /// The order of suggestions: those by place first, then the likest, then the nearest in time.
    package static func comesFirst(_ one: Resemblance, _ other: Resemblance) -> Bool {
        if one.basis != other.basis { return one.basis == .place }
        let (first, second) = (one.rank, other.rank)
        return first == second ? one.apart < other.apart : first > second
    }

    private var rank: Double { basis == .place ? score : wording }
}

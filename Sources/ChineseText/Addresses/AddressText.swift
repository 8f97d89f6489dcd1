/// An address as two reports of one place share it, and the numbers by which they may differ.
///
/// 四川省成都市锦江区红星路二段一百二十三号3栋 and 红星路2段123號 have one key; the first also names a building. Used to compare
/// places and never shown: what a report said stays as it was written.
package struct AddressText: Hashable, Sendable {
    /// Equal for two ways of writing one place; empty when the words name none (附近, 不详).
    package let key: String
    /// The numbers named, by what they count.
    package let places: PlaceNumbers
    /// The district or county named at its beginning, without its suffix.
    package let district: String?
    /// The town or township named at its beginning, without its suffix.
    package let town: String?

    package init(_ text: String) {
        let words = RoadCodes.canonical(PlaceNumerals.digits(PlaceScript.folded(text)))
        let divisions = PlaceDivisions(words)
        let body = Array(words[divisions.end...])
        let scan = PlaceNumberScan(body, of: .address)
        places = scan.numbers
        district = divisions.district
        town = divisions.town
        let key = AddressKey(body, scan.spans).key
        self.key = PlaceNoise.isNothing(key) ? "" : key
    }

    /// The identifying numbers by kind.
    package var numbers: [PlaceNumberKind: Set<String>] { places.byKind }

    /// Whether the two cannot be one place or one thing: another house, building, lamp, district or town is named.
    package func contradicts(_ other: AddressText) -> Bool {
        Self.differ(district, other.district) || Self.differ(town, other.town) || places.contradicts(other.places)
    }

    private static func differ(_ one: String?, _ other: String?) -> Bool {
        guard let one, let other else { return false }
        return one != other
    }
}

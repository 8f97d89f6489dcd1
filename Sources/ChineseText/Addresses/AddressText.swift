/// An address in a comparable form: a key, and the numbers by which two reports may differ (`DECISIONS.md` #27).
///
/// 四川省成都市锦江区红星路二段一百二十三号3栋 and 红星路2段123號 have the same key; the first also names a building. It only serves to compare
/// places and is never shown.
package struct AddressText: Hashable, Sendable {
    /// The same for two ways of writing one place; empty when the words name none (附近, 不详).
    package let key: String
    /// The numbers in the address, by what they count.
    package let places: PlaceNumbers
    /// The district or county at the beginning, without its suffix.
    package let district: String?
    /// The town or township at the beginning, without its suffix.
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

    /// Whether the two cannot be the same place or thing: they name different houses, buildings, lamps, districts or
    /// towns.
    package func contradicts(_ other: AddressText) -> Bool {
        Self.differ(district, other.district) || Self.differ(town, other.town) || places.contradicts(other.places)
    }

    private static func differ(_ one: String?, _ other: String?) -> Bool {
        guard let one, let other else { return false }
        return one != other
    }
}

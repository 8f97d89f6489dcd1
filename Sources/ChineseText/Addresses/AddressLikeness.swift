/// Decides whether the words for a place are exact enough that two reports with the same words mean the same place.
package enum AddressLikeness {
    /// The key of an address; nil when the address is too vague.
    ///
    /// A whole road is too vague: 人民南路 has many holes. So is a park or a path along a river, whose 参考地址 is only the
    /// entrance. With a house number, a crossing or a landmark the address is exact enough.
    package static func key(_ address: String) -> String? {
        guard !isReference(address) else { return nil }
        let key = AddressText(address).key
        return isExact(key) ? key : nil
    }

    /// Whether the address names a park or the like by its entrance. A check of one scalar rejects nearly all texts,
    /// because `contains` of words costs half as much as the key.
    private static func isReference(_ address: String) -> Bool {
        address.unicodeScalars.contains("考") && address.contains("参考地址")
    }

    private static func isExact(_ key: String) -> Bool {
        guard let last = key.unicodeScalars.last else { return false }
        if key.unicodeScalars.contains("×") { return true }
        return !roads.contains(last) && !wide.contains { key.utf8.suffix($0.count).elementsEqual($0) }
    }

    private static let roads = Set("路街道线段村镇乡区山堤".unicodeScalars)
    private static let wide = ["公园", "河滨", "江滨", "湖滨", "景区", "隧道", "高架", "河边", "江边"].map { Array($0.utf8) }

    /// The sides of the road that the text names: 东侧 and 西侧 are two places.
    package static func sides(_ text: String) -> Set<Unicode.Scalar> {
        var found: Set<Unicode.Scalar> = []
        var before: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if let side = before, marks.contains(scalar), directions.contains(side) { found.insert(plain(side)) }
            before = scalar
        }
        return found
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        Unicode.Scalar(TextFolding.plain(scalar.value)) ?? scalar
    }

    private static let directions = Set("东西南北左右東".unicodeScalars)
    private static let marks = Set("侧側边邊".unicodeScalars)
}

/// Whether words for a place say where a thing is, so that two reports with the same words mean the same place.
package enum AddressLikeness {
    /// What two addresses of one place share; nil when it says too little.
    ///
    /// A whole road is no place: 人民南路 has many holes. Nor is a park or a path along a river, whose 参考地址 is only where one
    /// enters. With a house number, a crossing or a landmark it is one.
    package static func key(_ address: String) -> String? {
        guard !isReference(address) else { return nil }
        let key = AddressText(address).key
        return tells(key) ? key : nil
    }

    /// One scalar rules nearly all out: `contains` of words costs as much as half of the key.
    private static func isReference(_ address: String) -> Bool {
        address.unicodeScalars.contains("考") && address.contains("参考地址")
    }

    package static func tells(_ key: String) -> Bool {
        guard let last = key.unicodeScalars.last else { return false }
        if key.unicodeScalars.contains("×") { return true }
        return !roads.contains(last) && !wide.contains { key.hasSuffix($0) }
    }

    private static let roads = Set("路街道线段村镇乡区山堤".unicodeScalars)
    private static let wide = ["公园", "河滨", "江滨", "湖滨", "景区", "隧道", "高架", "河边", "江边"]

    /// The sides of the road that are named: 东侧 and 西侧 are two places.
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

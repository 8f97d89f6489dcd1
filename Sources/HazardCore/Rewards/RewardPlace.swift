// Only a pure function of libm is imported, by name, so that the core does not depend on the system.
internal import ChineseText
internal import func Glibc.cos

/// The place of a report as the ledger stores it: a point if there is one, otherwise words.
package enum RewardPlace {
    /// The distance in metres within which two points are the same place (`DOMAIN.md` §7).
    package static let metres = 50.0

    /// The place as text; nil when the case has none.
    package static func text(of location: Location?) -> String? {
        guard let location else { return nil }
        if let point = location.wgs84 ?? location.point.map(CoordinateConversion.wgs84) {
            return rounded(point.latitude) + "," + rounded(point.longitude)
        }
        let words = location.address ?? location.segment.map { $0.from + "–" + $0.to }
        return words.map { String($0.prefix(200)) }
    }

    /// Whether both texts are the same place.
    package static func isSame(_ one: String, _ other: String) -> Bool {
        guard one != other else { return true }
        guard let here = point(one), let there = point(other) else { return false }
        let north = (here.latitude - there.latitude) * 111_320
        let east = (here.longitude - there.longitude) * 111_320 * cos(here.latitude * .pi / 180)
        return north * north + east * east <= metres * metres
    }

    /// Degrees with six decimals, which is a tenth of a metre.
    private static func rounded(_ degrees: Double) -> String {
        String((degrees * 1e6).rounded() / 1e6)
    }

    private static func point(_ text: String) -> Point? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]) else { return nil }
        return Point(latitude: latitude, longitude: longitude)
    }
}

// A pure function of libm, by name, so that nothing else of the system comes with it.
internal import ChineseText
internal import func Glibc.cos

/// Where a clue was, as the ledger remembers it: a point when there is one, else the words.
package enum RewardPlace {
    /// Metres within which two points are one place.
    package static let metres = 50.0

    /// The place in words for the ledger; nil when the case says nothing of it.
    package static func text(of location: Location?) -> String? {
        guard let location else { return nil }
        if let point = location.wgs84 ?? location.point.map(CoordinateConversion.wgs84) {
            return rounded(point.latitude) + "," + rounded(point.longitude)
        }
        let words = location.address ?? location.segment.map { $0.from + "–" + $0.to }
        return words.map { String($0.prefix(200)) }
    }

    /// Whether both are one place.
    package static func isSame(_ one: String, _ other: String) -> Bool {
        guard one != other else { return true }
        guard let here = point(one), let there = point(other) else { return false }
        let north = (here.latitude - there.latitude) * 111_320
        let east = (here.longitude - there.longitude) * 111_320 * cos(here.latitude * .pi / 180)
        return north * north + east * east <= metres * metres
    }

    /// Six decimals are a tenth of a metre.
    private static func rounded(_ degrees: Double) -> String {
        String((degrees * 1e6).rounded() / 1e6)
    }

    private static func point(_ text: String) -> Point? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]) else { return nil }
        return Point(latitude: latitude, longitude: longitude)
    }
}

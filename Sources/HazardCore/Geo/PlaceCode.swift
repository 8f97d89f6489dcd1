internal import ChineseText

/// A category and a point as one number. Near points of a category lie in few short ranges (`DECISIONS.md` #25).
///
/// From the highest bit: 0, 12 bits of the category's hash, 19 bits of the row (64 steps of latitude, 71 m), 26 bits of
/// longitude, 6 bits of latitude inside the row. A step is 10⁻⁵ of a degree, about one metre. An index over these
/// numbers finds the near points in two or three ranges.
package enum PlaceCode {
    private static let steps = 100_000.0
    private static let rowBits: Int64 = 6
    private static let longitudeBits: Int64 = 26
    private static let rowCount: Int64 = 1 << 19
    private static let longest: Int64 = 36_000_000
    private static let highest: Int64 = 18_000_000

    /// The number of a category and a point.
    package static func code(_ category: String, _ point: Point) -> Int64 {
        let y = latitudeStep(point.latitude)
        return base(category, row: y >> rowBits) | longitudeStep(point.longitude) << rowBits
            | (y & ((1 << rowBits) - 1))
    }

    /// The ranges that contain every point of the category within this many metres, and some points beyond.
    package static func ranges(_ category: String, around point: Point, metres: Int) -> [ClosedRange<Int64>] {
        // One step more on every side covers what rounding cuts off.
        let up = Int64(Double(metres) / Point.metresPerDegree * steps) + 2
        let across = Int64(Double(metres) / Point.metresPerDegree(ofLongitudeAt: point.latitude) * steps) + 2
        let y = latitudeStep(point.latitude)
        let x = longitudeStep(point.longitude)
        let left = max(0, x - across) << rowBits
        let right = (min(longest, x + across) << rowBits) | ((1 << rowBits) - 1)
        return (max(0, y - up) >> rowBits...min(highest, y + up) >> rowBits).map { row in
            let base = base(category, row: row)
            return base | left...base | right
        }
    }

    /// The point of a number, exact to one metre.
    package static func point(of code: Int64) -> Point {
        let row = (code >> (longitudeBits + rowBits)) & (rowCount - 1)
        let y = (row << rowBits) | (code & ((1 << rowBits) - 1))
        let x = (code >> rowBits) & ((1 << longitudeBits) - 1)
        return Point(latitude: Double(y) / steps - 90, longitude: Double(x) / steps - 180)
    }

    private static func base(_ category: String, row: Int64) -> Int64 {
        let hash = Int64(bitPattern: Fingerprint(category).value & 0xFFF)
        return (hash * rowCount + row) << (longitudeBits + rowBits)
    }

    private static func latitudeStep(_ degrees: Double) -> Int64 {
        min(highest, max(0, Int64((degrees + 90) * steps + 0.5)))
    }

    private static func longitudeStep(_ degrees: Double) -> Int64 {
        min(longest, max(0, Int64((degrees + 180) * steps + 0.5)))
    }
}

// Pure functions of libm, by name, so that nothing else of the system comes with them.
internal import func Glibc.cos
internal import func Glibc.sqrt

extension Point {
    /// The way to another point in metres, exact to a thousandth over the few hundred metres that matter here.
    package func metres(to other: Point) -> Double {
        let middle = (latitude + other.latitude) / 2
        let north = (other.latitude - latitude) * Point.metresPerDegree
        let east = (other.longitude - longitude) * Point.metresPerDegree(ofLongitudeAt: middle)
        return sqrt(north * north + east * east)
    }

    /// Metres of a degree of latitude, on the mean sphere (6,371,008.8 m).
    static let metresPerDegree = 111_195.08

    static func metresPerDegree(ofLongitudeAt latitude: Double) -> Double {
        max(1, metresPerDegree * cos(latitude / 180 * Double.pi))
    }
}

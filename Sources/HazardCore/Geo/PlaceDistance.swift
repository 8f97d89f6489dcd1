// Only a pure function of libm is imported, by name, so that the core does not depend on the system.
internal import func Glibc.cos
internal import func Glibc.sqrt

extension Point {
    /// The distance to another point in metres, exact to a thousandth over a few hundred metres.
    package func metres(to other: Point) -> Double {
        let middle = (latitude + other.latitude) / 2
        let north = (other.latitude - latitude) * Point.metresPerDegree
        let east = (other.longitude - longitude) * Point.metresPerDegree(ofLongitudeAt: middle)
        return sqrt(north * north + east * east)
    }

    /// How far it is east and north of `origin`, in metres; `scale` is the metres of a degree of longitude there.
    func offset(from origin: Point, _ scale: Double) -> (x: Double, y: Double) {
        ((longitude - origin.longitude) * scale, (latitude - origin.latitude) * Point.metresPerDegree)
    }

    /// The metres of a degree of latitude, on the mean sphere (6,371,008.8 m).
    static let metresPerDegree = 111_195.08

    static func metresPerDegree(ofLongitudeAt latitude: Double) -> Double {
        max(1, metresPerDegree * cos(latitude / 180 * Double.pi))
    }
}

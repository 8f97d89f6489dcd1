// Only pure functions of libm are imported, by name, so that the core does not depend on the system.
internal import func Glibc.atan2
internal import func Glibc.cos
internal import func Glibc.sin
internal import func Glibc.sqrt

/// Converts Chinese map coordinates to WGS-84 and back.
///
/// GCJ-02 is WGS-84 with an offset of 100 to 700 m inside China. BD-09 is GCJ-02 with one more offset. The formulas are
/// the publicly known ones (Krasovsky 1940 ellipsoid). Outside China all three systems are the same.
package enum CoordinateConversion {
    /// The WGS-84 point of a given point, within 1 m of the exact inverse.
    package static func wgs84(_ given: GivenPoint) -> Point {
        switch given.crs {
        case .wgs84: given.point
        case .gcj02: wgs84(fromGCJ02: given.point)
        case .bd09: wgs84(fromGCJ02: gcj02(fromBD09: given.point))
        }
    }

    /// The GCJ-02 point of a WGS-84 point.
    package static func gcj02(fromWGS84 point: Point) -> Point {
        guard isInChina(point) else { return point }
        let offset = offset(at: point)
        return Point(latitude: point.latitude + offset.latitude, longitude: point.longitude + offset.longitude)
    }

    /// The BD-09 point of a GCJ-02 point.
    package static func bd09(fromGCJ02 point: Point) -> Point {
        let x = point.longitude
        let y = point.latitude
        let z = sqrt(x * x + y * y) + 0.00002 * sin(y * xPi)
        let theta = atan2(y, x) + 0.000003 * cos(x * xPi)
        return Point(latitude: z * sin(theta) + 0.006, longitude: z * cos(theta) + 0.0065)
    }

    /// The inverse by fixed-point iteration; each step reduces the error about a thousandfold.
    private static func wgs84(fromGCJ02 point: Point) -> Point {
        guard isInChina(point) else { return point }
        var guess = point
        for _ in 0..<3 {
            let there = gcj02(fromWGS84: guess)
            guess.latitude += point.latitude - there.latitude
            guess.longitude += point.longitude - there.longitude
        }
        return guess
    }

    private static func gcj02(fromBD09 point: Point) -> Point {
        let x = point.longitude - 0.0065
        let y = point.latitude - 0.006
        let z = sqrt(x * x + y * y) - 0.00002 * sin(y * xPi)
        let theta = atan2(y, x) - 0.000003 * cos(x * xPi)
        return Point(latitude: z * sin(theta), longitude: z * cos(theta))
    }

    /// The length of a degree of longitude divided by that of a degree of latitude.
    static func narrowing(at latitude: Double) -> Double { cos(latitude / 180 * Double.pi) }

    private static func isInChina(_ point: Point) -> Bool {
        (72.004...137.8347).contains(point.longitude) && (0.8293...55.8271).contains(point.latitude)
    }

    private static func offset(at point: Point) -> Point {
        let x = point.longitude - 105
        let y = point.latitude - 35
        let radians = point.latitude / 180 * Double.pi
        let s = sin(radians)
        let magic = 1 - eccentricity * s * s
        let root = sqrt(magic)
        let north = northMetres(x, y) * 180 / (axis * (1 - eccentricity) / (magic * root) * Double.pi)
        let east = eastMetres(x, y) * 180 / (axis / root * cos(radians) * Double.pi)
        return Point(latitude: north, longitude: east)
    }

    private static func northMetres(_ x: Double, _ y: Double) -> Double {
        var d = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
        d += wave(20, 6 * x) + wave(20, 2 * x)
        d += wave(20, y) + wave(40, y / 3)
        d += wave(160, y / 12) + wave(320, y / 30)
        return d
    }

    private static func eastMetres(_ x: Double, _ y: Double) -> Double {
        var d = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
        d += wave(20, 6 * x) + wave(20, 2 * x)
        d += wave(20, x) + wave(40, x / 3)
        d += wave(150, x / 12) + wave(300, x / 30)
        return d
    }

    private static func wave(_ height: Double, _ turns: Double) -> Double {
        height * sin(turns * Double.pi) * 2 / 3
    }

    private static let axis = 6_378_245.0
    private static let eccentricity = 0.00669342162296594323
    private static let xPi = Double.pi * 3000 / 180
}

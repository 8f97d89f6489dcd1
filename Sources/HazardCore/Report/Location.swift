package import ChineseText

/// The place of a hazard, as far as the report describes it (`DOMAIN.md` §3).
package struct Location: Hashable, Sendable {
    /// The point in degrees, in the coordinate system of the gateway (`crs`).
    package var point: GivenPoint?
    /// The same point in WGS-84, converted once when the case is opened.
    package var wgs84: Point?
    package var accuracyMetres: Double?
    package var address: String?
    package var segment: Segment?
    package var roadClass: RoadClass?
    package var grid: String?
    package var community: String?
    package var subdistrict: String?
    /// The district's administrative code, such as `510185`. It determines the home shard.
    package var district: String?
    /// The code of the smallest configured area that contains the point.
    package var area: String?

    package init() {}

    /// A point this exact is never too coarse for a radius of merging, metres.
    package static let exactMetres = 30.0

    /// Whether the point may be further off than this many metres.
    package func isCoarser(than metres: Double) -> Bool { accuracyMetres.map { $0 > metres } ?? false }
}

/// A point in degrees.
package struct Point: Hashable, Sendable {
    package var latitude: Double
    package var longitude: Double

    package init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }
}

/// A point with the coordinate system it was given in.
package struct GivenPoint: Hashable, Sendable {
    package var point: Point
    package var crs: CoordinateSystem

    package init(point: Point, crs: CoordinateSystem) {
        self.point = point
        self.crs = crs
    }
}

/// The coordinate systems that Chinese clients send.
package enum CoordinateSystem: String, CaseIterable, Sendable {
    case wgs84, gcj02, bd09
}

/// The kind of ground at the place.
package enum RoadClass: String, CaseIterable, Sendable {
    case urban, provincial, national, compound, pavement, square, river

    /// The surface, which decides who leads for a parked vehicle (`DOMAIN.md`, Surface).
    package var surface: Surface? {
        switch self {
        case .urban, .provincial, .national: .carriageway
        case .pavement, .square: .pavement
        case .compound: .compound
        case .river: nil
        }
    }
}

/// The surface on which a vehicle stands.
package enum Surface: String, CaseIterable, Sendable {
    case carriageway, pavement, compound
}

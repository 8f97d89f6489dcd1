package import ChineseText

/// Where the hazard is, as far as the report says.
package struct Location: Hashable, Sendable {
    /// Degrees, in `crs` as given by the gateway.
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
    /// The district's administrative code, such as `510185`: the home shard follows from it.
    package var district: String?
    /// The code of the most exact configured area that the point lies in.
    package var area: String?

    package init() {}
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

/// A point together with the reference system it was given in.
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

/// What kind of ground the place is on.
package enum RoadClass: String, CaseIterable, Sendable {
    case urban, provincial, national, compound, pavement, square, river

    /// The surface that decides who leads for a parked vehicle (`DOMAIN.md`, Surface).
    package var surface: Surface? {
        switch self {
        case .urban, .provincial, .national: .carriageway
        case .pavement, .square: .pavement
        case .compound: .compound
        case .river: nil
        }
    }
}

/// The ground a vehicle stands on.
package enum Surface: String, CaseIterable, Sendable {
    case carriageway, pavement, compound
}

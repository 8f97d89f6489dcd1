internal import ChineseText
internal import HazardCore
internal import JSONText

/// `location` in a case and in its tasks: the point in WGS-84, the point as it was given, and descriptions.
enum CasePlace: String, JSONFields {
    case lat, lon, given
    case accuracy = "accuracy_m"
    case address, segment
    case roadClass = "road_class"
    case grid, community, subdistrict, district, area, unknown

    static let keys = JSONKeys<CasePlace>()

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> Location {
        var place = Location()
        var latitude: Double?
        var longitude: Double?
        var object = try reader.open(CasePlace.self)
        while let field = try reader.next(&object) {
            switch field {
            case .lat: latitude = try reader.double()
            case .lon: longitude = try reader.double()
            case .given: place.point = try GivenPointField.read(&reader)
            case .accuracy: place.accuracyMetres = try reader.double()
            case .address: place.address = try reader.string()
            case .segment: place.segment = try SegmentField.read(&reader)
            case .roadClass: place.roadClass = try reader.value(of: WireNames.roadClass)
            case .grid: place.grid = try reader.string()
            case .community: place.community = try reader.string()
            case .subdistrict: place.subdistrict = try reader.string()
            case .district: place.district = try reader.string()
            case .area: place.area = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        switch (latitude, longitude) {
        case (let latitude?, let longitude?): place.wgs84 = Point(latitude: latitude, longitude: longitude)
        case (nil, nil): break
        case (nil, _): throw object.missing(.lat)
        case (_, nil): throw object.missing(.lon)
        }
        return place
    }

    /// Writes the place of a case; null without one.
    static func write(_ place: Location?, to writer: inout JSONWriter) {
        guard let place else { return writer.null() }
        writer.beginObject()
        writeCommon(place, to: &writer)
        writer.optional("accuracy_m", place.accuracyMetres)
        writer.optional("grid", place.grid)
        writer.optional("community", place.community)
        writer.optional("subdistrict", place.subdistrict)
        writer.endObject()
    }

    /// Writes the place for a department: always these fields and no others.
    static func writeForDepartment(_ place: Location?, to writer: inout JSONWriter) {
        guard let place else { return writer.null() }
        writer.beginObject()
        writeCommon(place, to: &writer)
        writer.endObject()
    }

    private static func writeCommon(_ place: Location, to writer: inout JSONWriter) {
        writer.field("lat", place.wgs84?.latitude)
        writer.field("lon", place.wgs84?.longitude)
        writer.key("given")
        if let given = place.point {
            writer.beginObject()
            writer.field("lat", given.point.latitude)
            writer.field("lon", given.point.longitude)
            writer.field("crs", given.crs.rawValue)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.field("address", place.address)
        writer.key("segment")
        if let segment = place.segment {
            writer.beginObject()
            writer.field("from", segment.from)
            writer.field("to", segment.to)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.field("road_class", place.roadClass?.rawValue)
        writer.field("district", place.district)
        writer.optional("area", place.area)
    }
}

/// The fields of `given`.
private enum GivenPointField: String, JSONFields {
    case lat, lon, crs, unknown

    static let keys = JSONKeys<GivenPointField>(required: [.lat, .lon, .crs])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> GivenPoint {
        var given = GivenPoint(point: Point(latitude: 0, longitude: 0), crs: .wgs84)
        var object = try reader.open(GivenPointField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .lat: given.point.latitude = try reader.double()
            case .lon: given.point.longitude = try reader.double()
            case .crs: given.crs = try reader.value(of: WireNames.coordinateSystem)
            case .unknown: try reader.skipValue()
            }
        }
        return given
    }
}

/// The fields of `segment`, as this program writes them.
private enum SegmentField: String, JSONFields {
    case from, to, unknown

    static let keys = JSONKeys<SegmentField>()

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> Segment {
        var segment = Segment(from: "", to: "")
        var object = try reader.open(SegmentField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .from: segment.from = try reader.string()
            case .to: segment.to = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        return segment
    }
}

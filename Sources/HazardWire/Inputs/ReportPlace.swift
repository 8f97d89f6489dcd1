internal import HazardCore
internal import JSONText

/// `location` of a report: degrees in the sender's reference system, and texts.
struct ReportPlace {
    enum Field: String, JSONFields {
        case lat, lon, crs
        case accuracy = "accuracy_m"
        case address, segment
        case roadClass = "road_class"
        case grid, community, subdistrict, district, unknown

        static let keys = JSONKeys<Field>()
    }

    private var location = Location()
    private var latitude: Double?
    private var longitude: Double?
    /// The field is present, its value right or wrong.
    private var hasLatitude = false
    private var hasLongitude = false
    private var crs: CoordinateSystem?

    /// Reads the place; the reference system may depend on a field that comes later.
    static func read(_ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault) -> ReportPlace {
        var place = ReportPlace()
        let at = try reader.fields(Field.self, &faults) { field, reader, faults throws(JSONFault) in
            try place.take(field, &reader, &faults)
        }
        try place.check(at: at, &faults)
        return place
    }

    /// The place, with its point in the reference system of `crs`, else in the assumed one.
    func location(assumed: CoordinateSystem) -> Location {
        var result = location
        if let latitude, let longitude, latitude != 0 || longitude != 0 {
            result.point = GivenPoint(
                point: Point(latitude: latitude, longitude: longitude), crs: crs ?? assumed)
        }
        return result
    }

    private mutating func take(
        _ field: Field, _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) {
        switch field {
        case .lat:
            hasLatitude = true
            latitude = try reader.double(in: -90...90)
        case .lon:
            hasLongitude = true
            longitude = try reader.double(in: -180...180)
        case .crs: crs = try reader.value(of: WireNames.coordinateSystem)
        case .accuracy: location.accuracyMetres = try reader.double(in: 0...1_000_000)
        case .address: location.address = try reader.text(limit: 500)
        case .segment: location.segment = try SegmentText.read(&reader, &faults)
        case .roadClass: location.roadClass = try reader.value(of: WireNames.roadClass)
        case .grid: location.grid = try reader.text(limit: 100)
        case .community: location.community = try reader.text(limit: 100)
        case .subdistrict: location.subdistrict = try reader.text(limit: 100)
        case .district: location.district = try reader.text(limit: 64)
        case .unknown: try reader.skipValue()
        }
    }

    /// Checks that both coordinates are present or none, and that they are not 0,0, which a device without a fix sends.
    private func check(at offset: Int, _ faults: inout FaultCollector) throws(JSONFault) {
        guard hasLatitude == hasLongitude else {
            let missing = hasLatitude ? Field.lon : Field.lat
            return try faults.report(.missing(missing.rawValue, at: offset))
        }
        guard latitude == 0, longitude == 0 else { return }
        try faults.report(JSONFault(.contradiction, at: offset, .point))
    }

    static func write(_ location: Location, to writer: inout JSONWriter) {
        writer.beginObject()
        if let given = location.point {
            writer.field("lat", given.point.latitude)
            writer.field("lon", given.point.longitude)
            writer.field("crs", given.crs)
        }
        writer.optional("accuracy_m", location.accuracyMetres)
        writer.optional("address", location.address)
        if let segment = location.segment {
            writer.key("segment")
            SegmentText.write(segment, to: &writer)
        }
        writer.optional("road_class", location.roadClass)
        writer.optional("grid", location.grid)
        writer.optional("community", location.community)
        writer.optional("subdistrict", location.subdistrict)
        writer.optional("district", location.district)
        writer.endObject()
    }
}

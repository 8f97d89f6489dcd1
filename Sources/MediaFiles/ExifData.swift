/// The orientation and the place of an Exif block (CIPA DC-008, a TIFF structure).
struct ExifData {
    /// How the picture is turned: 1 to 8, 1 when nothing is said.
    var orientation = 1
    var place: MediaPlace?

    private enum Tag {
        static let orientation = 0x0112
        static let gps = 0x8825
        static let latitudeReference = 1
        static let latitude = 2
        static let longitudeReference = 3
        static let longitude = 4
    }

    /// More entries than any camera writes in one directory.
    private static let mostEntries = 512

    /// Nil when the bytes are no TIFF structure.
    init?(tiff: ByteView) {
        var tiff = tiff
        switch tiff.text(0, 2) {
        case "II": tiff.isLittleEndian = true
        case "MM": break
        default: return nil
        }
        guard tiff.number(2, 2) == 42, let first = tiff.number(4, 4) else { return nil }
        for entry in Self.entries(of: tiff, at: first) {
            switch entry.number(0, 2) {
            case Tag.orientation:
                if let value = entry.number(8, 2), (1...8).contains(value) { orientation = value }
            case Tag.gps:
                if let offset = entry.number(8, 4) { place = Self.place(Self.entries(of: tiff, at: offset), tiff) }
            default: break
            }
        }
    }

    private static func entries(of tiff: ByteView, at offset: Int) -> [ByteView] {
        guard let count = tiff.number(offset, 2), count <= mostEntries else { return [] }
        return (0..<count).compactMap { tiff.part(offset + 2 + 12 * $0, 12) }
    }

    private static func place(_ entries: [ByteView], _ tiff: ByteView) -> MediaPlace? {
        func reference(_ tag: Int) -> String? { entries.first { $0.number(0, 2) == tag }?.text(8, 1) }
        func degrees(_ tag: Int) -> Double? {
            guard let entry = entries.first(where: { $0.number(0, 2) == tag }), entry.number(2, 2) == 5,
                entry.number(4, 4) == 3, let offset = entry.number(8, 4)
            else { return nil }
            var result = 0.0
            for (index, unit) in [1.0, 60, 3600].enumerated() {
                guard let above = tiff.number(offset + 8 * index, 4),
                    let below = tiff.number(offset + 8 * index + 4, 4),
                    below > 0
                else { return nil }
                result += Double(above) / Double(below) / unit
            }
            return result
        }
        guard let latitude = degrees(Tag.latitude), let longitude = degrees(Tag.longitude), latitude <= 90,
            longitude <= 180, latitude != 0 || longitude != 0
        else { return nil }
        return MediaPlace(
            latitude: reference(Tag.latitudeReference) == "S" ? -latitude : latitude,
            longitude: reference(Tag.longitudeReference) == "W" ? -longitude : longitude)
    }
}

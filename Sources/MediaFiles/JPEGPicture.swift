/// The segments of a JPEG file (ITU-T T.81, Annex B).
struct JPEGPicture {
    private(set) var exif: ExifData?
    /// The file without the segments of cameras and programs; colour profile and orientation stay.
    private(set) var stripped: [UInt8] = [0xFF, 0xD8]

    private static let exifName = Array("Exif\0\0".utf8)
    private static let profileName = Array("ICC_PROFILE\0".utf8)

    /// Nil unless the file has a frame, a scan, and an end.
    init?(_ view: ByteView) {
        guard view.number(0, 3) == 0xFFD8FF else { return nil }
        var offset = 2
        var hasFrame = false
        var hasScan = false
        // Set where the orientation is inserted: behind the first segments of the format itself.
        var kept: [UInt8] = []
        while true {
            guard view.byte(offset) == 0xFF, let marker = view.byte(offset + 1) else { return nil }
            if marker == 0xFF {
                offset += 1
                continue
            }
            if marker == 0xD9 { break }
            guard let length = view.number(offset + 2, 2), length >= 2, let segment = view.part(offset, 2 + length),
                let content = segment.rest(4)
            else { return nil }
            if marker == 0xE1, exif == nil, content.begins(with: Self.exifName), let tiff = content.rest(6) {
                exif = ExifData(tiff: tiff)
            }
            if Self.isFrame(marker) {
                guard let height = content.number(1, 2), let width = content.number(3, 2), width > 0, height >= 0 else {
                    return nil
                }
                hasFrame = true
            }
            if Self.stays(marker, content) { kept += view.bytes[segment.range] }
            offset += 2 + length
            guard marker == 0xDA else { continue }
            guard hasFrame, let end = Self.endOfScan(view, from: offset) else { return nil }
            hasScan = true
            kept += view.bytes[(view.range.lowerBound + offset)..<(view.range.lowerBound + end)]
            offset = end
        }
        guard hasScan else { return nil }
        if let orientation = exif?.orientation, orientation != 1 { stripped += Self.exif(orientation: orientation) }
        stripped += kept
        stripped += [0xFF, 0xD9]
    }

    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }

    /// Whether a decoder needs the segment.
    private static func stays(_ marker: UInt8, _ content: ByteView) -> Bool {
        switch marker {
        case 0xE0: content.begins(with: Array("JFIF\0".utf8))
        case 0xE2: content.begins(with: profileName)
        case 0xEE: content.begins(with: Array("Adobe".utf8))
        case 0xE1, 0xE3...0xED, 0xEF, 0xF0...0xFE: false
        default: true
        }
    }

    /// Where the compressed data of a scan end: at the next marker that is neither a stuffed byte nor a restart.
    private static func endOfScan(_ view: ByteView, from start: Int) -> Int? {
        var index = view.range.lowerBound + start
        while index + 1 < view.range.upperBound {
            if view.bytes[index] == 0xFF {
                let next = view.bytes[index + 1]
                if next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { return index - view.range.lowerBound }
            }
            index += 1
        }
        return nil
    }

    /// An Exif segment that says how the picture is turned, and nothing else.
    private static func exif(orientation: Int) -> [UInt8] {
        let tiff: [UInt8] =
            [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0]
            + [0, 0, 0, 0]
        let content = exifName + tiff
        return [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content
    }
}

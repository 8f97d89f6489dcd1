/// The chunks of a PNG file (ISO/IEC 15948).
struct PNGPicture {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// What a decoder needs to show the picture.
    private static let shown: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL",
        "fdAT",
    ]

    private(set) var exif: ExifData?
    /// The file without texts, times and Exif.
    private(set) var stripped: [UInt8]

    /// Nil unless the file has a head, data, and an end.
    init?(_ view: ByteView) {
        guard view.begins(with: Self.signature), view.text(12, 4) == "IHDR", let width = view.number(16, 4),
            let height = view.number(20, 4), width > 0, height > 0
        else { return nil }
        stripped = Self.signature
        var offset = Self.signature.count
        var hasData = false
        while true {
            guard let length = view.number(offset, 4), let name = view.text(offset + 4, 4),
                let chunk = view.part(offset, 12 + length), let content = chunk.part(8, length)
            else { return nil }
            if name == "eXIf" { exif = ExifData(tiff: content) }
            if name == "IDAT" { hasData = true }
            if Self.shown.contains(name) { stripped += view.bytes[chunk.range] }
            if name == "IEND" { break }
            offset += 12 + length
        }
        guard hasData else { return nil }
    }
}

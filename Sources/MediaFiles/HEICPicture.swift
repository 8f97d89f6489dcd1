/// The boxes of a HEIC file (ISO/IEC 23008-12 on ISO/IEC 14496-12).
///
/// Offsets in the file point into it, so nothing is cut out: what must go is overwritten with zeros.
struct HEICPicture {
    private struct Box {
        var type: String
        /// Where the box begins, and its content, in the file.
        var start: Int
        var content: Range<Int>
    }

    private static let brands: Set<String> = ["heic", "heix", "heim", "heis"]
    private static let mostItems = 4096

    private(set) var exif: ExifData?
    /// The file with zeros in place of Exif, XMP, and boxes that no picture needs.
    private(set) var stripped: [UInt8]

    private let view: ByteView

    /// Nil unless the file names a HEIC brand and has a `meta` box with items.
    init?(_ view: ByteView) {
        self.view = view
        stripped = view.bytes
        guard let boxes = Self.boxes(of: view, in: 0..<view.count), let first = boxes.first, first.type == "ftyp",
            Self.isHEIC(view, first), let meta = boxes.first(where: { $0.type == "meta" }),
            let items = Items(view, meta.content)
        else { return nil }
        for range in items.metadata {
            if exif == nil { exif = Self.exif(view, range) }
            blank(range)
        }
        // A film or a sound beside the picture may hold a place of its own.
        for box in boxes where !["ftyp", "meta", "mdat", "free", "skip"].contains(box.type) {
            blank(box.content)
            for (index, byte) in "free".utf8.enumerated() { stripped[box.start + 4 + index] = byte }
        }
    }

    private mutating func blank(_ range: Range<Int>) {
        for index in range.clamped(to: 0..<stripped.count) { stripped[index] = 0 }
    }

    private static func isHEIC(_ view: ByteView, _ box: Box) -> Bool {
        let count = (box.content.count - 8) / 4
        guard count >= 0, let major = view.text(box.content.lowerBound, 4) else { return false }
        if brands.contains(major) { return true }
        guard major == "mif1" || major == "msf1" else { return false }
        return (0..<min(count, 64)).contains {
            brands.contains(view.text(box.content.lowerBound + 8 + 4 * $0, 4) ?? "")
        }
    }

    /// The boxes that fill a part of the file exactly; nil when they do not.
    private static func boxes(of view: ByteView, in part: Range<Int>) -> [Box]? {
        var found: [Box] = []
        var offset = part.lowerBound
        while offset < part.upperBound {
            guard var length = view.number(offset, 4), let type = view.text(offset + 4, 4), found.count < mostItems
            else { return nil }
            var head = 8
            if length == 1 {
                guard let long = view.number(offset + 8, 8) else { return nil }
                (length, head) = (long, 16)
            } else if length == 0 {
                length = part.upperBound - offset
            }
            guard length >= head, length <= part.upperBound - offset else { return nil }
            found.append(Box(type: type, start: offset, content: offset + head..<offset + length))
            offset += length
        }
        return found
    }

    /// An Exif item begins with the number of bytes before its TIFF structure.
    private static func exif(_ view: ByteView, _ range: Range<Int>) -> ExifData? {
        guard let before = view.number(range.lowerBound, 4),
            let tiff = view.part(range.lowerBound, range.count)?.rest(4 + min(before, range.count))
        else { return nil }
        return ExifData(tiff: tiff)
    }

    /// Where the items with data about the picture are.
    private struct Items {
        var metadata: [Range<Int>] = []

        init?(_ view: ByteView, _ meta: Range<Int>) {
            guard meta.count >= 4,
                let boxes = HEICPicture.boxes(of: view, in: meta.lowerBound + 4..<meta.upperBound),
                let info = boxes.first(where: { $0.type == "iinf" }),
                let places = boxes.first(where: { $0.type == "iloc" }),
                let hidden = Self.metadataItems(view, info.content)
            else { return nil }
            let data = boxes.first { $0.type == "idat" }?.content
            guard let found = Self.extents(view, places.content, of: hidden, data: data) else { return nil }
            metadata = found
        }

        /// The numbers of the items that are Exif or XMP.
        private static func metadataItems(_ view: ByteView, _ part: Range<Int>) -> Set<Int>? {
            guard let version = view.byte(part.lowerBound) else { return nil }
            let head = version == 0 ? 6 : 8
            guard part.count >= head,
                let boxes = HEICPicture.boxes(of: view, in: part.lowerBound + head..<part.upperBound)
            else { return nil }
            var found: Set<Int> = []
            for box in boxes where box.type == "infe" {
                guard let version = view.byte(box.content.lowerBound), version >= 2 else { continue }
                let width = version == 2 ? 2 : 4
                guard let id = view.number(box.content.lowerBound + 4, width),
                    let type = view.text(box.content.lowerBound + 4 + width + 2, 4)
                else { return nil }
                if ["Exif", "mime", "uri "].contains(type) { found.insert(id) }
            }
            return found
        }

        private static func extents(
            _ view: ByteView, _ part: Range<Int>, of hidden: Set<Int>, data: Range<Int>?
        ) -> [Range<Int>]? {
            guard let version = view.byte(part.lowerBound), let sizes = view.number(part.lowerBound + 4, 2) else {
                return nil
            }
            let (offsetSize, lengthSize, baseSize) = (sizes >> 12 & 15, sizes >> 8 & 15, sizes >> 4 & 15)
            let indexSize = version == 0 ? 0 : sizes & 15
            var cursor = Cursor(view: view, at: part.lowerBound + 6, end: part.upperBound)
            guard let count = cursor.next(version < 2 ? 2 : 4), count <= HEICPicture.mostItems else { return nil }
            var found: [Range<Int>] = []
            // With fields of no width a small file could name very many.
            var room = HEICPicture.mostItems * 4
            for _ in 0..<count {
                guard let id = cursor.next(version < 2 ? 2 : 4), let method = version == 0 ? 0 : cursor.next(2),
                    cursor.next(2) != nil, let base = cursor.next(baseSize), let extents = cursor.next(2)
                else { return nil }
                room -= extents
                guard room >= 0 else { return nil }
                for _ in 0..<extents {
                    guard cursor.next(indexSize) != nil, let offset = cursor.next(offsetSize),
                        let length = cursor.next(lengthSize)
                    else { return nil }
                    guard hidden.contains(id) else { continue }
                    let origin = method & 15 == 1 ? data?.lowerBound : 0
                    let (sum, isOver) = base.addingReportingOverflow(offset)
                    guard let origin, !isOver, sum <= view.count, view.part(origin + sum, length) != nil else {
                        return nil
                    }
                    found.append(origin + sum..<origin + sum + length)
                }
            }
            return found
        }
    }

    private struct Cursor {
        let view: ByteView
        var at: Int
        let end: Int

        mutating func next(_ length: Int) -> Int? {
            guard length <= end - at, let value = view.number(at, length) else { return nil }
            at += length
            return value
        }
    }
}

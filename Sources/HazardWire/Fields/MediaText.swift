internal import HazardCore
internal import JSONText

/// A photo or recording in a message: `{ref, sha256, mime, taken_at}`.
enum MediaText {
    /// The most media in one message.
    static let limit = 20

    enum Field: String, JSONFields {
        case ref, sha256, mime
        case takenAt = "taken_at"
        case unknown

        static let keys = JSONKeys<Field>()
    }

    /// Reads the array of a message from outside.
    static func readAll(
        _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) -> [Media] {
        var all: [Media] = []
        try reader.elements(limit: limit, &faults) { reader, faults throws(JSONFault) in
            if let media = try read(&reader, &faults) { all.append(media) }
        }
        return all
    }

    /// Reads one; nil only while faults are collected.
    static func read(_ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault) -> Media? {
        var ref: String?
        var media = Media(ref: "")
        let at = try reader.fields(Field.self, &faults) { field, reader, _ throws(JSONFault) in
            switch field {
            case .ref: ref = try reader.mediaReference()
            case .sha256: media.sha256 = try reader.sha256()
            case .mime: media.mime = try reader.text(limit: 100)
            case .takenAt: media.takenAt = try reader.instant()
            case .unknown: try reader.skipValue()
            }
        }
        guard let ref else {
            try faults.report(.missing(Field.ref.rawValue, at: at))
            return nil
        }
        media.ref = ref
        return media
    }

    /// Reads one that we wrote.
    static func readOwn(_ reader: inout JSONReader) throws(JSONFault) -> Media {
        var media = Media(ref: "")
        var object = try reader.open(Field.self)
        while let field = try reader.next(&object) {
            switch field {
            case .ref: media.ref = try reader.string()
            case .sha256: media.sha256 = try reader.string()
            case .mime: media.mime = try reader.string()
            case .takenAt: media.takenAt = try reader.instant()
            case .unknown: try reader.skipValue()
            }
        }
        return media
    }

    /// Writes the field `media` when there are some.
    static func write(_ all: [Media], zone: ZoneOffset, to writer: inout JSONWriter) {
        guard !all.isEmpty else { return }
        writer.list("media", all) { writer, media in write(media, zone: zone, to: &writer) }
    }

    static func write(_ media: Media, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("ref", media.ref)
        writer.optional("sha256", media.sha256)
        writer.optional("mime", media.mime)
        writer.optional("taken_at", media.takenAt, zone)
        writer.endObject()
    }
}

/// Where a photo is: an opaque id, or an `https:` address.
///
/// A browser opens what it is given, so no other scheme is taken, and nothing that a browser would read as one: it skips
/// control characters and blanks at the start, and takes `//` and `\\` for an address without a scheme.
enum MediaReference {
    static func isUsable(_ reference: String) -> Bool {
        guard reference.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), let first = reference.utf8.first, first != 0x20,
            !(reference.utf8.prefix(2).count == 2 && reference.utf8.prefix(2).allSatisfy("/\\".utf8.contains))
        else { return false }
        guard let colon = reference.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let scheme = reference.utf8[..<colon]
        // Behind one of these a colon belongs to the path.
        if scheme.contains(where: { "/?#".utf8.contains($0) }) { return true }
        return scheme.elementsEqual("https".utf8, by: { $0 | 0x20 == $1 })
            && reference.utf8[colon...].starts(with: "://".utf8)
    }
}

extension JSONReader {
    fileprivate mutating func mediaReference() throws(JSONFault) -> String {
        let at = offset
        let reference = try name(limit: 1024)
        guard MediaReference.isUsable(reference) else { throw JSONFault(.badForm, at: at, .mediaReference) }
        return reference
    }
}

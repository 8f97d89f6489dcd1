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
            case .ref: ref = try reader.name(limit: 1024)
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

    static func write(_ media: Media, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("ref", media.ref)
        writer.optional("sha256", media.sha256)
        writer.optional("mime", media.mime)
        writer.optional("taken_at", media.takenAt, zone)
        writer.endObject()
    }
}

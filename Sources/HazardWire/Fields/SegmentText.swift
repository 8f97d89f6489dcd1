internal import ChineseText
internal import HazardCore
internal import JSONText

/// A stretch of road in a message: `{from, to}`.
///
/// One end without the other is accepted; the other is then empty and written as null.
enum SegmentText {
    enum Field: String, JSONFields {
        case from, to, unknown

        static let keys = JSONKeys<Field>()
    }

    /// Reads a stretch of road; nil when neither end has a name.
    static func read(
        _ reader: inout JSONReader, _ faults: inout FaultCollector, limit: Int = 200
    ) throws(JSONFault) -> Segment? {
        var segment = Segment(from: "", to: "")
        _ = try reader.fields(Field.self, &faults) { field, reader, _ throws(JSONFault) in
            switch field {
            case .from: segment.from = try reader.string(limit: limit)
            case .to: segment.to = try reader.string(limit: limit)
            case .unknown: try reader.skipValue()
            }
        }
        return segment.from.isEmpty && segment.to.isEmpty ? nil : segment
    }

    static func write(_ segment: Segment, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("from", segment.from.isEmpty ? nil : segment.from)
        writer.field("to", segment.to.isEmpty ? nil : segment.to)
        writer.endObject()
    }
}

internal import HazardCore
internal import HazardWire
internal import JSONText

extension SimilarCase {
    /// Writes it as one object (`APISchema.similarCases`).
    func write(_ writer: inout JSONWriter, _ zone: ZoneOffset) {
        writer.beginObject()
        writer.field("case_id", id.text)
        writer.field("state", state)
        writer.field("opened_at", TimeText.text(openedAt, zone))
        writer.field("basis", resemblance.basis)
        writer.field("score", Self.rounded(resemblance.score))
        writer.field("place", resemblance.place.map(Self.rounded))
        writer.field("metres", resemblance.metres)
        writer.field("wording", Self.rounded(resemblance.wording))
        writer.field("seconds_apart", Int(resemblance.apart.milliseconds / 1000))
        writer.endObject()
    }

    private static func rounded(_ share: Double) -> Double { (share * 1000).rounded() / 1000 }
}

internal import ChineseText
import HazardCore
import JSONText
import MessageLog

/// Generates reports over a city. Each report has its own hazard, except every 25th, which repeats another.
///
/// The hazards of a category are at least 220 m apart, which is outside the radius of any burst. The number of open
/// cases therefore does not change how many reports join one.
struct SyntheticCity: Sendable {
    private static let metres = 250
    private static let repeats = 25
    /// A prime, by which the cells of the square grid are visited without a visible order.
    private static let stride = 2_654_435_761
    private let categories: [String]
    /// Each hazard belongs to one of these programmes, in its first district.
    private let homes: [(programme: String, district: String)]
    private let reportedAt: String
    /// The number of cells on one side of the grid.
    private let side: Int

    /// - Parameters:
    ///   - policy: Names the categories and programmes.
    ///   - hazards: The largest number of places.
    ///   - reportedAt: The time of every report (RFC 3339).
    ///   - programmes: How many programmes, and so districts, the hazards spread over.
    init(policy: Policy, hazards: Int, reportedAt: String, programmes: Int = 1) {
        categories = policy.categories.filter { $0.priority != .p0 && policy.merging.group(of: $0.id)?.reach != nil }
            .map(\.code)
        homes = policy.programmes.values.sorted { $0.id < $1.id }.prefix(programmes)
            .map { ($0.id, $0.districts.first ?? "") }
        self.reportedAt = reportedAt
        var side = 2
        while side * side * categories.count < hazards { side += 1 }
        self.side = side
    }

    /// The bytes of the report with that number.
    func report(_ number: Int) -> [UInt8] { made(number).value }

    /// The report with that number as a record of its district.
    func record(_ number: Int, topic: String) -> NewRecord {
        let (value, district) = made(number)
        return NewRecord(topic: topic, key: Array(district.utf8), value: value)
    }

    /// Whether the report with that number repeats another.
    static func isRepeat(_ number: Int) -> Bool { number % repeats == repeats - 1 }

    /// The number of the report that has this text; nil for a text that is not of this city.
    static func number(of text: String) -> Int? {
        guard text.hasPrefix("第"), let end = text.firstIndex(of: "处") else { return nil }
        return Int(text[text.index(after: text.startIndex)..<end])
    }

    /// The id of the report with that number.
    static func id(_ number: Int) -> String { "bench-\(number)" }

    private func made(_ number: Int) -> (value: [UInt8], district: String) {
        var random = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
        func next(_ count: Int) -> Int {
            random ^= random >> 29
            random = random &* 0xBF58_476D_1CE4_E5B9
            return Int(random >> 33) % count
        }
        let hazard = Self.isRepeat(number) ? next(number) : number
        let (programme, district) = homes[hazard % homes.count]
        let category = categories[hazard % categories.count]
        let cell = (hazard / categories.count &* Self.stride) % (side * side)
        let north = Double(cell / side * Self.metres + next(30))
        let east = Double(cell % side * Self.metres + next(30))
        let value = JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("schema_version", 1)
            writer.field("report_id", Self.id(number))
            writer.field("programme", programme)
            writer.field("channel", "miniprogram")
            writer.field("reported_at", reportedAt)
            writer.key("reporter")
            writer.beginObject()
            writer.field("ref", "rider-\(next(30_000))")
            writer.field("kind", "rider")
            writer.endObject()
            writer.field("category_hint", category)
            writer.field("text", "第\(number)处隐患，影响骑手通行，请尽快处理，已拍照上传")
            writer.key("location")
            writer.beginObject()
            writer.field("district", district)
            writer.field("lat", 30.4 + north / 111_195)
            writer.field("lon", 103.9 + east / 95_900)
            writer.field("crs", "wgs84")
            if number % 3 == 0 { writer.field("address", "测试大道\(hazard)号") }
            writer.endObject()
            if number % 3 == 1 {
                writer.key("media")
                writer.beginArray()
                writer.beginObject()
                writer.field("ref", "photo/\(number)")
                writer.field("sha256", Fingerprint("photo", String(number)).hex + String(repeating: "a", count: 48))
                writer.endObject()
                writer.endArray()
            }
            if number % 5 == 0 { writer.field("thread_id", "chat-\(number)") }
            writer.endObject()
        }
        return (value, district)
    }
}

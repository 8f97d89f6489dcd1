import HazardWire
import TestSupport
import Testing

/// What a hostile message costs grows with its length, not with its square.
struct CostTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let name: String
        let size: Int
        let make: @Sendable (Int) -> String

        init(_ name: String, _ size: Int, _ make: @escaping @Sendable (Int) -> String) {
            self.name = name
            self.size = size
            self.make = make
        }

        var testDescription: String { name }
    }

    private static func list(_ count: Int, _ element: (Int) -> String) -> String {
        (0..<count).map(element).joined(separator: ",")
    }

    static let shapes = [
        Shape("unknown fields", 2000) { list($0) { "\"field_\($0)\":\($0)" } },
        Shape("unknown fields with escapes in their names", 2000) { list($0) { "\"\\u0041\($0)\":\($0)" } },
        Shape("unknown fields whose names differ in the middle", 500) {
            list($0) { "\"aaaaaaaa\(1_000_000 + $0)\(String(repeating: "b", count: 40))\":0" }
        },
        Shape("unknown fields that are misspelt", 2000) { list($0) { "\"categry_hnt\($0)\":1" } },
        Shape("unknown fields that grow", 500) { size in
            list(size) { "\"f\($0)\":\"\(String(repeating: "x", count: $0 * 60 / size))\"" }
        },
        Shape("unknown fields that shrink", 500) { size in
            list(size) { "\"f\($0)\":\"\(String(repeating: "x", count: 60 - $0 * 60 / size))\"" }
        },
        Shape("unknown fields inside location", 2000) { "\"location\":{" + list($0) { "\"q\($0)\":1" } + "}" },
        Shape("members of ext", 2000) { "\"ext\":{" + list($0) { "\"q\($0)\":1" } + "}" },
        Shape("wrong media", 2000) { "\"media\":[" + list($0) { _ in "{}" } + "]" },
        Shape("media with unknown fields", 2000) {
            "\"media\":[{\"ref\":\"a\"," + list($0) { "\"q\($0)\":1" } + "}]"
        },
        Shape("an array of numbers", 4000) { "\"q\":[" + list($0) { "\($0)" } + "]" },
        Shape("objects with one key each", 2000) { "\"q\":[" + list($0) { "{\"k\($0)\":1}" } + "]" },
        Shape("levels again and again", 100) {
            "\"q\":[" + list($0) { _ in String(repeating: "[", count: 60) + String(repeating: "]", count: 60) } + "]"
        },
        Shape("a key that stands twice", 2000) { list($0) { "\"k\($0)\":1" } + ",\"k1\":2" },
        Shape("one long number", 8000) { "\"q\":" + String(repeating: "7", count: $0) },
        Shape("a long number as latitude", 8000) { "\"location\":{\"lat\":" + String(repeating: "7", count: $0) + "}" },
        Shape("a long fraction as latitude", 8000) {
            "\"location\":{\"lon\":1,\"lat\":0." + String(repeating: "7", count: $0) + "}"
        },
        Shape("a long text with escapes", 8000) { "\"text\":\"" + String(repeating: "\\u4e2d", count: $0) + "\"" },
        Shape("a long key", 20_000) { "\"" + String(repeating: "k", count: $0) + "\":1" },
        Shape("white space", 20_000) { "\"q\":" + String(repeating: " ", count: $0) + "1" },
        Shape("an object that is not closed", 2000) { "\"q\":{" + list($0) { "\"k\($0)\":1" } },
    ]

    /// A cost of n log n grows by 10 to 12 here, a quadratic one by 64.
    private static let mostGrowth = 22.0

    @Test(arguments: shapes)
    func `to decode a report costs as much as it is long`(_ shape: Shape) {
        let growth = Cost.growth(of: { Self.report(shape, $0) }, from: shape.size) { value in
            var warnings = WireProblems()
            _ = try? ReportCodec.decode(value, warning: &warnings)
        }
        #expect(growth < Self.mostGrowth)
    }

    @Test(arguments: shapes)
    func `to list the problems of a report costs as much as it is long`(_ shape: Shape) {
        let growth = Cost.growth(of: { Self.report(shape, $0, isWrong: true) }, from: shape.size) { value in
            _ = ReportCodec.problems(of: value)
        }
        #expect(growth < Self.mostGrowth)
    }

    private static func report(_ shape: Shape, _ size: Int, isWrong: Bool = false) -> [UInt8] {
        Sample.report("," + shape.make(size) + (isWrong ? ",\"lang\":1,\"life_risk\":2" : ""))
    }
}

internal import ChineseText
package import HazardCore

/// Random values that are the same in every run.
package struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    package init(_ seed: UInt64) {
        state = seed
    }

    /// SplitMix64 (Steele, Lea and Flood).
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    package mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    package mutating func flag() -> Bool { next() & 1 == 0 }
    package mutating func maybe<Value>(_ make: (inout Seeded) -> Value) -> Value? { flag() ? make(&self) : nil }

    package mutating func any<Value: CaseIterable>(_ type: Value.Type = Value.self) -> Value {
        let all = Array(Value.allCases)
        return all[int(0...(all.count - 1))]
    }

    package mutating func pick<Value>(_ values: [Value]) -> Value { values[int(0...(values.count - 1))] }

    package mutating func list<Value>(_ most: Int, _ make: (inout Seeded) -> Value) -> [Value] {
        var all: [Value] = []
        for _ in 0..<int(0...most) { all.append(make(&self)) }
        return all
    }

    /// An instant between 1990 and 2060, sometimes with milliseconds.
    package mutating func instant() -> Instant {
        let seconds = Int64(int(631_152_000...2_840_140_800))
        return Instant(milliseconds: seconds * 1000 + (flag() ? 0 : Int64(int(0...999))))
    }

    package mutating func zone() -> ZoneOffset { ZoneOffset(minutes: [480, 0, -570, 345, 840][int(0...4)]) }

    package mutating func caseID() -> CaseID {
        CaseID(date: CivilDate(daysSince1970: int(18_000...30_000)), shard: int(0...120), number: int(1...9_999_999))
    }

    package mutating func identifier() -> String {
        let letters = Array("abcXYZ0189._-:/")
        return String((0..<int(1...40)).map { _ in letters[int(0...(letters.count - 1))] })
    }

    /// Text with everything that JSON has to escape or may escape; never empty, never contact data.
    package mutating func text(_ most: Int = 30) -> String {
        let pieces = [
            "车道", "受阻", "a", " ", "\"", "\\", "\n", "\t", "\u{1}", "/", "é", "🚧", "\u{2028}", "路", "{", "]", ",",
        ]
        return (0..<int(1...most)).map { _ in pieces[int(0...(pieces.count - 1))] }.joined()
    }

    package mutating func media() -> Media {
        Media(
            ref: "p" + String(text(5).filter { $0 > " " }), sha256: maybe { $0.hash() },
            mime: maybe { $0.flag() ? "image/jpeg" : "video/mp4" },
            takenAt: maybe { $0.instant() })
    }

    package mutating func hash() -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<64).map { _ in digits[int(0...15)] })
    }

    package mutating func point() -> Point {
        Point(
            latitude: Double.random(in: -90...90, using: &self), longitude: Double.random(in: -180...180, using: &self))
    }

    package mutating func words(of location: inout Location) {
        location.accuracyMetres = maybe { Double($0.int(0...500)) / 8 }
        location.address = maybe { $0.text() }
        location.segment = maybe { Segment(from: $0.text(4), to: $0.text(4)) }
        location.roadClass = maybe { $0.any() }
        location.grid = maybe { $0.text(4) }
        location.community = maybe { $0.text(4) }
        location.subdistrict = maybe { $0.text(4) }
        location.district = maybe { _ in "510185" }
    }
}

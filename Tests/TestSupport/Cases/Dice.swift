package import HazardCore

/// Random numbers that are the same in every run.
package struct Dice: RandomNumberGenerator {
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

    /// An instant within this many days, often at the edge of a shift, where errors are likely.
    package mutating func instant(from text: String, days: Int) -> Instant {
        let day = TestCalendar.at(text).adding(minutes: Int64(int(0...(days - 1))) * 1440)
        guard int(0...2) > 0 else { return day.adding(minutes: [480, 720, 840, 1080][int(0...3)]) }
        return day.adding(milliseconds: Int64(int(0...86_399_999)))
    }
}

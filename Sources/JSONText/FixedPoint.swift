/// Finds the numbers that have few decimals, as coordinates and scores do; writing them needs no search for the shortest text.
enum FixedPoint {
    private static let scale = 1_000_000.0
    /// Up to 15 digits, a decimal text and its `Double` determine each other, so the text found is the shortest.
    private static let digits = 1e15
    /// Smaller numbers are written with an exponent.
    private static let least = 1_000.0

    /// The number in millionths, when that is exactly what it says and its text has no exponent; nil otherwise.
    @inline(__always)
    static func millionths(_ number: Double) -> Int64? {
        let scaled = (number * scale).rounded()
        let size = scaled.magnitude
        // The comparisons are false for NaN. The division rounds to the nearest `Double`, as reading the text does.
        guard size < digits, size >= least || (size == 0 && number.sign == .plus), scaled / scale == number else {
            return nil
        }
        return Int64(scaled)
    }
}

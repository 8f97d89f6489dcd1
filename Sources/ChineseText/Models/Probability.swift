/// Functions of probability that give the same digits on every machine; a library's `exp` may not.
package enum Probability {
    /// e to the power of x; 0 below -80, and x counts as 80 above that.
    @inline(__always)
    package static func exp(_ x: Float) -> Float {
        if x < -80 { return 0 }
        let x = min(x, 80)
        let power = (x * 1.442_695_04).rounded(.toNearestOrEven)
        let rest = x - power * 0.693_359_375 + power * 2.121_944_4e-4
        // The Taylor series up to x⁷; the rest is at most 0.35.
        var sum: Float = 1 / 5040
        sum = sum * rest + 1 / 720
        sum = sum * rest + 1 / 120
        sum = sum * rest + 1 / 24
        sum = sum * rest + 1 / 6
        sum = sum * rest + 0.5
        sum = sum * rest + 1
        sum = sum * rest + 1
        return sum * Float(bitPattern: UInt32(Int32(power) + 127) << 23)
    }

    /// Turns scores into probabilities that add up to 1, in place.
    @inline(__always)
    static func softmax(_ scores: UnsafeMutableBufferPointer<Float>) {
        var greatest = -Float.infinity
        for score in scores { greatest = max(greatest, score) }
        var sum: Float = 0
        for index in scores.indices {
            let value = exp(scores[index] - greatest)
            scores[index] = value
            sum += value
        }
        let factor = 1 / sum
        for index in scores.indices { scores[index] *= factor }
    }
}

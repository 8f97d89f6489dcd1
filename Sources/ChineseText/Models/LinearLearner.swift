/// Learns the weights of a linear model: logistic regression over all labels by gradient steps (AdaGrad).
///
/// The rows are taken in an order that a fixed seed decides, one after the other, so that the same rows give the same
/// weights.
struct LinearLearner {
    /// How the steps are made; measured on rows held back (`DECISIONS.md` #45).
    struct Pace {
        /// How often every row is taken.
        var rounds = 6
        var step: Float = 0.2
        /// What every step takes from a weight for each row, so that rare features get small weights.
        var decay: Float = 1e-5
    }

    private let vocabulary: Vocabulary
    private let width: Int
    /// The features of all rows, and where each row starts.
    private var positions: [Int32] = []
    private var starts: [Int] = [0]
    private var labels: [Int] = []
    private var weights: [Float]
    private var squares: [Float]
    private var biases: [Float]
    private var biasSquares: [Float]

    init(_ rows: ArraySlice<TrainingRow>, vocabulary: Vocabulary, labels count: Int) {
        self.vocabulary = vocabulary
        width = count
        weights = [Float](repeating: 0, count: vocabulary.count * count)
        squares = [Float](repeating: 1e-3, count: vocabulary.count * count)
        biases = [Float](repeating: 0, count: count)
        biasSquares = [Float](repeating: 1e-3, count: count)
        starts.reserveCapacity(rows.count + 1)
        labels.reserveCapacity(rows.count)
        for row in rows {
            vocabulary.forEachFeature(of: row.input) { positions.append(Int32($0)) }
            starts.append(positions.count)
            labels.append(row.label)
        }
    }

    /// Learns, and returns the weights; `progress` gets the number of rows taken after every round.
    mutating func learn(_ pace: Pace = Pace(), progress: (Int) -> Void) -> ModelWeights {
        var order = Array(labels.indices)
        var random = SeededNumbers(seed: 20_261_122)
        for _ in 0..<pace.rounds {
            for index in order.indices.dropFirst().reversed() {
                order.swapAt(index, Int(random.next() % UInt64(index + 1)))
            }
            for row in order { take(row, pace) }
            progress(order.count)
        }
        return ModelWeights(biases: biases.map(Self.steps), values: weights.map(Self.steps))
    }

    private static func steps(_ weight: Float) -> Int16 {
        Int16(max(-32_767, min(32_767, (weight / LinearModel.unit).rounded())))
    }

    private mutating func take(_ row: Int, _ pace: Pace) {
        let range = starts[row]..<starts[row + 1]
        let value = LinearModel.share(range.count)
        let width = width
        let label = labels[row]
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { errors in
            positions.withUnsafeBufferPointer { positions in
                weights.withUnsafeMutableBufferPointer { weights in
                    squares.withUnsafeMutableBufferPointer { squares in
                        for index in 0..<width { errors[index] = 0 }
                        for place in range {
                            let first = Int(positions[place]) * width
                            for index in 0..<width { errors[index] += weights[first + index] }
                        }
                        for index in 0..<width { errors[index] = errors[index] * value + biases[index] }
                        Probability.softmax(errors)
                        errors[label] -= 1
                        for index in 0..<width {
                            let error = errors[index]
                            biasSquares[index] += error * error
                            biases[index] -= pace.step * error / biasSquares[index].squareRoot()
                            errors[index] = error * value
                        }
                        for place in range {
                            let first = Int(positions[place]) * width
                            for index in 0..<width {
                                let error = errors[index] + pace.decay * weights[first + index]
                                let square = squares[first + index] + error * error
                                squares[first + index] = square
                                weights[first + index] -= pace.step * error / square.squareRoot()
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Numbers in an order that only the seed decides (SplitMix64).
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

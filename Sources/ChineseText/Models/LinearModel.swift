/// A linear model over the n-grams of a text and the fields beside it: one weight per feature and label, learned from
/// labelled rows (`DECISIONS.md` #45).
///
/// The same model gives the same answer on every machine. It is a class, so that passing it counts one reference.
package final class LinearModel: Sendable {
    /// The question that a model answers.
    package enum Subject: String, CaseIterable, Sendable {
        case category, department, urgency
    }

    /// A label of the rows, and what it is called here.
    package struct Label: Hashable, Sendable {
        /// As in the rows.
        package var name: String
        /// The id of our category or department; `true` or `false` for urgency.
        package var code: String
        /// The share of rows with it.
        package var prior: Double

        package init(name: String, code: String, prior: Double) {
            self.name = name
            self.code = code
            self.prior = prior
        }
    }

    package let subject: Subject
    package let labels: [Label]
    package let card: ModelCard
    /// The first 16 hexadecimal digits of the SHA-256 of its file; empty for a model that was not read from one.
    package let hash: String
    package let calibration: Calibration
    let vocabulary: Vocabulary
    /// By label, in units of `unit`.
    package let biases: [Int16]
    /// By feature, then by label, in units of `unit`.
    package let weights: [Int16]
    /// The value of one step of a weight.
    package static let unit: Float = 1 / 256

    /// Creates a model of parts that fit one another: a bias for every label, a weight for every feature and label.
    package init(
        of subject: Subject, labels: [Label], features: [ModelFeature], weights: ModelWeights, facts: ModelFacts
    ) {
        self.subject = subject
        self.labels = labels
        card = facts.card
        hash = facts.hash
        calibration = facts.calibration
        vocabulary = Vocabulary(features)
        biases = weights.biases
        self.weights = weights.values
    }

    package var features: [ModelFeature] { vocabulary.features }

    /// The position of the label that means urgent; nil in a model of another subject.
    package var urgentLabel: Int? {
        subject == .urgency ? labels.firstIndex { $0.code == "true" } : nil
    }

    /// The model's answer to an input.
    package func answer(_ input: ModelInput) -> ModelAnswer {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: labels.count) { scores in
            score(input, into: scores)
            Probability.softmax(scores)
            var best = urgentLabel ?? 0
            if urgentLabel == nil {
                for label in scores.indices where scores[label] > scores[best] { best = label }
            }
            var second = best == 0 && labels.count > 1 ? 1 : 0
            for label in scores.indices where label != best && scores[label] > scores[second] { second = label }
            return ModelAnswer(
                label: best, raw: Double(scores[best]),
                probability: Calibration.rounded(calibration.observed(Double(scores[best]))),
                runnerUp: labels.count > 1 ? second : nil, runnerUpRaw: Double(scores[second]))
        }
    }

    /// The score of every label, before they become probabilities.
    private func score(_ input: ModelInput, into scores: UnsafeMutableBufferPointer<Float>) {
        let width = labels.count
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: width) { sums in
            sums.initialize(repeating: 0)
            var found = 0
            weights.withUnsafeBufferPointer { weights in
                vocabulary.forEachFeature(of: input) { position in
                    found += 1
                    let row = position * width
                    for label in 0..<width { sums[label] &+= Int32(weights[row + label]) }
                }
            }
            let factor = Self.unit * Self.share(found)
            for label in 0..<width {
                scores[label] = Float(biases[label]) * Self.unit + Float(sums[label]) * factor
            }
        }
    }

    /// What one of this many features counts, so that a long text does not score more than a short one.
    @inline(__always)
    static func share(_ features: Int) -> Float { 1 / Float(max(features, 1)).squareRoot() }

    /// The features that count most for the label of the answer against its runner-up, the strongest first.
    package func reasons(_ answer: ModelAnswer, for input: ModelInput, limit: Int = 6) -> [ModelReason] {
        let room = vocabulary.mostFeatures(of: input)
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(room, 1)) { found in
            var count = 0
            vocabulary.forEachFeature(of: input) { position in
                found.initializeElement(at: count, to: Int32(position))
                count += 1
            }
            var positions = UnsafeMutableBufferPointer(rebasing: found[..<count])
            positions.sort()
            return reasons(answer, UnsafeBufferPointer(positions), limit: limit)
        }
    }

    /// The reasons among the positions of the features that were found, which are sorted.
    private func reasons(
        _ answer: ModelAnswer, _ positions: UnsafeBufferPointer<Int32>, limit: Int
    ) -> [ModelReason] {
        let factor = Double(Self.unit * Self.share(positions.count))
        let width = labels.count
        var strongest: [(position: Int32, weight: Double)] = []
        var index = 0
        while index < positions.count {
            let position = positions[index]
            var count = 0
            while index < positions.count, positions[index] == position { (count, index) = (count + 1, index + 1) }
            let row = Int(position) * width
            let own = Double(weights[row + answer.label])
            let other = answer.runnerUp.map { Double(weights[row + $0]) } ?? 0
            let weight = (own - other) * factor * Double(count)
            guard abs(weight) >= Self.leastReason else { continue }
            let place = strongest.firstIndex { abs($0.weight) < abs(weight) } ?? strongest.count
            guard place < limit else { continue }
            strongest.insert((position, weight), at: place)
            if strongest.count > limit { strongest.removeLast() }
        }
        return strongest.map { ModelReason(feature: features[Int($0.position)].text, weight: $0.weight) }
    }

    /// A feature that counts less is no reason.
    private static let leastReason = 0.005
}

/// The numbers of a model.
package struct ModelWeights: Hashable, Sendable {
    /// By label.
    package var biases: [Int16]
    /// By feature, then by label.
    package var values: [Int16]

    package init(biases: [Int16], values: [Int16]) {
        self.biases = biases
        self.values = values
    }
}

/// What is known of a model beside its numbers.
package struct ModelFacts: Sendable {
    package var calibration: Calibration
    package var card: ModelCard
    /// The first 16 hexadecimal digits of the SHA-256 of its file; empty for a model that was not read from one.
    package var hash: String

    package init(calibration: Calibration, card: ModelCard, hash: String = "") {
        self.calibration = calibration
        self.card = card
        self.hash = hash
    }
}

/// What a model answers.
package struct ModelAnswer: Hashable, Sendable {
    /// The position of the label; for urgency always that of urgent.
    package var label: Int
    /// The model's own probability, from 0 to 1.
    package var raw: Double
    /// The calibrated probability, from 0 to 1.
    package var probability: Double
    /// The position of the second-best label.
    package var runnerUp: Int?
    package var runnerUpRaw: Double
}

/// A feature that counted for an answer.
package struct ModelReason: Hashable, Sendable {
    /// The n-gram, or `field=value`.
    package var feature: String
    /// What it adds to the score of the answer against its runner-up.
    package var weight: Double

    package init(feature: String, weight: Double) {
        self.feature = feature
        self.weight = weight
    }
}

/// Trains a model on labelled rows, and measures it on rows that it has not seen, in the order of time.
///
/// Three models are trained on the first 40, 60 and 80 % of the rows and scored on the fifth that follows. The last of
/// them gives the calibration. The model that is returned is trained on all rows.
package struct ModelTraining {
    private let subject: LinearModel.Subject
    private let given: TrainingRows
    private var card: ModelCard

    /// The most weights of a model: with more its file grows to more than a few MB.
    static let mostWeights = 600_000
    /// The most features while a model learns.
    private static let mostFeatures = 200_000
    /// The shares of the rows that the measured models learn from, in fifths.
    private static let fifths = [2, 3, 4]
    /// The fewest rows that can be measured in parts.
    package static let fewestRows = 20

    package init(_ subject: LinearModel.Subject, on rows: TrainingRows, card: ModelCard) {
        self.subject = subject
        given = rows
        self.card = card
    }

    /// The number of rows taken in all rounds of all models, for a bar of progress.
    package var work: Int {
        let rounds = LinearLearner.Pace().rounds
        return Self.fifths.reduce(given.rows.count) { $0 + given.rows.count * $1 / 5 } * rounds
    }

    /// The trained model; `progress` gets the number of rows taken since the call before, of `work` in total.
    package func run(progress: (Int) -> Void) -> LinearModel {
        var card = card
        var calibration = Calibration(points: [])
        for part in Self.fifths where given.rows.count >= Self.fewestRows {
            let end = given.rows.count * part / 5
            let model = learn(given.rows[..<end], Calibration(points: []), card, progress)
            let score = TrainingScore(model, on: given.rows[end..<given.rows.count * (part + 1) / 5])
            card.figures.append(
                ModelCard.Figures(
                    trainedOn: end, scoredOn: score.rows, accuracy: Calibration.rounded(score.accuracy),
                    macroF1: Calibration.rounded(score.macroF1)))
            calibration = Calibration(counting: score.answers)
        }
        return learn(given.rows[...], calibration, card, progress)
    }

    private func learn(
        _ rows: ArraySlice<TrainingRow>, _ calibration: Calibration, _ card: ModelCard, _ progress: (Int) -> Void
    ) -> LinearModel {
        let features = VocabularyBuilder.features(of: rows, limit: Self.mostFeatures)
        var learner = LinearLearner(rows, vocabulary: Vocabulary(features), labels: given.labels.count)
        let learned = learner.learn(progress: progress)
        let (chosen, weights) = strongest(features, learned)
        let counts = given.counts
        let labels = given.labels.indices.map { index in
            LinearModel.Label(
                name: given.labels[index], code: given.codes[index],
                prior: Calibration.rounded(Double(counts[index]) / Double(max(given.rows.count, 1))))
        }
        return LinearModel(
            of: subject, labels: labels, features: chosen, weights: weights,
            facts: ModelFacts(calibration: calibration, card: card))
    }

    /// The features with the greatest weights, as many as a file may have, in the order of before.
    private func strongest(_ features: [ModelFeature], _ learned: ModelWeights) -> ([ModelFeature], ModelWeights) {
        let width = given.labels.count
        func row(_ index: Int) -> ArraySlice<Int16> { learned.values[index * width..<(index + 1) * width] }
        var ranked = features.indices.map { index in (index, row(index).reduce(0) { max($0, abs(Int($1))) }) }
            .filter { $0.1 > 0 }
        let limit = max(1, Self.mostWeights / max(width, 1))
        if ranked.count > limit {
            ranked.sort { ($1.1, $0.0) < ($0.1, $1.0) }
            ranked.removeSubrange(limit...)
            ranked.sort { $0.0 < $1.0 }
        }
        let values = ranked.flatMap { row($0.0) }
        return (ranked.map { features[$0.0] }, ModelWeights(biases: learned.biases, values: values))
    }
}

/// How well a model answers rows that it was not trained on.
struct TrainingScore {
    let rows: Int
    let accuracy: Double
    /// The mean F1 of the labels that occur.
    let macroF1: Double
    /// The model's own probability of each answer, and whether it is right. For urgency: whether the row is urgent.
    let answers: [(given: Double, isRight: Bool)]

    init(_ model: LinearModel, on rows: ArraySlice<TrainingRow>) {
        var right = [Int](repeating: 0, count: model.labels.count)
        var expected = right
        var answered = right
        var answers: [(given: Double, isRight: Bool)] = []
        for row in rows {
            let answer = model.answer(row.input)
            let label = answer.raw >= answer.runnerUpRaw ? answer.label : answer.runnerUp ?? answer.label
            expected[row.label] += 1
            answered[label] += 1
            if label == row.label { right[label] += 1 }
            answers.append((answer.raw, answer.label == row.label))
        }
        self.rows = rows.count
        self.answers = answers
        accuracy = Double(right.reduce(0, +)) / Double(max(rows.count, 1))
        let occurring = expected.indices.filter { expected[$0] > 0 }
        let scores = occurring.map { 2 * Double(right[$0]) / Double(expected[$0] + answered[$0]) }
        macroF1 = scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
    }
}

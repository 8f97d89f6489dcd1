/// What people must know of a model before they use it.
package struct ModelCard: Hashable, Sendable {
    /// The figures of one part of the rows: trained on the rows before it, in the order of time.
    package struct Figures: Hashable, Sendable {
        package var trainedOn: Int
        package var scoredOn: Int
        package var accuracy: Double
        package var macroF1: Double

        package init(trainedOn: Int, scoredOn: Int, accuracy: Double, macroF1: Double) {
            self.trainedOn = trainedOn
            self.scoredOn = scoredOn
            self.accuracy = accuracy
            self.macroF1 = macroF1
        }
    }

    /// A label and its number of rows.
    package struct Count: Hashable, Sendable {
        package var label: String
        package var rows: Int

        package init(label: String, rows: Int) {
            self.label = label
            self.rows = rows
        }
    }

    package var name: String
    /// Where the rows are from, as the trainer says.
    package var source: String
    /// The first and last day of the rows (2026-11-22); nil when not every row has a time.
    package var from: String?
    package var to: String?
    package var rows: Int
    /// The number of distinct reporters in whose rows each feature occurs at least.
    package var leastReporters: Int
    package var rowsPerLabel: [Count]
    package var figures: [Figures]
    /// What the model must not be used for.
    package var notFor: String

    package init(
        name: String, source: String, rows: Int, leastReporters: Int, rowsPerLabel: [Count], notFor: String
    ) {
        self.name = name
        self.source = source
        self.rows = rows
        self.leastReporters = leastReporters
        self.rowsPerLabel = rowsPerLabel
        self.notFor = notFor
        figures = []
    }

    /// The fewest distinct reporters of a feature that a model may be used with.
    package static let leastReporters = 5

    /// What no model of this kind may be used for.
    package static let usualNotFor =
        "not to judge reporters or officers; not to close, refuse or delay a case; "
        + "not for another city or another kind of text; not in place of an emergency rule"
}

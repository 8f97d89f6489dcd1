/// A labelled row for training.
package struct TrainingRow: Sendable {
    package var input: ModelInput
    /// The position of its label.
    package var label: Int
    /// The reporter, by a number that is unique to each; nil when the row names none.
    package var reporter: Int?
    /// The place, by a number that is unique to each; nil when the row names none.
    package var place: Int?

    package init(input: ModelInput, label: Int, reporter: Int? = nil, place: Int? = nil) {
        self.input = input
        self.label = label
        self.reporter = reporter
        self.place = place
    }
}

/// Rows with what is known of all of them, ready for training.
package struct TrainingRows: Sendable {
    /// In the order of time.
    package var rows: [TrainingRow]
    /// The names of the labels, by position.
    package var labels: [String]
    /// What each label is called here, by position.
    package var codes: [String]

    package init(rows: [TrainingRow], labels: [String], codes: [String]) {
        self.rows = rows
        self.labels = labels
        self.codes = codes
    }

    /// The number of rows of each label.
    package var counts: [Int] {
        var counts = [Int](repeating: 0, count: labels.count)
        for row in rows { counts[row.label] += 1 }
        return counts
    }
}

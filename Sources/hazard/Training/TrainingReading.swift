internal import ChineseText
import CommandArguments
import HazardCore
import HazardWire

/// Reads labelled files for training, with contact data masked, and puts the rows in the order of time.
struct TrainingReading {
    private let subject: LinearModel.Subject
    private let policy: Policy
    private var lines: [ModelLine] = []
    private var files: [String] = []

    init(_ subject: LinearModel.Subject, _ policy: Policy) {
        self.subject = subject
        self.policy = policy
    }

    /// - Throws: `CommandFault` when the file cannot be read or a line has no label.
    mutating func read(_ file: String) throws(CommandFault) {
        files.append(file.split(separator: "/").last.map(String.init) ?? file)
        let reader = try ReportLines(file)
        while let piece = try reader.next() {
            for line in piece { lines.append(try ModelLine(LabelledLine(line), of: subject, policy)) }
        }
    }

    /// The rows. With a time in every line they are in its order, else in that of the files.
    ///
    /// - Throws: `CommandFault` when there are fewer than two labels.
    mutating func rows(_ codes: LabelCodes) throws(CommandFault) -> TrainingRows {
        if isTimed {
            func order(_ entry: (offset: Int, element: ModelLine)) -> (Int64, Int) {
                (entry.element.at?.milliseconds ?? 0, entry.offset)
            }
            lines = lines.enumerated().sorted { order($0) < order($1) }.map(\.element)
        }
        let labels = subject == .urgency ? ["false", "true"] : Set(lines.map(\.label)).sorted()
        guard Set(lines.map(\.label)).count >= 2 else {
            throw CommandFault(
                .usage, zh: "各行只有一个标签：至少要有两个标签才能学习", en: "all lines have the same label: a model needs at least two")
        }
        let positions = Dictionary(labels.enumerated().map { ($1, $0) }) { first, _ in first }
        var reporters = Numbering()
        var places = Numbering()
        let rows = lines.map { line in
            TrainingRow(
                input: line.input.masked, label: positions[line.label] ?? 0,
                reporter: line.reporter.map { reporters.number(of: $0) },
                place: line.place.map { places.number(of: $0) })
        }
        return TrainingRows(rows: rows, labels: labels, codes: labels.map(codes.code))
    }

    private var isTimed: Bool { lines.allSatisfy { $0.at != nil } }

    func card(_ rows: TrainingRows, name: String?, source: String?, zone: ZoneOffset) -> ModelCard {
        let counts = rows.counts
        var card = ModelCard(
            name: name ?? subject.rawValue, source: source ?? files.joined(separator: ", "), rows: rows.rows.count,
            leastReporters: ModelCard.leastReporters,
            rowsPerLabel: rows.labels.enumerated().map { ModelCard.Count(label: $1, rows: counts[$0]) },
            notFor: ModelCard.usualNotFor)
        if isTimed, let first = lines.first?.at, let last = lines.last?.at {
            card.from = String(TimeText.text(first, zone).prefix(10))
            card.to = String(TimeText.text(last, zone).prefix(10))
        }
        return card
    }
}

/// Numbers for names, in the order in which they come.
private struct Numbering {
    private var numbers: [String: Int] = [:]

    mutating func number(of name: String) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = numbers.count
        return numbers.count - 1
    }
}

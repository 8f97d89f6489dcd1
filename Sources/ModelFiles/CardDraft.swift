internal import ChineseText
internal import JSONText
internal import Wording

/// Reads the small objects of a model file.
enum CardDraft {
    private enum CardField: String, JSONFields {
        case name, source, from, to, rows, leastReporters = "least_reporters", labels, figures, notFor = "not_for"
        case unknown
        static let keys = JSONKeys<CardField>(required: [
            .name, .source, .rows, .leastReporters, .labels, .figures, .notFor,
        ])
    }

    private enum FiguresField: String, JSONFields {
        case trainedOn = "trained_on", scoredOn = "scored_on", accuracy, macroF1 = "macro_f1", unknown
        static let keys = JSONKeys<FiguresField>(required: [.trainedOn, .scoredOn, .accuracy, .macroF1])
    }

    private enum CountField: String, JSONFields {
        case label, rows, unknown
        static let keys = JSONKeys<CountField>(required: [.label, .rows])
    }

    private enum LabelField: String, JSONFields {
        case label, code, prior, unknown
        static let keys = JSONKeys<LabelField>(required: [.label, .code, .prior])
    }

    private enum PointField: String, JSONFields {
        case given, observed, rows, unknown
        static let keys = JSONKeys<PointField>(required: [.given, .observed, .rows])
    }

    private static let counts = 0...Int(Int32.max)

    static func card(_ reader: inout JSONReader) throws(JSONFault) -> ModelCard {
        var card = ModelCard(name: "", source: "", rows: 0, leastReporters: 0, rowsPerLabel: [], notFor: "")
        var object = try reader.object(CardField.self)
        while let field = try reader.nextField(&object) {
            switch field {
            case .name: card.name = try reader.string(limit: 100)
            case .source: card.source = try reader.string(limit: 1000)
            case .from: card.from = try day(&reader)
            case .to: card.to = try day(&reader)
            case .rows: card.rows = try reader.int(in: counts)
            case .leastReporters: card.leastReporters = try reader.int(in: counts)
            case .labels: card.rowsPerLabel = try ModelDraft.list(&reader, limit: 1000, count)
            case .figures: card.figures = try ModelDraft.list(&reader, limit: 100, figures)
            case .notFor: card.notFor = try reader.string(limit: 1000)
            case .unknown: throw unknown(reader)
            }
        }
        return card
    }

    static func label(_ reader: inout JSONReader) throws(JSONFault) -> LinearModel.Label {
        var label = LinearModel.Label(name: "", code: "", prior: 0)
        var object = try reader.object(LabelField.self)
        while let field = try reader.nextField(&object) {
            switch field {
            case .label: label.name = try reader.string(limit: 200)
            case .code: label.code = try reader.string(limit: 200)
            case .prior: label.prior = try reader.double(in: 0...1)
            case .unknown: throw unknown(reader)
            }
        }
        return label
    }

    static func point(_ reader: inout JSONReader) throws(JSONFault) -> Calibration.Point {
        var point = Calibration.Point(given: 0, observed: 0, rows: 0)
        var object = try reader.object(PointField.self)
        while let field = try reader.nextField(&object) {
            switch field {
            case .given: point.given = try reader.double(in: 0...1)
            case .observed: point.observed = try reader.double(in: 0...1)
            case .rows: point.rows = try reader.int(in: counts)
            case .unknown: throw unknown(reader)
            }
        }
        return point
    }

    private static func figures(_ reader: inout JSONReader) throws(JSONFault) -> ModelCard.Figures {
        var figures = ModelCard.Figures(trainedOn: 0, scoredOn: 0, accuracy: 0, macroF1: 0)
        var object = try reader.object(FiguresField.self)
        while let field = try reader.nextField(&object) {
            switch field {
            case .trainedOn: figures.trainedOn = try reader.int(in: counts)
            case .scoredOn: figures.scoredOn = try reader.int(in: counts)
            case .accuracy: figures.accuracy = try reader.double(in: 0...1)
            case .macroF1: figures.macroF1 = try reader.double(in: 0...1)
            case .unknown: throw unknown(reader)
            }
        }
        return figures
    }

    private static func count(_ reader: inout JSONReader) throws(JSONFault) -> ModelCard.Count {
        var count = ModelCard.Count(label: "", rows: 0)
        var object = try reader.object(CountField.self)
        while let field = try reader.nextField(&object) {
            switch field {
            case .label: count.label = try reader.string(limit: 200)
            case .rows: count.rows = try reader.int(in: counts)
            case .unknown: throw unknown(reader)
            }
        }
        return count
    }

    /// A day as 2026-11-22.
    private static func day(_ reader: inout JSONReader) throws(JSONFault) -> String {
        let offset = reader.offset
        let text = try reader.string(limit: 10)
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ UInt($0) != nil }) else {
            throw JSONFault(.badForm, at: offset, .phrase(LocalText(zh: "日期，如 2026-11-22", en: "a day as 2026-11-22")))
        }
        return text
    }

    private static func unknown(_ reader: borrowing JSONReader) -> JSONFault {
        JSONFault(.unknownField, at: reader.keyOffset, .eachFieldOnce)
    }
}

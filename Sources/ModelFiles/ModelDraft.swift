internal import ChineseText
internal import JSONText
internal import Wording

/// The fields of a model file as they are read; `model` checks that they fit one another.
struct ModelDraft {
    private enum Field: String, JSONFields {
        case format, version, of, card, labels, calibration, biases, features, sha256, unknown
        static let keys = JSONKeys<Field>(required: [
            .format, .version, .of, .card, .labels, .calibration, .biases, .features, .sha256,
        ])
    }

    private static let subjects = JSONNames(LinearModel.Subject.self)

    private var subject = LinearModel.Subject.category
    private var card = ModelCard(name: "", source: "", rows: 0, leastReporters: 0, rowsPerLabel: [], notFor: "")
    private var labels: [LinearModel.Label] = []
    private var points: [Calibration.Point] = []
    private var biases: [Int16] = []
    private var names: [String] = []
    private var weights: [Int16] = []

    init(_ reader: inout JSONReader) throws(JSONFault) {
        var object = try reader.object(Field.self)
        while let field = try reader.nextField(&object) {
            switch field {
            case .format:
                try Self.expect(try reader.string() == ModelFile.format, &reader, ModelFile.format)
            case .version:
                try Self.expect(try reader.int() == ModelFile.version, &reader, "\(ModelFile.version)")
            case .of: subject = try reader.value(of: Self.subjects)
            case .card: card = try CardDraft.card(&reader)
            case .labels: labels = try Self.list(&reader, limit: 1000, CardDraft.label)
            case .calibration: points = try Self.list(&reader, limit: 1000, CardDraft.point)
            case .biases: biases = try Self.list(&reader, limit: 1000, Self.weight)
            case .features: try readFeatures(&reader)
            case .sha256: try reader.skipValue()
            case .unknown: throw JSONFault(.unknownField, at: reader.keyOffset, .eachFieldOnce)
            }
        }
    }

    private static func expect(_ isRight: Bool, _ reader: inout JSONReader, _ value: String) throws(JSONFault) {
        guard isRight else { throw JSONFault(.unsupportedVersion, at: reader.offset, .oneOf([value])) }
    }

    static func list<Element>(
        _ reader: inout JSONReader, limit: Int, _ read: (inout JSONReader) throws(JSONFault) -> Element
    ) throws(JSONFault) -> [Element] {
        var array = try reader.array(limit: limit)
        var list: [Element] = []
        while try reader.nextElement(&array) { list.append(try read(&reader)) }
        return list
    }

    private static func weight(_ reader: inout JSONReader) throws(JSONFault) -> Int16 {
        Int16(truncatingIfNeeded: try reader.int(in: -32_767...32_767))
    }

    private mutating func readFeatures(_ reader: inout JSONReader) throws(JSONFault) {
        var array = try reader.array(limit: 1_000_000)
        while try reader.nextElement(&array) {
            var feature = try reader.array(limit: 1001)
            guard try reader.nextElement(&feature) else {
                throw JSONFault(.tooShort, at: feature.offset, .string)
            }
            names.append(try reader.string(limit: 200))
            while try reader.nextElement(&feature) { weights.append(try Self.weight(&reader)) }
            guard feature.count == (biases.count) + 1 else {
                throw JSONFault(
                    .contradiction, at: feature.offset,
                    .phrase(
                        LocalText(zh: "每个标签一个权重（\(biases.count) 个）", en: "one weight for each label (\(biases.count))"))
                )
            }
        }
    }

    /// The model of these fields.
    ///
    /// - Throws: `ModelFault` when they do not fit one another.
    func model(hash: String) throws(ModelFault) -> LinearModel {
        try checkLabels()
        try checkCard()
        var features: [ModelFeature] = []
        features.reserveCapacity(names.count)
        for name in names {
            guard let feature = ModelFeature(named: name) else {
                throw ModelFault(
                    zh: "features：“\(name)” 不是一至三个字的片段，也不是字段的值",
                    en:
                        "features: \"\(name)\" is neither an n-gram of one to three characters nor a field with its value"
                )
            }
            features.append(feature)
        }
        guard Set(features.map(\.key)).count == features.count else {
            throw ModelFault(zh: "features：有重复的特征", en: "features: one of them stands twice")
        }
        return LinearModel(
            of: subject, labels: labels, features: features,
            weights: ModelWeights(biases: biases, values: weights),
            facts: ModelFacts(calibration: Calibration(points: points), card: card, hash: hash))
    }

    private func checkLabels() throws(ModelFault) {
        guard labels.count >= 2, labels.count == biases.count else {
            throw ModelFault(
                zh: "labels 有 \(labels.count) 个、biases 有 \(biases.count) 个：二者应相同，至少 2 个",
                en: "labels has \(labels.count) and biases \(biases.count) entries: give equal numbers, at least 2")
        }
        guard Set(labels.map(\.name)).count == labels.count else {
            throw ModelFault(zh: "labels：有重复的标签", en: "labels: one of them stands twice")
        }
        if subject == .urgency, Set(labels.map(\.code)) != ["true", "false"] {
            throw ModelFault(
                zh: "labels：紧急模型的标签应为 true 与 false", en: "labels: a model of urgency has the labels true and false")
        }
        for (before, after) in zip(points, points.dropFirst())
        where before.given > after.given || before.observed > after.observed {
            throw ModelFault(zh: "calibration：各行应递增", en: "calibration: the rows must rise")
        }
    }

    private func checkCard() throws(ModelFault) {
        let counted = card.rowsPerLabel.reduce(0) { $0 + $1.rows }
        guard counted == card.rows, card.rowsPerLabel.map(\.label) == labels.map(\.name) else {
            throw ModelFault(
                zh: "card：rows（\(card.rows)）与各标签的行数（合计 \(counted)）不符，或标签与 labels 不同",
                en:
                    "card: rows (\(card.rows)) is not the sum of the rows of its labels (\(counted)), or its labels are not those of the model"
            )
        }
        guard card.leastReporters >= ModelCard.leastReporters else {
            throw ModelFault(
                zh: "card：least_reporters 小于 \(ModelCard.leastReporters)：片段可能只出自一个人",
                en:
                    "card: least_reporters is less than \(ModelCard.leastReporters), so an n-gram may be of one person only"
            )
        }
    }
}

package import ChineseText
internal import JSONText

/// Writes a linear model to a file and reads it: one JSON object with one feature a line.
package enum ModelFile {
    /// The largest file that is read, in bytes.
    package static let mostBytes = 32 << 20
    static let format = "hazard-model"
    static let version = 1

    /// The bytes of a model; the same model gives the same bytes.
    ///
    /// - Throws: `ModelFault` when the digest cannot be computed.
    package static func bytes(_ model: LinearModel) throws(ModelFault) -> [UInt8] {
        var body = JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("format", format)
            writer.field("version", version)
            writer.field("of", model.subject)
            write(model.card, &writer)
            writer.array("labels", model.labels) { writer, label in
                writer.beginObject()
                writer.field("label", label.name)
                writer.field("code", label.code)
                writer.field("prior", label.prior)
                writer.endObject()
            }
            writer.array("calibration", model.calibration.points) { writer, point in
                writer.beginObject()
                writer.field("given", point.given)
                writer.field("observed", point.observed)
                writer.field("rows", point.rows)
                writer.endObject()
            }
            writer.array("biases", model.biases) { writer, bias in writer.int(Int(bias)) }
            write(model, &writer)
            writer.endObject()
        }
        body.removeLast()
        return try ModelSeal.sealed(body)
    }

    private static func write(_ card: ModelCard, _ writer: inout JSONWriter) {
        writer.key("card")
        writer.beginObject()
        writer.field("name", card.name)
        writer.field("source", card.source)
        writer.field("from", card.from)
        writer.field("to", card.to)
        writer.field("rows", card.rows)
        writer.field("least_reporters", card.leastReporters)
        writer.array("labels", card.rowsPerLabel) { writer, count in
            writer.beginObject()
            writer.field("label", count.label)
            writer.field("rows", count.rows)
            writer.endObject()
        }
        writer.array("figures", card.figures) { writer, figures in
            writer.beginObject()
            writer.field("trained_on", figures.trainedOn)
            writer.field("scored_on", figures.scoredOn)
            writer.field("accuracy", figures.accuracy)
            writer.field("macro_f1", figures.macroF1)
            writer.endObject()
        }
        writer.field("not_for", card.notFor)
        writer.endObject()
    }

    /// Writes each feature as an array of its text and its weights.
    private static func write(_ model: LinearModel, _ writer: inout JSONWriter) {
        let width = model.labels.count
        writer.array("features", Array(model.features.enumerated())) { writer, feature in
            writer.beginArray()
            writer.string(feature.element.text)
            for index in 0..<width { writer.int(Int(model.weights[feature.offset * width + index])) }
            writer.endArray()
        }
    }

    /// The model of a file.
    ///
    /// - Throws: `ModelFault` with the reason: cut or changed bytes, a field that is missing or wrong, parts that do not
    ///   fit one another.
    package static func read(_ bytes: [UInt8]) throws(ModelFault) -> LinearModel {
        try ModelSeal.check(bytes)
        let draft: ModelDraft
        do throws(JSONFault) {
            draft = try JSONReader.read(bytes) { reader throws(JSONFault) in try ModelDraft(&reader) }
        } catch {
            throw ModelFault(error.sentence(in: bytes))
        }
        return try draft.model(hash: String(try ModelSeal.digest(bytes[...]).prefix(16)))
    }
}

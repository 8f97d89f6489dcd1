internal import ChineseText
internal import HazardCore
internal import JSONText

/// Writes and reads the fact `model` of a decision: the label that a learned model gave, and why. The n-grams are left out
/// for readers who may not see them.
enum ModelFactText {
    /// Writes the whole object, without values between: a case has it in every record, and it must cost little.
    static func write(_ said: ModelEvidence, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("code", "model")
        writer.field("of", said.subject.rawValue)
        writer.field("name", said.name)
        writer.field("hash", said.hash)
        writer.field("answer", said.answer)
        writer.field("probability", said.thousandths)
        if let runnerUp = said.runnerUp { writer.field("runner_up", runnerUp) }
        writer.field("effect", said.effect.rawValue)
        if !said.reasons.isEmpty {
            writer.list("ngrams", said.reasons) { writer, reason in
                writer.beginObject()
                writer.field("ngram", reason.feature)
                writer.field("weight", reason.hundredths)
                writer.endObject()
            }
        }
        writer.endObject()
    }

    static func evidence(_ facts: Facts) -> Evidence? {
        guard let subject: LinearModel.Subject = facts.value("of"), let name = facts.string("name"),
            let hash = facts.string("hash"), let answer = facts.string("answer"),
            let thousandths = facts.int("probability"), let effect: ModelEvidence.Effect = facts.value("effect")
        else { return nil }
        var said = ModelEvidence(
            subject, name: name, hash: hash, answer: answer, thousandths: thousandths, effect: effect)
        said.runnerUp = facts.string("runner_up")
        said.reasons = facts.list("ngrams").compactMap { json in
            guard let ngram = json["ngram"]?.string, let weight = json["weight"]?.int else { return nil }
            return ModelEvidence.Reason(feature: ngram, hundredths: Int(weight))
        }
        return .model(said)
    }
}

internal import ChineseText
internal import HazardCore
internal import JSONText

/// Writes and reads the fact `model` of a decision: the label that a learned model gave, and why. The n-grams are left out
/// for readers who may not see them.
enum ModelFactText {
    static func fields(_ said: ModelEvidence) -> [(String, JSONValue)] {
        let ngrams = said.reasons.map { reason -> JSONValue in
            ["ngram": .string(reason.feature), "weight": .int(Int64(reason.hundredths))]
        }
        return [
            ("of", .string(said.subject.rawValue)), ("name", .string(said.name)), ("hash", .string(said.hash)),
            ("answer", .string(said.answer)), ("probability", .int(Int64(said.thousandths))),
            ("runner_up", .optional(said.runnerUp)), ("effect", .string(said.effect.rawValue)),
            ("ngrams", said.reasons.isEmpty ? .null : .array(ngrams)),
        ]
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

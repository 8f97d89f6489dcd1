package import ChineseText
package import HazardCore
internal import Wording

/// Texts of what learned models say.
extension CaseWords {
    /// One line: the answer, its probability, the runner-up, the model, and the n-grams that counted.
    package func model(_ said: ModelEvidence) -> String {
        let effect =
            switch (said.subject, said.effect) {
            case (.urgency, .raises): language(zh: "模型判为紧急，提为 P1", en: "model raises to P1")
            case (.urgency, _): language(zh: "模型认为可能紧急", en: "model suggests urgent")
            case (_, .decides): language(zh: "模型判定 ", en: "model decides ") + modelAnswer(said.answer, said.subject)
            case (_, _): language(zh: "模型建议 ", en: "model suggests ") + modelAnswer(said.answer, said.subject)
            }
        var inside = ["\(said.thousandths / 10)%"]
        if let next = said.runnerUp {
            inside.append(language(zh: "次选 ", en: "next ") + modelAnswer(next, said.subject))
        }
        inside.append("\(said.name) \(said.hash.prefix(8))")
        let reasons = said.reasons.map { reason in
            "\(reason.feature) \(reason.hundredths < 0 ? "−" : "+")\(points(abs(reason.hundredths)))"
        }
        let why = reasons.isEmpty ? "" : language(zh: "：", en: ": ") + list(reasons)
        return effect + language(zh: "（", en: " (") + list(inside) + language(zh: "）", en: ")") + why
    }

    /// The question of a model.
    package func modelSubject(_ name: String) -> String {
        switch LinearModel.Subject(rawValue: name) {
        case .category: language(zh: "类别", en: "category")
        case .department: language(zh: "部门", en: "department")
        case .urgency: language(zh: "紧急", en: "urgency")
        case nil: name
        }
    }

    /// The name of a category or department that a model answers; English texts name ids.
    package func modelAnswer(_ id: String, _ subject: LinearModel.Subject) -> String {
        switch subject {
        case .category: language == .zh ? names.categories[id]?.zh ?? id : id
        case .department: language == .zh ? names.departments[id]?.zh ?? id : id
        case .urgency: id == "true" ? language(zh: "紧急", en: "urgent") : language(zh: "不紧急", en: "not urgent")
        }
    }
}

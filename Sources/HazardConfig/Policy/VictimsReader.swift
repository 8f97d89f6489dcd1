internal import ChineseText
internal import HazardCore
internal import Wording

/// Reads `victims` of `phrases.yaml`: who can come to harm, and what can happen to them.
struct VictimsReader {
    let problems: ProblemCollector
    let categories: CategoryNames
    let phrases: PhraseReader

    func read(_ file: Fields) -> Victims {
        var victims = Victims()
        guard let fields = file.mapping("victims", known: ["people", "things", "coverbs", "locatives", "events"]) else {
            return victims
        }
        victims.people = phrases.choices(fields, "people")
        victims.things = phrases.choices(fields, "things")
        victims.coverbs = phrases.choices(fields, "coverbs")
        victims.locatives = phrases.choices(fields, "locatives")
        guard let events = phrases.mappingWithAnyKeys(fields, "events", required: true) else { return victims }
        for pair in events.node.pairs ?? [] {
            if let event = event(pair, in: events) { victims.events.append(event) }
        }
        return victims
    }

    private func event(_ pair: YamlPair, in all: Fields) -> VictimEvent? {
        let known = ["danger", "category", "weight", "takes_object", "words", "alone"]
        let path = all.path(of: pair.key)
        guard let fields = Fields(pair.value, path: path, known: known, problems: problems) else { return nil }
        var event = VictimEvent(name: pair.key)
        event.dangers = (fields.choices("danger", Danger.self) ?? []).map(\.rawValue)
        event.words = phrases.choices(fields, "words")
        event.alone = phrases.choices(fields, "alone")
        event.takesObject = fields.flag("takes_object") ?? false
        event.weight = fields.integer("weight", in: 1...9) ?? event.weight
        if let node = fields.value("category") {
            event.category = categories.id(of: node, path: fields.path(of: "category"), problems)
        }
        if event.words.isEmpty, event.alone.isEmpty {
            problems.add(
                at: pair.keyPlace, path, LocalText(zh: "没有词", en: "has no words"),
                hint: LocalText(zh: "写 words 或 alone", en: "give words or alone"))
        }
        return event
    }
}

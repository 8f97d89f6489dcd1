internal import ChineseText
internal import HazardCore
internal import Wording

/// Reads `phrases.yaml`: which category the words of a report stand for.
struct PhrasesFile {
    let problems: ProblemCollector
    let categories: CategoryNames

    func read(_ root: YamlNode) -> PhraseBook {
        var book = PhraseBook()
        let keys = [
            "words", "categories", "risk_order", "danger", "victims", "found_inside", "actions", "doubts", "margins",
        ]
        guard let file = Fields(root, path: "", known: keys, problems: problems) else { return book }
        let reader = PhraseReader(file, problems: problems)
        if let all = reader.mappingWithAnyKeys(file, "categories", required: true) {
            for pair in all.node.pairs ?? [] {
                guard let category = category(pair, in: all) else { continue }
                if book.categories.contains(where: { $0.category == category.id }) {
                    problems.add(
                        at: pair.keyPlace, all.path(of: pair.key),
                        LocalText(zh: "此类别上面已有", en: "this category is already given above"))
                }
                guard let phrases = phrases(of: category, pair, in: all, reader) else { continue }
                book.categories.append(phrases)
            }
        }
        book.riskOrder = riskOrder(file, of: book)
        book.dangers = dangers(file, reader)
        book.victims = VictimsReader(problems: problems, categories: categories, phrases: reader).read(file)
        book.foundInside = reader.choices(file, "found_inside")
        book.actions = actions(file, reader)
        book.doubts = DoubtsReader(phrases: reader).read(file)
        margins(file, &book.margins)
        return book
    }

    private func category(_ pair: YamlPair, in all: Fields) -> HazardCategory? {
        if let category = categories[pair.key] { return category }
        let names = categories.categories.flatMap { [$0.id, $0.code] }
        problems.add(
            at: pair.keyPlace, all.path(of: pair.key), .unknownCategory,
            hint: NearestName.hint(for: pair.key, among: names))
        return nil
    }

    private func phrases(
        of category: HazardCategory, _ pair: YamlPair, in all: Fields, _ reader: PhraseReader
    ) -> CategoryPhrases? {
        let path = all.path(of: pair.key)
        let known = ["event", "for", "against", "conditions"]
        guard let fields = Fields(pair.value, path: path, known: known, problems: problems) else { return nil }
        var phrases = CategoryPhrases(category: category.id, firstCondition: category.conditions.first?.code)
        if let kinds = fields.choices("event", Danger.self) {
            phrases.isEvent = true
            phrases.dangers = kinds.map(\.rawValue)
        }
        phrases.supporting = reader.weighted(fields, "for", required: true)
        phrases.opposing = reader.weighted(fields, "against")
        guard let conditions = reader.mappingWithAnyKeys(fields, "conditions") else { return phrases }
        for pair in conditions.node.pairs ?? [] {
            if category.condition(pair.key) == nil {
                problems.add(
                    at: pair.keyPlace, conditions.path(of: pair.key), .noSuchCondition(in: category.id),
                    hint: .conditions(category.conditions.map(\.code)))
            }
            phrases.conditions.append(
                ConditionPhrases(condition: pair.key, phrases: reader.phrases(conditions, pair.key)))
        }
        return phrases
    }

    /// The categories by risk, the greatest first; every category that has phrases must be listed once.
    private func riskOrder(_ file: Fields, of book: PhraseBook) -> [String] {
        var order: [String] = []
        for item in file.items("risk_order", required: true) ?? [] {
            guard let id = categories.id(of: item.node, path: item.path, problems) else { continue }
            if order.contains(id) {
                problems.add(at: item.node.place, item.path, value: item.node.text, .listedTwice)
            }
            order.append(id)
        }
        let missing = book.categories.map(\.category).filter { !order.contains($0) }
        if !missing.isEmpty, let place = file.node["risk_order"]?.place {
            problems.add(
                at: place, "risk_order",
                LocalText(
                    zh: "缺少 \(missing.joined(separator: "、"))", en: "leaves out \(missing.joined(separator: ", "))"))
        }
        return order
    }

    private func dangers(_ file: Fields, _ reader: PhraseReader) -> [DangerPhrases] {
        let all = Danger.allCases.map(\.rawValue)
        guard let fields = file.mapping("danger", known: all) else { return [] }
        return all.filter { fields.node[$0] != nil }.map { kind in
            DangerPhrases(danger: kind, phrases: reader.phrases(fields, kind))
        }
    }

    private func actions(_ file: Fields, _ reader: PhraseReader) -> [ActionPhrases] {
        let all = ActionTaken.allCases.filter { $0 != .none }
        guard let fields = file.mapping("actions", known: all.map(\.rawValue)) else { return [] }
        return all.compactMap { action in
            guard fields.node[action.rawValue] != nil else { return nil }
            return ActionPhrases(action: action.rawValue, phrases: reader.phrases(fields, action.rawValue))
        }
    }

    private func margins(_ file: Fields, _ margins: inout Margins) {
        let known = ["threshold", "sure", "lead", "contest_percent", "reach"]
        guard let fields = file.mapping("margins", known: known) else { return }
        margins.threshold = fields.integer("threshold", in: 1...100).map { $0 * 100 } ?? margins.threshold
        margins.sure = fields.integer("sure", in: 1...100).map { $0 * 100 } ?? margins.sure
        margins.lead = fields.integer("lead", in: 0...100).map { $0 * 100 } ?? margins.lead
        margins.contest = fields.integer("contest_percent", in: 1...100) ?? margins.contest
        margins.reach = fields.integer("reach", in: 1...30) ?? margins.reach
    }
}

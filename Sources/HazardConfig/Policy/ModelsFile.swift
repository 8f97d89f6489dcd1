internal import ChineseText
internal import HazardCore
internal import ModelFiles
internal import Wording

/// Reads `models.yaml` and the files of the models that it names.
struct ModelsFile {
    let problems: ProblemCollector
    /// The directory that paths of models are relative to.
    let directory: String
    let names: ModelNames

    private static let keys = ["max_age", "models"]
    private static let modelKeys = ["of", "file", "programmes", "areas", "sure", "likely"]
    private static let days = 1...3660

    func read(_ root: YamlNode) -> ModelPolicy {
        var policy = ModelPolicy()
        guard let file = Fields(root, path: "", known: Self.keys, problems: problems) else { return policy }
        policy.maxAge = maxAge(file) ?? policy.maxAge
        policy.uses = (file.items("models", required: true) ?? []).compactMap { item in
            Fields(item.node, path: item.path, known: Self.modelKeys, problems: problems).flatMap(use)
        }
        return policy
    }

    private func maxAge(_ file: Fields) -> Duration? {
        guard let text = file.text("max_age") else { return nil }
        let range = Duration.days(Self.days.lowerBound)...Duration.days(Self.days.upperBound)
        if let duration = DurationText.duration(text), range.contains(duration) { return duration }
        file.report(
            "max_age", value: text,
            .mustBe(LocalText(zh: "1d 至 3660d 的时长，如 366d", en: "a duration from 1d to 3660d, such as 366d")))
        return nil
    }

    private func use(_ fields: Fields) -> ModelUse? {
        let subject = fields.choice("of", LinearModel.Subject.self, required: true)
        let programmes = fields.texts("programmes") ?? []
        for name in programmes where !names.programmes.contains(name) {
            fields.report(
                "programmes", value: name, LocalText(zh: "没有这个项目", en: "no such programme"),
                hint: NearestName.hint(for: name, among: names.programmes.sorted()))
        }
        let sure = fields.integer("sure", in: 1...100)
        let likely = fields.integer("likely", in: 1...100)
        guard let subject, let model = model(fields, subject) else { return nil }
        var use = ModelUse(model, file: fields.text("file") ?? "")
        use.programmes = Set(programmes)
        use.areas = Set(fields.texts("areas") ?? [])
        use.sure = sure.map { Double($0) / 100 } ?? use.sure
        use.likely = likely.map { Double($0) / 100 } ?? use.likely
        if use.likely > use.sure {
            fields.report("likely", LocalText(zh: "不能大于 sure", en: "must not be greater than sure"))
        }
        return use
    }

    /// The model of a file; nil, with a problem, when it cannot be used.
    private func model(_ fields: Fields, _ subject: LinearModel.Subject) -> LinearModel? {
        guard let name = fields.text("file", required: true) else { return nil }
        let model: LinearModel
        do {
            model = try ModelFile.read(
                try ConfigFile.read(ConfigFile.join(directory, name), atMost: ModelFile.mostBytes))
        } catch let failure as ConfigFileFailure {
            fields.report("file", value: name, .cannotBeRead(failure.reason))
            return nil
        } catch {
            fields.report("file", value: name, LocalText(describing: error))
            return nil
        }
        guard model.subject == subject else {
            fields.report(
                "file", value: name,
                LocalText(zh: "是 \(model.subject.rawValue) 的模型", en: "is a model of \(model.subject.rawValue)"))
            return nil
        }
        let foreign = model.labels.map(\.code).filter { !names.isKnown($0, subject) }
        guard foreign.isEmpty else {
            fields.report(
                "file", value: name,
                LocalText(
                    zh: "模型的标签不是本系统的代码：\(foreign.joined(separator: "、"))",
                    en: "labels of the model are no codes of ours: \(foreign.joined(separator: ", "))"),
                hint: LocalText(
                    zh: "训练时用 --label 标签=代码 指明", en: "give --label LABEL=CODE for each when it is trained"))
            return nil
        }
        return model
    }
}

/// The names that a model's labels and its place in the configuration may have.
struct ModelNames {
    var programmes: Set<String> = []
    var categories: Set<String> = []
    var departments: Set<String> = []

    func isKnown(_ code: String, _ subject: LinearModel.Subject) -> Bool {
        switch subject {
        case .category: categories.contains(code)
        case .department: departments.contains(code)
        case .urgency: true
        }
    }
}

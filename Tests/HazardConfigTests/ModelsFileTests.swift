import ChineseText
import Foundation
import HazardConfig
import HazardCore
import ModelFiles
import TestSupport
import Testing
import Wording

/// `models.yaml`: which models are used, what is refused, and what people are told.
struct ModelsFileTests {
    private static let codes = ["sanitation", "traffic-police", "triage"]

    private func folder(_ yaml: String, _ model: LinearModel, cutting count: Int = 0) throws -> ConfigFolder {
        let folder = try ConfigFolder([
            "hazard.yaml": "cluster: test\npolicy: {models: models.yaml}\n", "models.yaml": yaml,
        ])
        try Data(ModelFile.bytes(model).dropLast(count)).write(to: URL(filePath: folder.path("one.json")))
        return folder
    }

    private func sentences(_ folder: ConfigFolder) -> [String] { folder.problems().map(\.problem.en) }

    @Test func `a model is used for its programmes and is part of the rules' hash`() throws {
        let yaml = "models: [{of: department, file: one.json, programmes: [test.one], sure: 80, likely: 50}]\n"
        let policy = try folder(yaml, MadeUpRows.model(.department, Self.codes)).loaded().policy
        let use = try #require(policy.models.use(.department, programme: "test.one", places: []))
        #expect(use.sure == 0.8 && use.likely == 0.5)
        #expect(policy.models.use(.department, programme: "test.two", places: []) == nil)
        #expect(policy.models.use(.category, programme: "test.one", places: []) == nil)
        let other = try folder(yaml, MadeUpRows.model(.department, Self.codes, rows: 300)).loaded().policy
        #expect(other.rulesHash != policy.rulesHash)
        #expect(try ConfigFolder().loaded().policy.rulesHash != policy.rulesHash)
    }

    @Test func `a model that is cut, foreign or of another question is refused with the reason`() throws {
        let yaml = "models: [{of: department, file: one.json}]\n"
        let model = MadeUpRows.model(.department, Self.codes)
        #expect(try sentences(folder(yaml, model, cutting: 30)).first?.contains("the file is cut") == true)
        let foreign = MadeUpRows.model(.department, ["sanitation", "fire", "gas"])
        #expect(try sentences(folder(yaml, foreign)) == ["labels of the model are no codes of ours: fire, gas"])
        let category = "models: [{of: category, file: one.json}]\n"
        #expect(try sentences(folder(category, model)) == ["is a model of department"])
    }

    @Test(arguments: [
        ("models: [{of: department, file: two.json}]", "1:33 models[0].file"),
        ("models: [{of: department, file: one.json, sure: 50, likely: 60}]", "1:61 models[0].likely"),
        ("models: [{of: department, file: one.json, programmes: [no]}]", "1:55 models[0].programmes"),
        ("models: [{of: weather, file: one.json}]", "1:15 models[0].of"),
        ("max_age: 0d\nmodels: []", "1:10 max_age"),
    ])
    func `a mistake is reported at its place`(text: String, place: String) throws {
        let folder = try folder(text + "\n", MadeUpRows.model(.department, Self.codes))
        #expect(folder.places() == ["models.yaml:" + place])
    }

    @Test func `people are told of an old card and of figures made on few rows`() throws {
        let yaml = "max_age: 30d\nmodels: [{of: department, file: one.json}]\n"
        func notes(_ model: LinearModel, _ day: Int) throws -> [String] {
            let policy = try folder(yaml, model).loaded().policy
            return policy.models.notes(at: Instant(milliseconds: Int64(day) * 86_400_000), policy.zone).map(\.en)
        }
        // 2026-11-01 is day 20,758 since 1970.
        let good = MadeUpRows.model(.department, Self.codes, rows: 1000, until: "2026-11-01")
        #expect(try notes(good, 20_768).isEmpty)
        #expect(try notes(good, 20_858).first?.contains("100 days ago (max_age: 30 days)") == true)
        let small = MadeUpRows.model(.department, Self.codes, rows: 100)
        let told = try notes(small, 20_768)
        #expect(told.count == 2 && told[0].contains("has no dates") && told[1].contains("on 60 rows"))
    }
}

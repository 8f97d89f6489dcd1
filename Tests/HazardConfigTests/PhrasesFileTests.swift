import ChineseText
import HazardConfig
import HazardCore
import TestSupport
import Testing
import Wording

/// `phrases.yaml`: each mistake is reported once, at its place.
struct PhrasesFileTests {
    private func problems(_ text: String) throws -> [ConfigProblem] {
        try ConfigFolder(["phrases.yaml": text]).problems()
    }

    private func places(_ text: String) throws -> [String] {
        try problems(text).map { "\($0.place.line):\($0.place.column) \($0.keyPath)" }
    }

    @Test func `phrases are read with their lists, weights and alternatives`() throws {
        let text = """
            words: {stone: [石头, 落石]}
            categories:
              road-spill:
                for: {6: [<stone>|沙子 + 路]}
                against: {2: [山]}
                conditions: {b: [车道 + 堵]}
            risk_order: [T07]
            doubts: {negation: {hazards: 0, words: [没有]}}
            margins: {threshold: 2, sure: 4}
            """
        let classifier = try ConfigFolder(["phrases.yaml": text]).loaded().policy.textClassifier
        let said = classifier.classify("路上有沙子，车道堵了")
        #expect(said.category == "road-spill" && said.condition == "b" && said.score == 600 && !said.needsReview)
        #expect(said.evidence.map(\.phrase) == ["<stone>|沙子 + 路"])
        #expect(classifier.classify("没有落石，路").score == 0)
        #expect(classifier.classify("山路落石").score == 400)
    }

    @Test func `phrases are part of the rules' hash`() throws {
        let before = try ConfigFolder().loaded().policy.rulesHash
        let other = "categories: {T07: {for: {4: [落石]}}}\nrisk_order: [T07]\n"
        #expect(try ConfigFolder(["phrases.yaml": other]).loaded().policy.rulesHash != before)
    }

    @Test func `every mistake is reported once, at its place`() throws {
        let text = """
            words: {cover: [井盖, 井盖, 井蓋, ""]}
            categories:
              T07:
                for: {10: [落石], 5: [<cvoer>, 石 + , a + b + c + d, 落石, 落石]}
                conditions: {z: [大]}
                agianst: {3: [x]}
              T70: {for: {5: [a]}}
              road-spill: {for: {5: [b]}}
            risk_order: [T07, T07, T71]
            actions: {ran: [跑]}
            doubts: {negation: {hazards: 101, words: [没]}}
            margins: {threshold: 0}
            """
        #expect(
            try places(text) == [
                "1:21 words.cover[1]", "1:25 words.cover[2]", "1:29 words.cover[3]", "4:11 categories.T07.for.10",
                "4:25 categories.T07.for.5[0]", "4:34 categories.T07.for.5[1]", "4:40 categories.T07.for.5[2]",
                "4:59 categories.T07.for.5[4]", "5:18 categories.T07.conditions.z", "6:5 categories.T07.agianst",
                "7:3 categories.T70", "8:3 categories.road-spill", "9:19 risk_order[1]", "9:24 risk_order[2]",
                "10:11 actions.ran", "11:30 doubts.negation.hazards", "12:22 margins.threshold",
            ])
        let found = try problems(text)
        #expect(found.contains { $0.hint?.en == "write 井盖" } && found.contains { $0.hint?.en == "did you mean cover?" })
    }

    @Test func `a category with phrases must be in the order of risk`() throws {
        let text = "categories: {T07: {for: {5: [落石]}}}\nrisk_order: [Z01]\n"
        #expect(try places(text) == ["2:13 risk_order"])
        #expect(try places("categories: {}\n").contains("1:1 risk_order"))
    }

    @Test func `coarse hints name categories`() throws {
        let programmes = """
            programmes:
              - id: test.one
                name: 一
                name_en: One
                districts: ["510185"]
                coarse_hints: {road: [T07, T70]}
            """
        let found = try ConfigFolder(["programmes.yaml": programmes]).places()
        #expect(found == ["programmes.yaml:6:32 programmes[0].coarse_hints.road[1]"])
        let sound = try ConfigFolder(["programmes.yaml": programmes.replacing(", T70", with: "")]).loaded().policy
        #expect(sound.programmes["test.one"]?.demands.coarseHints == ["road": ["road-spill"]])
    }
}

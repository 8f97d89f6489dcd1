import ChineseText
import Testing

/// Tests how words give a category: parts, reach, longer words, negation, doubts, contest and review (`DOMAIN.md` §10).
struct TextClassifierTests {
    private static func phrase(_ text: String, _ weight: Int = 1) -> Phrase {
        let parts = text.split(separator: "+").map { $0.split(separator: "|").map(String.init) }
        return Phrase(text, parts: parts, weight: weight)
    }

    private static func category(_ id: String, _ supporting: [Phrase], against: [Phrase] = []) -> CategoryPhrases {
        var phrases = CategoryPhrases(category: id, firstCondition: "a")
        phrases.supporting = supporting
        phrases.opposing = against
        return phrases
    }

    private let book: PhraseBook = {
        var book = PhraseBook()
        var cover = category("cover", [phrase("井盖+缺|没有|响", 6), phrase("井盖", 2)])
        cover.conditions = [
            ConditionPhrases(condition: "a", phrases: [phrase("缺")]),
            ConditionPhrases(condition: "c", phrases: [phrase("井盖+响")]),
        ]
        book.categories = [
            category("lane", [phrase("消防通道+堵", 6)]), category("waste", [phrase("垃圾", 7)]), cover,
            category("car", [phrase("车+乱停", 5)], against: [phrase("拖车", 3)]),
            category("bike", [phrase("共享单车+乱停", 5)]),
        ]
        book.riskOrder = ["lane", "cover", "car", "bike", "waste"]
        book.dangers = [DangerPhrases(danger: "fire", phrases: [phrase("着火"), phrase("人+晕倒")])]
        book.actions = [ActionPhrases(action: "extinguished", phrases: [phrase("扑灭")])]
        book.doubts.negation.words = ["没有", "不是"]
        book.doubts.supposed.words = ["万一"]
        book.doubts.prevented.words = ["防止"]
        book.doubts.nobody.words = ["没人"]
        book.doubts.done.words = ["修好了"]
        book.doubts.hearsay.words = ["听说"]
        book.doubts.again = ["又坏"]
        book.doubts.turn = ["但是"]
        book.doubts.neutral = ["没有人"]
        return book
    }()

    private func read(_ text: String) -> TextClassification { TextClassifier(book).classify(text) }

    @Test func `parts count together in any order within reach`() {
        #expect(read("井盖缺了").score == 800)
        #expect(read("缺一个井盖").score == 800)
        #expect(read("井盖在很远很远很远很远的地方缺").score == 200)
        #expect(read("井盖。缺").score == 800)
        #expect(read("井盖这里。那里缺").score == 200)
    }

    @Test func `a word inside a longer word does not count`() {
        #expect(read("共享单车乱停").category == "bike")
        #expect(read("共享单车乱停").scores.map(\.category) == ["bike"])
        #expect(read("小车乱停").category == "car")
    }

    @Test func `a phrase counts once however often it is said`() {
        #expect(read("垃圾垃圾垃圾").score == 700)
    }

    @Test func `opposing phrases reduce the score`() {
        let said = read("拖车说车乱停")
        #expect(said.score == 200 && said.category == nil && said.needsReview)
        #expect(said.evidence.map(\.points) == [500, -300] || said.evidence.map(\.points) == [-300, 500])
    }

    @Test func `of nearly equal categories the one with greater risk is chosen`() {
        let said = read("垃圾堵了消防通道")
        #expect(said.category == "lane" && said.score == 600)
        #expect(said.runnerUp == CategoryScore(category: "waste", score: 700) && said.needsReview)
        #expect(said.scores.map(\.category) == ["waste", "lane"])
    }

    @Test func `a negation reduces what follows closely, unless it is part of the phrase`() {
        #expect(read("没有垃圾").score == 70)
        #expect(read("没有，垃圾").score == 700)
        #expect(read("没有看到那边的垃圾").score == 700)
        #expect(read("没有井盖").score == 20 + 600)
        #expect(read("没有人垃圾").score == 700)
        #expect(read("没人垃圾").score == 70 && read("没人去扫垃圾").score == 700)
    }

    @Test func `prevention reduces phrases to the end of its clause`() {
        #expect(read("防止那边的路上有垃圾").score == 70)
        #expect(read("防止，垃圾").score == 700)
        #expect(read("防止离这里很远很远很远的路上有垃圾").score == 700)
    }

    @Test func `a supposition reduces events to the end of its clause, and hazards not at all`() {
        #expect(read("万一那边的路上有垃圾").score == 700)
        #expect(!read("万一那边的路上着火").lifeRisk && read("万一，着火").lifeRisk)
        #expect(read("垃圾，万一着火").score == 700 && !read("垃圾，万一着火").lifeRisk)
        #expect(read("万一离这里很远很远很远的路上有垃圾").score == 700)
    }

    @Test func `every category with a sure score is listed, the greatest risk first`() {
        #expect(read("垃圾堵了消防通道，小车乱停").sure == ["lane", "car", "waste"])
        #expect(read("没有垃圾，小车乱停").sure == ["car"])
        #expect(read("你好").sure.isEmpty)
    }

    @Test func `done and hearsay reduce their sentence, unless it is broken again`() {
        #expect(read("垃圾，修好了").score == 140)
        #expect(read("修好了又坏，垃圾").score == 700)
        #expect(read("听说有垃圾").score == 420)
        #expect(read("听说了。垃圾").score == 700)
        #expect(read("修好了但是有垃圾").score == 700)
        #expect(read("听说修好了。但是垃圾").score == 700)
    }

    @Test func `the condition with the highest score is chosen, else the first`() {
        #expect(read("井盖响").condition == "c")
        #expect(read("井盖缺").condition == "a")
        #expect(read("垃圾").condition == "a")
        #expect(read("你好").condition == nil)
    }

    @Test func `evidence has its position in scalars of the given text`() throws {
        let said = read("🔥 那個 井 蓋，缺")
        let match = try #require(said.evidence.first { $0.phrase == "井盖+缺|没有|响" })
        #expect(match.at == 5 && match.length == 5 && match.points == 600)
        #expect(said.evidence.contains { $0.phrase == "井盖" && $0.points == 200 })
    }

    @Test func `danger and actions are found beside the category, not when negated or hearsay`() {
        let said = read("垃圾着火，我扑灭了")
        #expect(said.lifeRisk && said.action == "extinguished" && said.category == "waste")
        #expect(!read("没有着火").lifeRisk && !read("听说着火").lifeRisk && read("人晕倒").lifeRisk)
        #expect(read("没有扑灭").action == nil)
    }

    @Test func `a text without known words gives no category and is marked for review`() {
        for said in [read(""), read("🔥🔥🔥"), read("天气很好"), TextClassifier.silent.classify("垃圾")] {
            #expect(said.category == nil && said.score == 0 && said.evidence.isEmpty && said.needsReview)
        }
    }

    @Test func `a group limits the choice`() {
        let said = TextClassifier(book).classify("垃圾，共享单车乱停", among: ["bike"])
        #expect(said.category == "bike" && said.scores.map(\.category) == ["bike"])
    }

    @Test func `phrases are written simplified, half width and lower case`() {
        #expect(PhraseBook.plainForm(of: "井蓋 ＡＢc！") == "井盖abc")
        #expect(PhraseBook.plainForm(of: "摔跤") == "摔跤")
        #expect(PhraseBook.plainForm(of: "，。") == "")
    }

    @Test func `scores are written in weights`() {
        #expect([0, 100, 650, 605, 70].map(TextClassification.decimal) == ["0", "1", "6.5", "6.05", "0.7"])
    }
}

import ChineseText
import Testing

/// Linear models on made-up rows: what they learn, what they leave out, and that the same rows give the same model.
struct LinearModelTests {
    /// Rows of three departments. The words of each are mixed with words that all have.
    static func rows(_ count: Int, reporters: Int? = nil) -> TrainingRows {
        let words = [
            ["路灯不亮", "灯杆倾斜", "电线垂落"], ["垃圾成堆", "污水横流", "臭味扰民"], ["占道停车", "逆行抢道", "信号灯故障"],
        ]
        let common = ["请尽快处理", "在学校门口", "已经三天了", "居民反映"]
        var state: UInt64 = 7
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        func pick(_ list: [String]) -> String { list[random(list.count)] }
        let rows = (0..<count).map { index in
            let label = random(3)
            var input = ModelInput(text: pick(common) + "，" + pick(words[label]) + "，" + pick(common))
            input.add(.district, "51018\(label)")
            return TrainingRow(input: input, label: label, reporter: reporters.map { index % $0 })
        }
        return TrainingRows(
            rows: rows, labels: ["灯", "环卫", "交警"], codes: ["lighting", "sanitation", "traffic-police"])
    }

    static func card(_ rows: TrainingRows) -> ModelCard {
        let counts = rows.counts
        return ModelCard(
            name: "test", source: "made up", rows: rows.rows.count, leastReporters: ModelCard.leastReporters,
            rowsPerLabel: rows.labels.indices.map { ModelCard.Count(label: rows.labels[$0], rows: counts[$0]) },
            notFor: ModelCard.usualNotFor)
    }

    static func model(_ rows: TrainingRows) -> LinearModel {
        ModelTraining(.department, on: rows, card: card(rows)).run { _ in }
    }

    @Test func `a model learns the words of its labels and says which counted`() {
        let model = Self.model(Self.rows(400))
        let input = ModelInput(text: "學校門口路燈不亮")
        let answer = model.answer(input)
        #expect(model.labels[answer.label].code == "lighting" && answer.probability > 0.6)
        let reasons = model.reasons(answer, for: input)
        #expect(reasons.first.map { $0.weight > 0 && "路灯不亮".contains($0.feature) } == true, "\(reasons)")
        #expect(model.card.figures.count == 3 && model.card.figures.allSatisfy { $0.accuracy > 0.9 })
    }

    @Test func `the same rows give the same model`() {
        let rows = Self.rows(300)
        let (first, second) = (Self.model(rows), Self.model(rows))
        #expect(first.weights == second.weights && first.features == second.features)
        #expect(first.calibration == second.calibration && first.card == second.card)
    }

    @Test func `a feature of fewer than five reporters is left out`() {
        var rows = Self.rows(200, reporters: 50)
        for index in 0..<20 { rows.rows[index].input.text += "张老三家" }
        for index in 0..<20 { rows.rows[index].reporter = index % 4 }
        #expect(!Self.model(rows).features.contains { $0.text.contains("张") })
        for index in 0..<20 { rows.rows[index].reporter = index % 5 }
        #expect(Self.model(rows).features.contains { $0.text == "张老三" })
    }

    @Test func `places count where no row names a reporter`() {
        var rows = Self.rows(200)
        for index in rows.rows.indices { rows.rows[index].place = index }
        for index in 0..<20 { rows.rows[index].input.text += "幸福里" }
        for index in 0..<20 { rows.rows[index].place = 1000 }
        let model = Self.model(rows)
        #expect(!model.features.contains { $0.text.contains("幸") })
        #expect(model.features.contains { $0.text == "district=510181" })
    }

    @Test func `script, width, marks and the digits of a number do not matter`() {
        let model = Self.model(Self.rows(300))
        func answer(_ text: String) -> ModelAnswer { model.answer(ModelInput(text: text)) }
        #expect(answer("電線垂落 ABC 编号1234567！") == answer("电线垂落ａｂｃ编号7654321。"))
        #expect(answer("") == answer("😀"))
    }

    @Test func `probabilities are calibrated on rows that were held back`() {
        let answers = (0..<1000).map { index in (given: Double(index) / 1000, isRight: index % 2 == 0 && index > 300) }
        let calibration = Calibration(counting: answers)
        #expect(abs(calibration.observed(0.9) - 0.5) < 0.05 && calibration.observed(0.1) < 0.05)
        for (low, high) in zip(calibration.points, calibration.points.dropFirst()) {
            #expect(low.given <= high.given && low.observed <= high.observed)
        }
        #expect(Calibration(points: []).observed(0.4) == 0.4)
    }

    @Test func `exp agrees with the series to six digits`() {
        for (x, value) in [(0, 1), (1, 2.718_281_8), (-1, 0.367_879_44), (5.5, 244.691_93), (-12, 6.144_212e-6)]
            as [(Float, Float)]
        {
            #expect(abs(Probability.exp(x) / value - 1) < 1e-6)
        }
        #expect(Probability.exp(-100) == 0)
    }
}

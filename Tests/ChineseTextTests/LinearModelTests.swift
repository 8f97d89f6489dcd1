import ChineseText
import TestSupport
import Testing

/// Linear models on made-up rows: what they learn, what they leave out, and that the same rows give the same model.
struct LinearModelTests {
    private static func rows(_ count: Int) -> TrainingRows {
        let rows = MadeUpRows.rows(count).map { row in
            var input = ModelInput(text: row.text)
            input.add(.district, "51018\(row.label)")
            return TrainingRow(input: input, label: row.label)
        }
        return TrainingRows(
            rows: rows, labels: ["灯", "环卫", "交警"], codes: ["lighting", "sanitation", "traffic-police"])
    }

    private static func model(_ rows: TrainingRows) -> LinearModel {
        let counts = rows.counts
        let card = ModelCard(
            name: "test", source: "made up", rows: rows.rows.count, leastReporters: ModelCard.leastReporters,
            rowsPerLabel: rows.labels.indices.map { ModelCard.Count(label: rows.labels[$0], rows: counts[$0]) },
            notFor: ModelCard.usualNotFor)
        return ModelTraining(.department, on: rows, card: card).run { _ in }
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
        var rows = Self.rows(200)
        for index in rows.rows.indices { rows.rows[index].reporter = index % 50 }
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
        var answers: [(given: Double, isRight: Bool)] = []
        for index in 0..<1000 {
            let isRight = index > 300 && index.isMultiple(of: 2)
            answers.append((given: Double(index) / 1000, isRight: isRight))
        }
        let calibration = Calibration(counting: answers)
        let (low, high): (Double, Double) = (calibration.observed(0.1), calibration.observed(0.9))
        #expect(low < 0.05)
        #expect(high > 0.45 && high < 0.6, "\(high)")
        for (low, high) in zip(calibration.points, calibration.points.dropFirst()) {
            #expect(low.given <= high.given && low.observed <= high.observed)
        }
        #expect(Calibration(points: []).observed(0.4) == 0.4)
    }

    @Test(arguments: [(0, 1), (1, 2.718_281_8), (-1, 0.367_879_44), (5.5, 244.691_93)] as [(Float, Float)])
    func `the own exponential function agrees with the known values`(x: Float, value: Float) {
        #expect(abs(Probability.exp(x) / value - 1) < 1e-6)
        #expect(Probability.exp(-100) == 0)
    }
}

package import ChineseText

/// Labelled texts made up for tests of learned models: words of three departments between words that all of them have.
package enum MadeUpRows {
    package struct Row: Sendable {
        package var text: String
        package var label: Int
    }

    private static let words = [
        ["路灯不亮", "灯杆倾斜", "电线垂落"], ["垃圾成堆", "污水横流", "臭味扰民"], ["占道停车", "逆行抢道", "信号灯故障"],
    ]
    private static let common = ["请尽快处理", "在学校门口", "已经三天了", "居民反映"]

    /// Rows of three labels; the same number gives the same rows.
    package static func rows(_ count: Int) -> [Row] {
        var state: UInt64 = 7
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        func pick(_ list: [String]) -> String { list[random(list.count)] }
        return (0..<count).map { _ in
            let label = random(3)
            return Row(text: pick(common) + "，" + pick(words[label]) + "，" + pick(common), label: label)
        }
    }

    /// A model of these rows, whose labels have these codes.
    package static func model(
        _ subject: LinearModel.Subject, _ codes: [String], rows count: Int = 400, until day: String? = nil
    ) -> LinearModel {
        let rows = rows(count).filter { $0.label < codes.count }.map {
            TrainingRow(input: ModelInput(text: $0.text), label: $0.label)
        }
        let all = TrainingRows(rows: rows, labels: codes, codes: codes)
        let counts = all.counts
        var card = ModelCard(
            name: "made-up", source: "made up", rows: rows.count, leastReporters: ModelCard.leastReporters,
            rowsPerLabel: codes.indices.map { ModelCard.Count(label: codes[$0], rows: counts[$0]) },
            notFor: ModelCard.usualNotFor)
        card.from = day
        card.to = day
        return ModelTraining(subject, on: all, card: card).run { _ in }
    }
}

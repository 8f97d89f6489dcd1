internal import ChineseText
package import HazardCore
package import Wording

extension ModelPolicy {
    /// What people should know of the models in use: a card that is older than `max_age` or has no dates, and figures made on
    /// few rows.
    package func notes(at now: Instant, _ zone: ZoneOffset) -> [LocalText] {
        uses.flatMap { use in
            let card = use.model.card
            let scored = card.figures.reduce(0) { $0 + $1.scoredOn }
            var notes: [LocalText] = []
            if let age = Self.age(card.to, at: now, zone) {
                let most = Int(maxAge.components.seconds / 86_400)
                if age > most {
                    notes.append(
                        LocalText(
                            zh: "提醒：模型 \(use.file) 的数据截至 \(card.to ?? "")，已过 \(age) 天（max_age 为 \(most) 天）：请重新训练",
                            en:
                                "note: the rows of model \(use.file) end on \(card.to ?? ""), \(age) days ago (max_age: \(most) days): "
                                + "train it again"))
                }
            } else {
                notes.append(
                    LocalText(
                        zh: "提醒：模型 \(use.file) 的说明卡没有日期，无法判断新旧",
                        en: "note: the card of model \(use.file) has no dates, so its age is unknown"))
            }
            if scored < Self.fewestScored {
                notes.append(
                    LocalText(
                        zh: "提醒：模型 \(use.file) 的准确率只在 \(scored) 行上测得，至少应有 \(Self.fewestScored) 行",
                        en:
                            "note: the figures of model \(use.file) were made on \(scored) rows; at least \(Self.fewestScored) are needed"
                    ))
            }
            return notes
        }
    }

    /// The number of days from a day (2026-11-22) to now; nil when there is none.
    private static func age(_ day: String?, at now: Instant, _ zone: ZoneOffset) -> Int? {
        let parts = (day ?? "").split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]) else { return nil }
        return zone.civil(now).date.daysSince1970 - date.daysSince1970
    }
}

import CommandArguments
import HazardCore
import JSONText
internal import Wording

/// An entry of a case's history in words: what happened, and what was said with it.
enum EventWords {
    static func kind(_ event: JSONValue, _ words: CaseWords) -> String {
        words.word(ChineseWords.moves, event["kind"]?.string ?? "?")
    }

    /// The reason and the note; of a refusal the move that was asked for and why it was refused.
    static func said(_ event: JSONValue, _ words: CaseWords) -> [String] {
        let reason = event["reason"]?.line
        let note = event["note"]?.line
        let kind = event["kind"]?.string ?? ""
        guard words.language == .zh else { return [reason, note].compactMap { $0 } }
        if kind == "refused" { return refused(reason, note, words) }
        return [reason.map { self.reason($0, of: kind) }, note.map { NoteWords.chinese($0, of: kind, words) }]
            .compactMap { $0 }
    }

    private static func refused(_ reason: String?, _ note: String?, _ words: CaseWords) -> [String] {
        guard let note else { return [reason].compactMap { $0 } }
        // The note is the kind of the move and then the sentence (`CaseDecider`).
        let parts = note.split(separator: ":", maxSplits: 1).map(String.init)
        let move = words.word(ChineseWords.moves, parts.first ?? "")
        let sentence = reason.flatMap(RefusalWords.sentence) ?? reason ?? ""
        return ["\(move)：\(sentence)"] + parts.dropFirst().map { "(" + $0.drop { $0 == " " } + ")" }
    }

    /// A reason that is a code of ours; what a sender wrote stays as it is.
    private static func reason(_ reason: String, of kind: String) -> String {
        switch kind {
        case "linked": ChineseWords.links[reason] ?? reason
        case CommandKind.rewardSettled.rawValue: settled(reason)
        case OwnMove.follower.rawValue, OwnMove.followUp.rawValue: NoteWords.joined(reason)
        default: ChineseWords.rewardReasons[reason] ?? RefusalWords.sentence(reason) ?? reason
        }
    }

    /// `granted`, or `withheld: daily-cap`.
    private static func settled(_ reason: String) -> String {
        let parts = reason.split(separator: ":", maxSplits: 1).map { String($0.drop { $0 == " " }) }
        let words =
            [parts.first.map { ChineseWords.rewardStates[$0] ?? $0 }]
            + parts.dropFirst().map {
                ChineseWords.rewardReasons[$0] ?? $0
            }
        return words.compactMap(\.self).joined(separator: "：")
    }
}

/// What a decision was made by, in words: `Policy.classify` writes these for every case, in English.
enum EvidenceWords {
    static func text(_ evidence: String, _ words: CaseWords) -> String {
        let evidence = ForeignText.line(evidence)
        guard words.language == .zh else { return evidence }
        for (beginning, chinese) in beginnings where evidence.hasPrefix(beginning) {
            let rest = evidence.dropFirst(beginning.count)
            return chinese + rest.replacing(" alone", with: "").replacing(" against", with: "（与文字不符）")
        }
        return evidence
    }

    private static let beginnings = [
        ("category_hint ", "上报的类别 "), ("condition_hint ", "上报的立案条件 "), ("category_scheme ", "上报的类别方案 "),
        ("no category given", "上报未给类别"), ("text ", "文字得分 "), ("kind ", "上报性质 "),
        ("two keys: ", "紧急双重依据 "), ("one key of two: ", "紧急只有一项依据 "), ("classified by ", "改判人 "),
        ("split from ", "拆自 "),
    ]
}

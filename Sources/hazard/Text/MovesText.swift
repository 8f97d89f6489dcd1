import CommandArguments
import HazardCore
internal import HazardText
internal import Wording

/// The table of moves for a terminal: a heading for each group of senders, and under it a few short lines for each
/// move.
struct MovesText {
    let rows: [CaseMove]
    let words: AnswerWords

    var text: String {
        MovesText.groups.flatMap { group in
            let found = rows.filter(group.holds)
            return found.isEmpty ? [] : ["", words(group.zh, group.en)] + found.flatMap(lines)
        }.dropFirst().joined(separator: "\n")
    }

    private struct Group: Sendable {
        let zh: String
        let en: String
        let holds: @Sendable (CaseMove) -> Bool
    }

    private static let groups = [
        Group(zh: "部门对自己的任务（hazard feedback）：", en: "What a department says about its task (hazard feedback):") {
            $0.task != nil
        },
        Group(zh: "核查员与上报人（hazard feedback）：", en: "What verifiers and reporters say (hazard feedback):") {
            if case .feedback = $0.kind { $0.task == nil } else { false }
        },
        Group(zh: "操作员（hazard command）：", en: "What operators ask (hazard command):") {
            if case .command = $0.kind { true } else { false }
        },
        Group(zh: "自行发生：", en: "What happens by itself:") {
            if case .own = $0.kind { true } else { false }
        },
    ]

    private func lines(_ row: CaseMove) -> [String] {
        let name = row.kind.word
        let title = words.language == .zh ? "\(name) \(NameLists.moves[name].zh)" : name
        var lines = ["  " + title + words("", " ") + words.facts.inBrackets(actors(row.roles))]
        lines += labelled("案卷：", "case:  ", states(row))
        if let task = row.task {
            let becomes = row.becomes.map { " → " + words.task($0.rawValue) } ?? ""
            lines += labelled("任务：", "task:  ", named(task, words.task) + becomes)
        }
        if let guarded = row.guarded {
            lines += labelled("条件：", "needs: ", words.facts.guarded(guarded))
        }
        return lines
    }

    /// The text after its label, wrapped to the width of a terminal.
    private func labelled(_ zh: String, _ en: String, _ text: String) -> [String] {
        let label = "      " + words(zh, en)
        let indent = String(repeating: " ", count: TextTable.width(label))
        var lines = [label]
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let last = lines[lines.count - 1]
            let isFirst = last == label || last == indent
            if !isFirst, TextTable.width(last) + TextTable.width(String(word)) + 1 > 110 {
                lines.append(indent + word)
            } else {
                lines[lines.count - 1] += (isFirst ? "" : " ") + word
            }
        }
        return lines
    }

    /// The states in which a move is allowed, and the states it leads to.
    private func states(_ row: CaseMove) -> String {
        let ways = CaseState.allCases.compactMap { state in row.ways[state].map { (state, $0) } }
        if ways.count == CaseState.allCases.count, ways.allSatisfy({ $0.1 == [$0.0] }) {
            return words("任何状态", "any state")
        }
        var parts: [String] = []
        let staying = ways.filter { $0.1 == [$0.0] }.map { words.state($0.0.rawValue) }
        if !staying.isEmpty { parts.append(staying.joined(separator: words("、", ", "))) }
        for (from, to) in ways where to != [from] {
            let targets = CaseState.allCases.filter(to.contains).map { words.state($0.rawValue) }
            parts.append(words.state(from.rawValue) + " → " + targets.joined(separator: words(" 或 ", " or ")))
        }
        return parts.joined(separator: words("；", "; "))
    }

    private func named<Names: CaseIterable & Hashable & RawRepresentable>(
        _ set: Set<Names>, _ word: (String) -> String
    ) -> String where Names.RawValue == String {
        set.count == Names.allCases.count
            ? words("任何", "any")
            : Names.allCases.filter(set.contains).map { word($0.rawValue) }.joined(separator: words("、", ", "))
    }

    private func actors(_ roles: Set<ActorRole>) -> String { named(roles) { words.word(NameLists.actors, $0) } }
}

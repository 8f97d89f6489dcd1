import CommandArguments
import HazardCore
internal import HazardText
import JSONText
internal import Wording

/// `hazard moves`: who may do what to a case, in which states, and the resulting state. The rules use the same table.
let movesVerb = Verb(
    path: ["moves"],
    summary: LocalText(
        zh: "案卷的状态与动作：谁、何时、可做什么", en: "states and moves of a case: who may do what, when, and where it leads"),
    options: [
        Option(
            "state", .choice(CaseState.allCases.map(\.rawValue)),
            summary: LocalText(zh: "只看此状态", en: "in this state only")
        ),
        Option(
            "role", .choice(ActorRole.allCases.map(\.rawValue)),
            summary: LocalText(zh: "只看此角色", en: "of this role only")),
        Option("markdown", summary: LocalText(zh: "输出带状态图的文档页", en: "the page of documentation, with its diagrams")),
        .json,
    ]
) { arguments in
    let state = arguments.value("state").flatMap(CaseState.init)
    let role = arguments.value("role").flatMap(ActorRole.init)
    let rows = CaseMoves.all.filter { row in
        (state.map(row.isAllowed) ?? true) && (role.map(row.roles.contains) ?? true)
    }
    if arguments.flag("markdown") {
        Terminal.print(MovesPage(rows: rows).text)
    } else if arguments.flag("json") {
        for row in rows { Terminal.print(bytes: row.json.bytes) }
    } else {
        Terminal.print(MovesText(rows: rows, words: AnswerWords(language: arguments.language)).text)
    }
    return .done
}

extension CaseMove {
    /// The row in columns: move, roles, states before, states after, own task, guard.
    var cells: [String] {
        [
            kind.word, MoveText.names(roles), MoveText.names(from), MoveText.targets(ways),
            (task.map { MoveText.names($0) } ?? "") + (becomes.map { " → " + $0.rawValue } ?? ""),
            guarded.map(CaseWords(language: .en).guarded) ?? "",
        ]
    }

    fileprivate var json: JSONValue {
        func list(_ text: String) -> JSONValue { .array(text.split(separator: " ").map { .string(String($0)) }) }
        return [
            "move": .string(kind.word), "roles": list(MoveText.names(roles)), "from": list(MoveText.names(from)),
            "ways": .object(MoveText.lines(ways).map { .init($0.0, list($0.1)) }),
            "task": list(task.map { MoveText.names($0) } ?? ""),
            "task_becomes": becomes.map { .string($0.rawValue) } ?? .null,
            "guard": .string(guarded.map(CaseWords(language: .en).guarded) ?? ""),
        ]
    }
}

/// The names of a set, in the order in which the rules list them.
enum MoveText {
    /// Each state before the move with the states after it.
    static func lines(_ ways: [CaseState: Set<CaseState>]) -> [(String, String)] {
        CaseState.allCases.compactMap { state in ways[state].map { (state.rawValue, names($0)) } }
    }

    /// The states after the move in short form: `=` when the state does not change.
    static func targets(_ ways: [CaseState: Set<CaseState>]) -> String {
        if ways.allSatisfy({ $0.value == [$0.key] }) { return "=" }
        if Set(ways.values).count == 1, let to = ways.values.first { return "→ " + names(to) }
        return lines(ways).filter { $0.0 != $0.1 }.map { "\($0.0) → \($0.1)" }.joined(separator: "; ")
    }

    static func names<Names: CaseIterable & Hashable & RawRepresentable>(_ set: Set<Names>) -> String
    where Names.RawValue == String {
        set.count == Names.allCases.count
            ? "any" : Names.allCases.filter(set.contains).map(\.rawValue).joined(separator: " ")
    }
}

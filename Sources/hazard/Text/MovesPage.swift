import HazardCore

/// `Sources/STATES.md`: the table of moves as a page, with diagrams drawn from the same rows.
struct MovesPage {
    let rows: [CaseMove]

    var text: String {
        ([
            "# States and moves", "",
            "Drawn from the table that the rules ask ([CaseMoves](HazardCore/Moves/CaseMoves.swift)) by `hazard moves --markdown`; a test",
            "compares the two. A move that is not here is refused with the moves that are, and remembered.", "",
            "## A case", "",
        ] + diagram(caseEdges) + ["", "## A department's task", ""] + diagram(taskEdges)
            + [
                "",
                "A task is `queued` until its queue takes it and `sent` from then on; `waived` and `revoked` end it from outside.",
                "",
            ]
            + MovesPage.groups.flatMap(table)).joined(separator: "\n")
    }

    // MARK: - Tables

    private static let groups: [(title: String, holds: @Sendable (CaseMove) -> Bool)] = [
        ("What a department says about its task", { $0.task != nil }),
        ("What verifiers and reporters say", { if case .feedback = $0.kind { $0.task == nil } else { false } }),
        ("What operators ask", { if case .command = $0.kind { true } else { false } }),
        ("What happens by itself", { if case .own = $0.kind { true } else { false } }),
    ]

    private func table(_ group: (title: String, holds: @Sendable (CaseMove) -> Bool)) -> [String] {
        let rows = rows.filter(group.holds)
        let hasTask = rows.contains { $0.task != nil }
        var lines = [
            "", "## \(group.title)", "",
            "| move | who | case is | case becomes |" + (hasTask ? " its task |" : "") + " what else must hold |",
            "|---|---|---|---|---|" + (hasTask ? "---|" : ""),
        ]
        for row in rows {
            let cells = row.cells
            lines.append(
                "| `\(cells[0])` | \(cells[1]) | \(cells[2]) | \(cells[3]) |" + (hasTask ? " \(cells[4]) |" : "")
                    + " \(cells[5]) |")
        }
        return lines
    }

    // MARK: - Diagrams

    private struct Edge: Hashable {
        var from: String
        var to: String
    }

    /// Every pair of states with the moves that lead from the first to the second.
    private var caseEdges: [(Edge, [String])] {
        var words: [Edge: [String]] = [:]
        for row in rows {
            for (from, targets) in row.ways {
                for to in targets where to != from {
                    words[Edge(from: from.rawValue, to: to.rawValue), default: []].append(row.kind.word)
                }
            }
        }
        return ordered(words, CaseState.allCases.map(\.rawValue))
    }

    private var taskEdges: [(Edge, [String])] {
        var words: [Edge: [String]] = [:]
        for row in rows {
            guard let becomes = row.becomes else { continue }
            for from in row.task ?? [] where from != becomes {
                words[Edge(from: from.rawValue, to: becomes.rawValue), default: []].append(row.kind.word)
            }
        }
        return ordered(words, TaskState.allCases.map(\.rawValue))
    }

    private func ordered(_ words: [Edge: [String]], _ states: [String]) -> [(Edge, [String])] {
        func rank(_ edge: Edge) -> Int {
            (states.firstIndex(of: edge.from) ?? 0) * states.count + (states.firstIndex(of: edge.to) ?? 0)
        }
        return words.sorted { rank($0.key) < rank($1.key) }.map { ($0.key, $0.value) }
    }

    private func diagram(_ edges: [(Edge, [String])]) -> [String] {
        func name(_ state: String) -> String { state.replacing("-", with: "_") }
        return ["```mermaid", "stateDiagram-v2"]
            + edges.map { "    \(name($0.0.from)) --> \(name($0.0.to)): \($0.1.joined(separator: ", "))" } + ["```"]
    }
}

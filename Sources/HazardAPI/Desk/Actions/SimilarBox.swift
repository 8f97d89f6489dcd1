internal import HazardCore
internal import HazardText
internal import Wording

/// The cases that are possibly the same as the one on the page, with what speaks for it; people merge or link them.
struct SimilarBox {
    let value: Case
    let similar: [SimilarCase]
    let request: DeskRequest

    var html: String {
        guard !similar.isEmpty else { return "" }
        let heading = request("可能相同（只提示，不自动并案）", "Possibly the same (suggested, never merged by itself)")
        return "<section id=\"similar\">" + HTML.element("h2", heading)
            + "<ul>\(similar.map(item).joined())</ul></section>"
    }

    private func item(_ other: SimilarCase) -> String {
        let id = HTML.escaped(other.id.text)
        let facts = [
            request.words.state(other.state), request.minute(other.openedAt),
            request.words.resemblance(other.resemblance),
        ]
        return "<li><a href=\"/cases/\(id)\">\(id)</a> \(HTML.escaped(facts.joined(separator: " · ")))\(moves(id))</li>"
    }

    /// Links to the forms of the moves that the reader may make, filled with the other case.
    private func moves(_ id: String) -> String {
        guard let role = request.commandRole else { return "" }
        let allowed = CaseMoves.allowed(to: role, on: value, at: request.now)
        return [CommandKind.merge, .link].filter { allowed.contains($0.rawValue) }.map { kind in
            let name = HTML.escaped(
                MoveNames.button(kind.rawValue, NameLists.moves[kind.rawValue][request.language], request))
            return
                " · <a href=\"/cases/\(value.id.text)?act=\(kind.rawValue)&amp;into=\(id)#act-\(kind.rawValue)\">\(name)</a>"
        }.joined()
    }
}

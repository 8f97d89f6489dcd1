internal import Credentials
internal import HazardCore
internal import HazardText
internal import Wording

/// The forms of the moves that the reader may make on a case now; no other moves are shown.
struct CaseActions {
    let value: Case
    let request: DeskRequest
    /// The kind whose form is open; nil opens the likely one.
    let open: String?
    /// The other case of the open form, when the page suggested one.
    var other: String?

    var html: String {
        let forms = commands + checks
        guard !forms.isEmpty else { return "" }
        return "<section id=\"actions\" aria-label=\"\(request("办理", "Actions"))\">\(forms.joined())</section>"
    }

    // MARK: - Commands

    private var commands: [String] {
        guard let role = request.commandRole else { return [] }
        let kinds = CaseMoves.allowed(to: role, on: value, at: request.now).compactMap { CommandKind(rawValue: $0) }
        let likely = LikelyMove.of(value, request)
        let sorted = (likely.map { [$0] } ?? []) + kinds.filter { $0 != likely }
        return sorted.filter { isUseful($0) }.map { kind in
            details(
                kind.rawValue, isOpen: open.map { $0 == kind.rawValue } ?? (kind == likely),
                guarded: CaseMoves.row(kind)?.guarded,
                fields: FormHTML.hidden("command", kind.rawValue)
                    + ActionFields(value: value, request: request, other: other).html(of: kind))
        }
    }

    /// Whether there is something that the command can be about.
    private func isUseful(_ kind: CommandKind) -> Bool {
        switch kind {
        case .claim: value.rewards.contains { $0.state == .granted && $0.claimUntil != nil && $0.claimedAt == nil }
        case .clawBack: value.rewards.contains { $0.isLive }
        case .split: value.reports.count > 1
        case .rewardSettled: false
        default: true
        }
    }

    // MARK: - A verifier's checks

    private var checks: [String] {
        guard request.caller.role == .verifier else { return [] }
        return CaseMoves.allowed(role: .verifier, on: value).compactMap { FeedbackKind(rawValue: $0) }.map { kind in
            details(
                kind.rawValue, isOpen: open == kind.rawValue || open == nil, guarded: CaseMoves.row(kind)?.guarded,
                fields: FormHTML.hidden("feedback", kind.rawValue)
                    + FormHTML.text("reason", request("理由", "Reason"), isRequired: kind == .fail)
                    + FormHTML.text("note", request("备注", "Note")))
        }
    }

    // MARK: - A form

    private func details(_ kind: String, isOpen: Bool, guarded: MoveGuard?, fields: String) -> String {
        let name = MoveNames.button(kind, NameLists.moves[kind][request.language], request)
        let guarded = guarded.map { HTML.element("p", request.words.guarded($0), "class=\"guard quiet\"") } ?? ""
        let seen = FormHTML.hidden("seen", String(value.history.last?.sequence ?? 0))
        return "<details id=\"act-\(kind)\"\(isOpen ? " open" : "")><summary>\(HTML.escaped(name))</summary>"
            + request.form("/cases/" + value.id.text, kind)
            + seen + FormHTML.hidden("message_id", MessageIDs.fresh()) + guarded
            + "<div class=\"fields\">\(fields)</div><button class=\"main\">\(HTML.escaped(name))</button></form></details>"
    }
}

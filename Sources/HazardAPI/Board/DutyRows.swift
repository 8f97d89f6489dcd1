internal import CaseStore
internal import ChineseText
internal import HazardCore
internal import HazardText
internal import Wording

/// Rows of a list of cases: one per case, with what a duty officer needs before opening it.
struct DutyRows {
    let request: DeskRequest

    private static let textLength = 60
    private static let addressLength = 40

    private var context: APIContext { request.context }
    private var language: Language { request.language }
    private var now: Instant { request.now }

    func table(_ cases: [Case]) -> String {
        guard !cases.isEmpty else { return HTML.element("p", DutyWords.noCases[language]) }
        let head = DutyWords.columns.map { HTML.element("th", $0[language], "scope=\"col\"") }.joined()
        return "<table class=\"cases\"><thead><tr>\(head)</tr></thead><tbody>\(cases.map(row).joined())</tbody></table>"
    }

    private func row(_ value: Case) -> String {
        let waiting =
            value.isWaitingEmergency ? " " + HTML.element("b", DutyWords.notPaged[language], "class=\"due\"") : ""
        let emergency = value.priority == .p0 ? " " + request("紧急", "Emergency") : ""
        let cells = [
            light(value) + waiting,
            HTML.element("b", value.priority.rawValue + emergency, value.priority == .p0 ? "class=\"p0\"" : "") + " "
                + HTML.escaped(DutyWords.name(of: value.category, context.policy)[language]),
            "<bdi class=\"said what\">\(said(value))</bdi><br><small><bdi>\(place(value))</bdi></small>",
            departments(value),
            "<a class=\"id\" href=\"/cases/\(value.id.text)\">\(value.id.text)</a><br><small>\(opened(value))</small>",
            action(value),
        ]
        let classes = [value.isLate(at: now) ? "late" : nil, value.priority == .p0 ? "urgent" : nil]
            .compactMap(\.self).joined(separator: " ")
        let marked = zip(["c-due", "c-kind", "c-what", "c-who", "c-case", "c-act"], cells)
            .map { "<td class=\"\($0)\">\($1)</td>" }.joined()
        return "<tr\(classes.isEmpty ? "" : " class=\"\(classes)\"")>\(marked)</tr>"
    }

    private func light(_ value: Case) -> String {
        CaseLight(value, at: now)?.html(at: now, request)
            ?? HTML.element("span", DutyWords.name(of: value.state)[language], "class=\"quiet\"")
    }

    private func opened(_ value: Case) -> String {
        let count = value.reports.count
        let reports = count > 1 ? " · " + DutyWords.reports(count)[language] : ""
        let age = DutyTime.span(milliseconds: now.milliseconds - value.openedAt.milliseconds, in: language)
        return HTML.escaped(
            DutyTime.minute(value.openedAt, context.zone) + request("（\(age)前）", " (\(age) ago)") + reports)
    }

    private func said(_ value: Case) -> String {
        if let text = value.text { return HTML.short(text, Self.textLength) }
        return value.media.isEmpty ? "" : HTML.escaped(DutyWords.photos(value.media.count)[language])
    }

    private func place(_ value: Case) -> String {
        let location = value.location
        let segment = location?.segment.map { $0.from + "→" + $0.to }
        let text = location?.address ?? segment ?? location?.community ?? location?.subdistrict
        return [text.map { HTML.short($0, Self.addressLength) }, location?.district.map { HTML.short($0, 20) }]
            .compactMap(\.self).joined(separator: " · ")
    }

    /// The state, and the departments that still have to act; all of them when none has to.
    private func departments(_ value: Case) -> String {
        let alive = value.tasks.filter(\.state.isAlive)
        let tasks = (alive.isEmpty ? value.tasks : alive).map { task in
            let name = DutyWords.name(ofDepartment: task.department, context.policy)[language]
            return HTML.escaped(
                name + CaseWords(language: language).inBrackets(DutyWords.name(of: task.state)[language]))
        }
        let state = HTML.element("span", DutyWords.name(of: value.state)[language], "class=\"state\"")
        return ([state] + tasks).joined(separator: "<br>")
    }

    /// The one move that is likely next, as a link to its form.
    private func action(_ value: Case) -> String {
        guard let kind = LikelyMove.of(value, request) else { return "" }
        let name = NameLists.moves[kind.rawValue][language]
        return "<a class=\"button\" href=\"/cases/\(value.id.text)?act=\(kind.rawValue)#act-\(kind.rawValue)\">"
            + "\(HTML.escaped(MoveNames.button(kind.rawValue, name, request)))</a>"
    }
}

/// Which command is likely next.
enum LikelyMove {
    /// The first allowed one in the order of what a case usually needs; nil when the caller may command nothing.
    static func of(_ value: Case, _ request: DeskRequest) -> CommandKind? {
        guard let role = request.commandRole else { return nil }
        let allowed = Set(CaseMoves.allowed(to: role, on: value, at: request.now))
        return order(value, request).first { allowed.contains($0.rawValue) }
    }

    private static func order(_ value: Case, _ request: DeskRequest) -> [CommandKind] {
        let isClassified = value.category.id != HazardCategory.unclassifiedID
        return switch value.state {
        case .triage: isClassified ? [.dispatch, .classify] : [.classify, .dispatch]
        case .registered: [.dispatch]
        case .dispatched, .inProgress:
            value.isLate(at: request.now) ? [.approve, .urge, .escalate] : [.approve, .urge]
        case .suspended: [.resume]
        case .resolved, .checking: [.verify, .close]
        case .closed: [.approve]
        case .cancelled, .rejected, .merged: []
        }
    }
}

/// The names of moves on buttons.
enum MoveNames {
    /// English uses a capital letter and spaces.
    static func button(_ kind: String, _ name: String, _ request: DeskRequest) -> String {
        guard request.language == .en else { return name }
        let words = kind.replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

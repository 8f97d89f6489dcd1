internal import ChineseText
internal import HTTP
internal import HazardCore
internal import HazardText
internal import Wording

/// One task of a department with its forms, in one element with its case id.
///
/// It shows what the record on the department's queue holds, and nothing else of the case.
struct TaskCard {
    let value: Case
    let index: Int
    let request: DeskRequest
    let mayAct: Bool
    let isSheet: Bool

    private var task: CaseTask { value.tasks[index] }
    private var policy: Policy { request.context.policy }

    var html: String {
        let urgent = value.priority == .p0 ? " urgent" : ""
        return
            "<article class=\"card task\(urgent)\(isSheet ? " sheet" : "")\" id=\"task-\(value.id.text)\" data-case-id=\"\(value.id.text)\">"
            + "<h2>\(heading)</h2>" + times + HTML.element("p", value.text ?? "", "class=\"said big\"")
            + HTML.element("p", place, "class=\"said\"") + map + photos + reviews + forms
            + (isSheet ? signature + code : "")
            + "</article>"
    }

    private var heading: String {
        let role = NameLists.taskRoles[task.role.rawValue][request.language]
        let name = DutyWords.name(of: value.category, policy)[request.language]
        let priority = HTML.element(
            "b", value.priority == .p0 ? "P0 " + request("紧急", "Emergency") : value.priority.rawValue,
            value.priority == .p0 ? "class=\"p0\"" : "")
        return "\(priority) \(HTML.escaped(name)) <small class=\"quiet\">\(HTML.escaped(role)) · "
            + "\(HTML.escaped(DutyWords.name(of: task.state)[request.language])) · <span class=\"id\">\(value.id.text)</span></small>"
    }

    private var times: String {
        func line(_ name: String, _ due: Instant?) -> String {
            guard let due else { return "" }
            // Paper does not count down.
            if isSheet { return "<p>\(HTML.escaped(name)) <b>\(request.minute(due))</b></p>" }
            let isOver = due < request.now
            return "<p class=\"\(isOver ? "light red" : "")\">\(HTML.escaped(name)) "
                + DutyTime.due(due, now: request.now, request.context.zone, in: request.language) + "</p>"
        }
        guard task.state.isAlive else { return "" }
        let accept = task.state == .sent ? line(request("签收", "Accept by"), task.acknowledgeBy) : ""
        let safe = value.madeSafeAt == nil ? line(request("先行排险", "Make safe by"), value.makeSafeDueAt) : ""
        return accept + safe + line(request("办结", "Done by"), task.dueAt ?? value.dueAt)
    }

    private var place: String {
        let location = value.location
        let parts = [
            location?.address, location?.segment.map { $0.from + " → " + $0.to }, location?.community,
            location?.subdistrict,
        ]
        return parts.compactMap(\.self).joined(separator: " · ")
    }

    /// The point as the gateway gave it, for the department's own map.
    private var map: String {
        guard let point = value.location?.wgs84 ?? value.location?.point?.point else { return "" }
        func degrees(_ value: Double) -> String { String((value * 1_000_000).rounded() / 1_000_000) }
        let text = degrees(point.latitude) + "," + degrees(point.longitude)
        let site =
            isSheet
            ? SiteMap(areas: policy.areas, point: point, accuracy: value.location?.accuracyMetres, request: request)
                .html
            : ""
        return site
            + "<p><a class=\"noprint\" href=\"geo:\(text)\">\(request("在地图中打开", "Open in a map"))</a> "
            + "<code>\(text)</code> (WGS-84)</p>"
    }

    private var photos: String { MediaLinks.html(value.media + task.media, request) }

    private var reviews: String {
        let pending = value.requests.filter { $0.department == task.department && $0.state == .pending }
        let names = pending.map { NameLists.requests[$0.kind.rawValue][request.language] }
        guard !names.isEmpty else { return "" }
        return HTML.element(
            "p", request("已申请，待批：", "Asked, not decided yet: ") + names.joined(separator: request("、", ", ")),
            "class=\"sent\"")
    }

    /// Lines to write on, for the printed sheet.
    private var signature: String {
        let names = [
            request("到场时间", "Arrived at"), request("处置情况", "What was done"), request("办结时间", "Done at"),
            request("签字", "Signature"),
        ]
        return "<dl class=\"blank\">" + names.map { HTML.element("dt", $0) + "<dd></dd>" }.joined() + "</dl>"
    }

    /// The address of the task on this page, for the telephone of whoever carries the sheet.
    private var code: String {
        let host = request.routed.http.header("host") ?? ""
        let address =
            (request.origin.isSecure ? "https://" : "http://") + host + "/d/" + FormText.encoded(task.department)
            + "#task-" + value.id.text
        guard let code = QRCode(address) else { return "" }
        let label = request("二维码：在手机上打开本任务", "QR code: opens this task on a telephone")
        return "<div class=\"scan\">" + code.svg(label: label)
            + "<p>\(request("用手机扫码办理本任务", "Scan to work on this task"))<br><code>\(HTML.escaped(address))</code></p></div>"
    }

    // MARK: - Forms

    private var forms: String {
        guard mayAct else { return "" }
        var sample = Feedback(
            eventID: "desk", caseID: value.id, actor: FeedbackActor(role: .department), kind: .note, at: request.now)
        sample.department = task.department
        let kinds = CaseMoves.allowed(to: sample, on: value, at: request.now).compactMap { FeedbackKind(rawValue: $0) }
        let main: [FeedbackKind] = [.accept, .start, .resolve, .madeSafe]
        let first = main.first { kinds.contains($0) }
        let sorted = (first.map { [$0] } ?? []) + kinds.filter { $0 != first }
        return "<div class=\"forms\">" + sorted.map { form($0, isMain: $0 == first) }.joined() + "</div>"
    }

    private func form(_ kind: FeedbackKind, isMain: Bool) -> String {
        let name = MoveNames.button(kind.rawValue, NameLists.moves[kind.rawValue][request.language], request)
        let fields = fields(of: kind)
        let form =
            request.form("/d/" + task.department, kind.rawValue, takesFiles: fields.contains("type=\"file\""))
            + FormHTML.hidden("feedback", kind.rawValue) + FormHTML.hidden("case_id", value.id.text)
            + FormHTML.hidden("message_id", MessageIDs.fresh())
            + (fields.isEmpty ? "" : "<div class=\"fields\">\(fields)</div>")
            + "<button class=\"\(isMain ? "main" : "")\">\(HTML.escaped(name))</button></form>"
        // What needs no words is one tap.
        if fields.isEmpty { return form }
        return "<details\(isMain ? " open" : "")><summary>\(HTML.escaped(name))</summary>\(form)</details>"
    }

    private func fields(of kind: FeedbackKind) -> String {
        let reason = FormHTML.text("reason", request("理由", "Reason"), isRequired: true, "class=\"wide-field\"")
        let until = FormHTML.text("until", request("至", "Until"), type: "datetime-local")
        let photo = FormHTML.photo(request("照片", "Photo"), "capture=\"environment\"")
        switch kind {
        case .accept, .start: return ""
        case .return:
            let departments =
                [("unknown", request("不清楚", "not known"))]
                + policy.activeDepartments.filter { $0 != task.department }.map { ($0, request.department($0)) }
            return reason
                + FormHTML.select(
                    "suggested_department", request("应由谁办", "Who should do it"), departments, "unknown",
                    isRequired: true)
        case .resolve:
            let results = TaskResult.allCases.map { ($0.rawValue, NameLists.results[$0.rawValue][request.language]) }
            return FormHTML.select("result", request("结果", "Result"), results, "solved", isRequired: true)
                + FormHTML.text("note", request("情况说明", "What was done"), "class=\"wide-field\"") + photo
        case .madeSafe: return FormHTML.text("note", request("情况说明", "What was done")) + photo
        case .note:
            return FormHTML.text("note", request("备注", "Note"), isRequired: true, "class=\"wide-field\"") + photo
        case .requestDelay, .requestHold: return reason + until
        case .requestWaiver, .appeal: return reason
        default: return ""
        }
    }
}

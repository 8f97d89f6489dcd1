internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardText
internal import Wording

/// The page around the content: heading, navigation, who is signed in, language, banner, and a policy that lets the browser
/// load only our own files.
enum DeskFrame {
    /// The content of a page.
    struct Content {
        var title: String
        var html: String
        /// The query of the live stream that keeps the page up to date; nil for a page that does not change by itself.
        var stream: String?
        /// The number of open emergencies, for the window's title.
        var emergencies = 0
        /// The page of one case: only its changes matter.
        var caseID: String?
        /// A page without the desk's navigation: of a department or of riders.
        var isPlain = false
        var status: HTTPStatus = 200

        /// Whether new emergencies of the desk enter the page.
        var hearsEmergencies: Bool { stream == "" }

        init(title: String, html: String) {
            self.title = title
            self.html = html
        }
    }

    static func response(_ content: Content, _ request: DeskRequest) -> HTTPResponse {
        var answer = HTTPResponse.content(
            "text/html; charset=utf-8", Array(page(content, request).utf8), status: content.status)
        answer.headers["Content-Security-Policy"] = policy
        // With no-referrer browsers send our own forms with the origin `null`.
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Content-Language"] = DutyWords.htmlLanguage[request.language]
        answer.headers["Vary"] = "Accept-Language, Authorization, Cookie"
        return answer
    }

    /// Script, style, icon, forms and requests of this server only; nothing inline.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private static func page(_ content: Content, _ request: DeskRequest) -> String {
        let language = request.language
        let words = DutyWords.ofScript.map { " data-\($0.name)=\"\(HTML.escaped($0.text[language]))\"" }.joined()
        let caseID = content.caseID.map { " data-case=\"\(HTML.escaped($0))\"" } ?? ""
        let stream = content.stream.map { " data-stream=\"/v1/stream\(HTML.escaped($0))\"" } ?? ""
        return """
            <!doctype html>
            <html lang="\(DutyWords.htmlLanguage[language])"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTML.escaped(content.title))</title>
            <link rel="icon" href="\(PageAssets.icon.address)">
            <link rel="stylesheet" href="\(PageAssets.style.address)">
            <script src="\(PageAssets.script.address)" defer></script>\(content.hearsEmergencies ? alarmScript : "")</head>
            <body\(words) data-zone="\(request.context.zone.minutes)">
            <a class="skip" href="#content">\(request("跳到内容", "Skip to content"))</a>
            \(header(content, request))
            <p id="banner" role="alert" hidden></p>
            \(content.hearsEmergencies ? soundQuestion(request) : "")<p id="fresh" role="status" hidden><button type="button">\(request("有新的变化，显示", "There are changes: show"))</button></p>
            <main id="content" data-emergencies="\(content.emergencies)" data-now="\(request.now.milliseconds)"\
            \(caseID)\(stream)><h1>\(HTML.escaped(content.title))</h1>\(content.html)</main>
            <footer>\(footer(content, request))</footer>
            </body></html>

            """
    }

    // MARK: - The sound for emergencies

    private static var alarmScript: String { "<script src=\"\(PageAssets.alarm.address)\" defer></script>" }

    /// Asked once in each browser; the script shows it.
    private static func soundQuestion(_ request: DeskRequest) -> String {
        let text = request(
            "有新的紧急案卷时，要用声音提醒吗？（以后可在页脚更改）",
            "Play a sound when a new emergency comes in? (Change it later at the foot of the page.)")
        return "<p id=\"sound\" class=\"card noprint\" role=\"status\" hidden>\(text) "
            + "<button type=\"button\" value=\"on\">\(request("要", "Yes"))</button> "
            + "<button type=\"button\" value=\"off\">\(request("不要", "No"))</button></p>\n"
    }

    private static func soundSwitch(_ request: DeskRequest) -> String {
        let (on, off) = (
            request("紧急提示音：开", "Sound for emergencies: on"), request("紧急提示音：关", "Sound for emergencies: off")
        )
        return " <button type=\"button\" id=\"sound-switch\" data-on=\"\(on)\" data-off=\"\(off)\" hidden></button>"
    }

    // MARK: - Navigation

    private static func header(_ content: Content, _ request: DeskRequest) -> String {
        let brand =
            "<p class=\"brand\"><a href=\"\(home(request))\">\(HTML.escaped(DutyWords.title[request.language]))</a></p>"
        let nav = content.isPlain || request.reader == nil ? "" : navigation(request)
        return "<header>\(brand)\(nav)<div class=\"who\">\(language(request))\(who(request))</div></header>"
    }

    private static func home(_ request: DeskRequest) -> String {
        guard request.reader?.role == .department, let own = request.reader?.departments.first else { return "/" }
        return "/d/" + FormText.encoded(own)
    }

    /// The pages that the caller may see.
    private static func navigation(_ request: DeskRequest) -> String {
        let role = request.caller.role
        var links: [String] = []
        if role == .department {
            for id in request.caller.departments {
                links.append(link("/d/" + FormText.encoded(id), request.department(id), request))
            }
        }
        for entry in DeskPages.navigation where entry.roles.contains(role) {
            links.append(link(entry.path, entry.name[request.language], request))
        }
        return "<nav aria-label=\"\(request("主导航", "Main"))\"><ul>\(links.joined())</ul></nav>"
    }

    private static func link(_ path: String, _ name: String, _ request: DeskRequest) -> String {
        let current = request.routed.http.path == path ? " aria-current=\"page\"" : ""
        return "<li><a href=\"\(HTML.escaped(path))\"\(current)>\(HTML.escaped(name))</a></li>"
    }

    /// The switch to the other language.
    private static func language(_ request: DeskRequest) -> String {
        let other: Language = request.language == .zh ? .en : .zh
        let next = FormText.encoded(request.routed.http.method == "POST" ? request.routed.http.path : request.address())
        return "<a class=\"language\" lang=\"\(DutyWords.htmlLanguage[other])\" hreflang=\"\(other.rawValue)\" "
            + "href=\"/language?to=\(other.rawValue)&amp;next=\(next)\">\(other == .en ? "English" : "中文")</a>"
    }

    private static func who(_ request: DeskRequest) -> String {
        guard request.hasTokens, let reader = request.reader else { return "" }
        let role =
            NameLists.actors.has(reader.role.rawValue)
            ? NameLists.actors[reader.role.rawValue][request.language] : DeskPages.role(reader.role)[request.language]
        let name = HTML.element("b", reader.name ?? "") + " " + HTML.element("span", role, "class=\"quiet\"")
        guard request.csrf != nil else { return "<span>\(name)</span>" }
        return "<span>\(name)</span>" + request.form("/sign-out", "sign-out", "class=\"inline\"")
            + "<button>\(request("退出", "Sign out"))</button></form>"
    }

    private static func footer(_ content: Content, _ request: DeskRequest) -> String {
        let asOf = HTML.element("p", request("截至 ", "As of "), "class=\"quiet\"").dropLast(4)
        let api =
            request.reader == nil || content.isPlain
            ? "" : " · <a href=\"/v1/openapi.json\">\(request("给程序用的接口", "For programs"))</a>"
        return "\(asOf)<b id=\"asof\">\(request.second(request.now))</b>\(api)"
            + "\(content.hearsEmergencies ? soundSwitch(request) : "")</p>"
    }
}

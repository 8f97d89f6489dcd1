internal import HTTP
internal import HazardCore
internal import Wording

/// The page around the content: heading, token field, banner, and a policy that lets the browser load only our own files.
enum DutyFrame {
    /// The content of a page.
    struct Content {
        var title: String
        var html: String
        /// Whether the caller may see the content, so that the script keeps it up to date.
        var isOpen = true
        /// The time that the content shows, and the zone to write it in.
        var asOf: Instant
        var zone: ZoneOffset
        /// The number of open emergencies, for the window's title.
        var emergencies = 0
        /// The page of one case: only its changes matter.
        var caseID: String?
        var status: HTTPStatus = 200
    }

    static func response(_ content: Content, _ language: Language, hasTokens: Bool) -> HTTPResponse {
        var answer = HTTPResponse.content(
            "text/html; charset=utf-8", Array(page(content, language, hasTokens: hasTokens).utf8),
            status: content.status)
        answer.headers["Content-Security-Policy"] = policy
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Vary"] = "Accept-Language, Authorization"
        return answer
    }

    /// Script, style, icon and requests of this server only; nothing inline.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

    private static func page(_ content: Content, _ language: Language, hasTokens: Bool) -> String {
        let words = DutyWords.ofScript.map { " data-\($0.name)=\"\(HTML.escaped($0.text[language]))\"" }.joined()
        let asOf = DutyTime.second(content.asOf, content.zone)
        let caseID = content.caseID.map { " data-case=\"\(HTML.escaped($0))\"" } ?? ""
        return """
            <!doctype html>
            <html lang="\(DutyWords.htmlLanguage[language])"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTML.escaped(content.title))</title>
            <link rel="icon" href="\(PageAssets.icon.address)">
            <link rel="stylesheet" href="\(PageAssets.style.address)">
            <script src="\(PageAssets.script.address)" defer></script></head>
            <body\(words) data-zone="\(content.zone.minutes)">
            <header><h1>\(HTML.escaped(content.title))</h1>
            <p>\(HTML.escaped(DutyWords.asOf[language])) <b id="asof">\(HTML.escaped(asOf))</b></p>
            <p><a href="/">\(HTML.escaped(DutyWords.overview[language]))</a></p></header>
            <p id="banner" role="alert" hidden></p>
            \(hasTokens ? form(language) : "")
            <main id="content" data-open="\(content.isOpen)" data-emergencies="\(content.emergencies)"\(caseID)>\
            \(content.html)</main>
            \(footer(language))
            </body></html>

            """
    }

    /// The token field, only where there are tokens. The script hides it once the server accepts a token.
    private static func form(_ language: Language) -> String {
        """
        <form id="access"><label>\(HTML.escaped(DutyWords.token[language])) \
        <input id="token" type="password" autocomplete="off"></label>
        <button>\(HTML.escaped(DutyWords.show[language]))</button>
        <span id="refused" hidden>\(HTML.escaped(DutyWords.tokenRefused[language]))</span></form>
        """
    }

    /// Links to the addresses for programs.
    private static func footer(_ language: Language) -> String {
        let links = Route.all.filter { $0.method == .get && $0.path.placeholders.isEmpty && !$0.path.segments.isEmpty }
            .map { "<li><a href=\"\($0.path.text)\">\($0.path.text)</a></li>" }
        let summary = HTML.element("summary", DutyWords.forPrograms[language])
        return "<details>\(summary)<ul>\(links.joined())</ul></details>"
    }
}

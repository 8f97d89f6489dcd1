internal import Digest
internal import HTTP
internal import HazardCore

/// The page around the content: heading, token field, banner, and a policy that lets nothing else run or load.
enum DutyFrame {
    /// What is put into it.
    struct Content {
        var title: String
        var html: String
        /// A caller with rights was answered: there is something to keep fresh.
        var isOpen = true
        /// When it was true, and in which zone that is written.
        var asOf: Instant
        var zone: ZoneOffset
        /// Shown in the window's title: how many emergencies are open.
        var emergencies = 0
        /// Only changes of this case matter.
        var caseID: String?
        var status: HTTPStatus = 200
    }

    static func response(_ content: Content, _ words: DutyWords, hasTokens: Bool) -> HTTPResponse {
        var answer = HTTPResponse.content(
            "text/html; charset=utf-8", Array(page(content, words, hasTokens: hasTokens).utf8), status: content.status)
        answer.headers["Content-Security-Policy"] = policy
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Vary"] = "Accept-Language, Authorization"
        return answer
    }

    /// Names the one style and the one script by their hashes.
    static let policy =
        "default-src 'none'; script-src \(source(DutyScript.text)); style-src \(source(DutyStyle.text)); "
        + "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

    private static func source(_ text: String) -> String {
        guard let digest = try? SHA256.digest(of: Array(text.utf8)) else { return "'none'" }
        return "'sha256-\(Base64.encode(digest))'"
    }

    private static func page(_ content: Content, _ words: DutyWords, hasTokens: Bool) -> String {
        let spoken = words.spoken.map { " data-\($0.name)=\"\(HTML.escaped($0.text))\"" }.joined()
        return """
            <!doctype html>
            <html lang="\(words.language)"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTML.escaped(content.title))</title><style>\(DutyStyle.text)</style></head>
            <body\(spoken) data-zone="\(content.zone.minutes)">
            <header><h1>\(HTML.escaped(content.title))</h1>
            <p>\(HTML.escaped(words.asOf)) <b id="asof">\(HTML.escaped(DutyTime.second(content.asOf, content.zone)))</b></p>
            <p><a href="/">\(HTML.escaped(words.overview))</a></p></header>
            <p id="banner" role="alert" hidden></p>
            \(hasTokens ? form(words) : "")
            <main id="content" data-open="\(content.isOpen)" data-emergencies="\(content.emergencies)"\
            \(content.caseID.map { " data-case=\"\(HTML.escaped($0))\"" } ?? "")>\(content.html)</main>
            \(footer(words))
            <script>\(DutyScript.text)</script></body></html>

            """
    }

    /// Only where there are tokens; the script hides it once one is accepted.
    private static func form(_ words: DutyWords) -> String {
        """
        <form id="access"><label>\(HTML.escaped(words.token)) <input id="token" type="password" autocomplete="off"></label>
        <button>\(HTML.escaped(words.show))</button>
        <span id="refused" hidden>\(HTML.escaped(words.tokenRefused))</span></form>
        """
    }

    private static func footer(_ words: DutyWords) -> String {
        let links = Route.allCases.filter { !$0.isPost && !$0.rawValue.contains("{") && $0 != .page }
            .map { "<li><a href=\"\($0.rawValue)\">\($0.rawValue)</a></li>" }
        return "<details><summary>\(HTML.escaped(words.forPrograms))</summary><ul>\(links.joined())</ul></details>"
    }
}

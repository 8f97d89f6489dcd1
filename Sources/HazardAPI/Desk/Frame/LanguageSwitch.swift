internal import HTTP
internal import Wording

/// `GET /language`: remembers the language of the pages in a cookie, and goes back.
enum LanguageSwitch {
    static let cookie = "hazard-language"
    private static let year: Int64 = 365 * 86_400

    static func answer(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        var query = request.routed.query
        let language: Language? = query.named("to")
        let next = LocalPath.checked(query.longText("next"))
        try query.finish()
        var answer = DeskRequest.redirect(next)
        let value = (language ?? request.language).rawValue
        answer.headers.add(
            "Set-Cookie", Cookies.text(cookie, value, seconds: year, isSecure: request.origin.isSecure))
        return answer
    }
}

/// A path of this server that a browser is sent to.
enum LocalPath {
    /// The path, or `/` when it leads elsewhere.
    static func checked(_ path: String?) -> String {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.count <= 2048,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"") })
        else { return "/" }
        return path
    }
}

import Foundation
import HTTP
import TestSupport
import Testing

/// A browser without script: it keeps its cookie, and sends the forms of pages.
struct DeskBrowser {
    let town: Town
    private(set) var cookie: String?
    var origin: String?

    /// Signs in when a token is given.
    init(_ town: Town, token: String? = nil) throws {
        self.town = town
        origin = "http://127.0.0.1:\(town.port)"
        guard let token else { return }
        let answer = try post("/sign-in", [("token", token)])
        #expect(answer.status == 303)
        cookie = answer.headers["set-cookie"].map { String($0.prefix { $0 != ";" }) }
    }

    private var headers: HTTPHeaders {
        var headers: HTTPHeaders = [:]
        if let cookie { headers["Cookie"] = cookie }
        if let origin { headers["Origin"] = origin }
        return headers
    }

    func get(_ target: String) throws -> HTTPResponse {
        try town.client().get(target, headers: cookie.map { ["Cookie": $0] } ?? [:])
    }

    func post(_ target: String, _ fields: [(String, String)]) throws -> HTTPResponse {
        let body = fields.map { FormText.encoded($0.0) + "=" + FormText.encoded($0.1) }.joined(separator: "&")
        return try town.client().post(
            target, Array(body.utf8), type: "application/x-www-form-urlencoded", headers: headers)
    }

    /// Sends the first form of that kind on a page, with its hidden fields and these.
    func send(_ kind: String, on page: String, _ fields: [(String, String)] = []) throws -> HTTPResponse {
        let html = try get(page).text
        let form = try #require(Self.form(kind, in: html), "no form \(kind) on \(page)")
        return try post(form.action, form.hidden + fields)
    }

    /// Address and hidden fields of the first form of that kind.
    static func form(_ kind: String, in html: String) -> (action: String, hidden: [(String, String)])? {
        guard let start = html.range(of: "<form method=\"post\" data-action=\"\(kind)\""),
            let end = html.range(of: "</form>", range: start.upperBound..<html.endIndex)
        else { return nil }
        let form = String(html[start.lowerBound..<end.lowerBound])
        let action = form.firstMatch(of: /action="(\/[^"]*)"/).map { String($0.1) } ?? ""
        let hidden = form.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/)
            .map { (String($0.1), String($0.2)) }
        return (action, hidden)
    }

    static func kinds(of html: String) -> Set<String> {
        Set(html.matches(of: /data-action="([^"]*)"/).map { String($0.1) })
    }
}

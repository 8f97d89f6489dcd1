import Foundation
import Glibc
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

    /// Sends a form with a photo, as browsers do.
    func upload(_ target: String, _ fields: [(String, String)], photo: [UInt8]) throws -> HTTPResponse {
        let boundary = "----browser\(UInt64.random(in: .min ... .max))"
        var body: [UInt8] = []
        for (name, value) in fields {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
            body += Array((head + value + "\r\n").utf8)
        }
        let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"IMG 1.jpg\"\r\n"
        body += Array((head + "Content-Type: image/jpeg\r\n\r\n").utf8) + photo
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        return try town.client().post(target, body, type: "multipart/form-data; boundary=\(boundary)", headers: headers)
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

/// One request with a `Host` of its own, which a correct client never sends.
enum ForeignHost {
    /// The status of the answer to `GET target`.
    static func status(_ target: String, host: String, port: Int) throws -> Int? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(code == 0)
        let request = Array("GET \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n".utf8)
        _ = send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        var answer = [UInt8](repeating: 0, count: 64)
        let count = recv(descriptor, &answer, answer.count, Int32(MSG_WAITALL))
        return Int(String(decoding: answer.prefix(max(0, count)), as: UTF8.self).dropFirst(9).prefix(3))
    }
}

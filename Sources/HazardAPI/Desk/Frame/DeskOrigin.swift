internal import HTTP
internal import Wording

/// Checks where a request to a page comes from.
///
/// A page of another site must neither lead a browser here under a name of its own (DNS rebinding) nor send our forms.
struct DeskOrigin {
    let context: APIContext
    let head: RequestHead

    /// - Throws: A 403 for a host name that is not ours.
    func checkHost() throws(Problem) {
        let name = Loopback.name(ofHost: head.header("host") ?? "").lowercased()
        if context.tokens.isEmpty {
            guard Loopback.contains(name) else { throw Self.foreignHost }
            return
        }
        guard Loopback.contains(name) || Self.isAddress(name) || context.desk.hosts.contains(name) else {
            throw Self.foreignHost
        }
    }

    /// - Throws: A 403 for a form that another site sends.
    func checkOrigin() throws(Problem) {
        let site = head.header("sec-fetch-site")?.lowercased()
        guard site == nil || site == "same-origin" || site == "none" else { throw Self.foreignOrigin }
        guard let origin = head.header("origin")?.lowercased() else { return }
        let host = (head.header("host") ?? "").lowercased()
        guard origin == "http://" + host || origin == "https://" + host else { throw Self.foreignOrigin }
    }

    /// Whether the browser reached us by TLS, as far as we know.
    var isSecure: Bool {
        context.desk.isSecure || isFromProxy && head.header("x-forwarded-proto")?.lowercased() == "https"
    }

    /// The address of the browser. A forwarded one counts only from a configured proxy.
    var address: String {
        guard isFromProxy, let forwarded = head.headers.all("x-forwarded-for").last else { return head.remoteAddress }
        let last = forwarded.split(separator: ",").last.map { $0.filter { $0 != " " } } ?? ""
        return last.isEmpty ? head.remoteAddress : last
    }

    private var isFromProxy: Bool { context.desk.proxies.contains { $0.contains(address: head.remoteAddress) } }

    /// Whether it is an IP address in digits: no name leads a browser to it.
    private static func isAddress(_ name: String) -> Bool {
        if name.hasPrefix("["), name.hasSuffix("]") { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    private static let foreignHost = Problem(
        403, "foreign-host", zh: "这个主机名不是本服务的：请用配置的地址打开，或在 api.hosts 中添加它",
        en: "this host name is not ours: open the page by its configured address, or add the name to api.hosts")

    private static let foreignOrigin = Problem(
        403, "foreign-origin", zh: "表单不是从本服务的页面发出的：未执行",
        en: "the form was not sent from a page of this server: nothing was done")
}

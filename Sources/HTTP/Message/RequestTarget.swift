/// One `name=value` of a query, decoded; a name without `=` has an empty value.
package struct QueryItem: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// The target of the request line, split and decoded but not normalised.
///
/// `..`, `.` and empty segments stay as sent; a route matches them literally or not at all.
struct RequestTarget {
    /// As sent, without the query; `*` for a request about the server as a whole.
    private(set) var path: String
    /// Decoded; `/` has no segment, and a trailing slash adds an empty last segment.
    private(set) var segments: [String] = []
    private(set) var query: [QueryItem] = []
    /// Host and port of an absolute target; they replace the `Host` field (RFC 9112 §3.2.2).
    private(set) var authority: String?

    static let maxBytes = 8 * 1024

    /// - Throws: `RequestRefusal` that names what is not valid.
    init(_ text: String, method: String) throws(RequestRefusal) {
        guard method != "CONNECT" else {
            throw RequestRefusal(501, zh: "本服务不是代理：不提供 CONNECT", en: "this server is no proxy: CONNECT is not offered")
        }
        guard text.utf8.count <= Self.maxBytes else {
            throw RequestRefusal(
                414, zh: "请求目标超过 \(Self.maxBytes) 字节", en: "the target is longer than \(Self.maxBytes) bytes")
        }
        guard !text.utf8.contains(UInt8(ascii: "#")) else {
            throw .malformed(zh: "请求目标含片段（#）", en: "the target has a fragment (#)")
        }
        if text == "*", method == "OPTIONS" {
            path = text
            return
        }
        let local = try Self.local(text)
        authority = local.authority
        let parts = local.rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? "/"
        segments = try Self.segments(of: path)
        query = try parts.count > 1 ? Self.items(of: parts[1]) : []
    }

    /// The target without scheme and authority; it begins with a slash.
    private static func local(_ text: String) throws(RequestRefusal) -> (authority: String?, rest: Substring) {
        guard !text.hasPrefix("/") else { return (nil, text[...]) }
        let lowered = text.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowered.hasPrefix) else {
            throw .malformed(
                zh: "请求目标既不是以 / 开头的路径，也不是 http 地址",
                en: "the target is neither a path beginning with / nor an http address")
        }
        let afterScheme = text.dropFirst(scheme.count)
        let authority = afterScheme.prefix { $0 != "/" && $0 != "?" }
        guard HostName.isValid(String(authority)), !authority.isEmpty else {
            throw .malformed(
                zh: "请求目标的主机不是“主机名[:端口]”", en: "the target's host is not a host name with an optional port")
        }
        let rest = afterScheme.dropFirst(authority.count)
        return (String(authority), rest.hasPrefix("/") ? rest : "/" + rest)
    }

    private static func segments(of path: String) throws(RequestRefusal) -> [String] {
        guard path != "/" else { return [] }
        var result: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = PercentText.decode(part.utf8, in: .segment) else {
                throw .malformed(
                    zh: "有一段路径不是百分号编码的 UTF-8，或含控制字符",
                    en: "a path segment is not percent-encoded UTF-8 without control characters")
            }
            result.append(segment)
        }
        return result
    }

    private static func items(of query: Substring) throws(RequestRefusal) -> [QueryItem] {
        guard let items = FormText.items(of: query) else {
            throw .malformed(
                zh: "有一个查询参数不是百分号编码的 UTF-8，或含 NUL", en: "a query item is not percent-encoded UTF-8 without NUL")
        }
        return items
    }
}

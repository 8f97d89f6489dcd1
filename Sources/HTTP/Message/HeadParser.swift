/// Parses a request line and header fields; refuses everything that RFC 9112 does not allow (`DECISIONS.md` #13).
enum HeadParser {
    static let maxFields = 100

    /// Parses the lines before the empty line, each without its CRLF; the first is the request line.
    ///
    /// - Throws: `RequestRefusal` for the first line that is not valid.
    static func request(_ lines: [ArraySlice<UInt8>]) throws(RequestRefusal) -> RequestHead {
        guard let first = lines.first else { throw .malformed(zh: "没有请求行", en: "there is no request line") }
        let parts = first.split(separator: ASCII.space, omittingEmptySubsequences: false)
        guard parts.count == 3, (1...16).contains(parts[0].count), parts[0].allSatisfy(ASCII.isToken) else {
            throw .malformed(zh: "请求行不是“方法 目标 HTTP/1.1”", en: "the request line is not METHOD TARGET HTTP/1.1")
        }
        guard !parts[1].isEmpty, parts[1].allSatisfy({ $0 > ASCII.space && $0 < ASCII.delete }) else {
            throw .malformed(
                zh: "请求目标为空，或含有非可见 ASCII 的字节", en: "the target is empty or has a byte that is not visible ASCII")
        }
        let version = try version(parts[2])
        let method = String(decoding: parts[0], as: UTF8.self)
        let target = try RequestTarget(String(decoding: parts[1], as: UTF8.self), method: method)
        return try RequestHead(
            method: method, target: target, version: version, headers: fields(lines.dropFirst()))
    }

    /// Parses header lines, each without its CRLF.
    ///
    /// - Throws: `RequestRefusal` for the first line that is not valid.
    static func fields(_ lines: ArraySlice<ArraySlice<UInt8>>) throws(RequestRefusal) -> HTTPHeaders {
        guard lines.count <= maxFields else {
            throw RequestRefusal(431, zh: "头部字段超过 \(maxFields) 个", en: "more than \(maxFields) header fields")
        }
        var headers = HTTPHeaders()
        for line in lines {
            // A folded line begins with a space, and a space before the colon is not a token: this refuses both.
            guard let colon = line.firstIndex(of: ASCII.colon), colon > line.startIndex,
                line[..<colon].allSatisfy(ASCII.isToken)
            else { throw .malformed(zh: "有一行头部不是“名称: 值”", en: "a header line is not name: value") }
            let value = trimmed(line[(colon + 1)...])
            let isClean = value.allSatisfy { $0 >= ASCII.space && $0 != ASCII.delete || $0 == ASCII.tab }
            guard isClean, let text = String(validating: value, as: UTF8.self) else {
                throw .malformed(
                    zh: "有一个头部值含控制字符，或不是 UTF-8", en: "a header value has a control character or is not UTF-8")
            }
            headers.add(String(decoding: line[..<colon].lazy.map(ASCII.lowercase), as: UTF8.self), text)
        }
        return headers
    }

    /// The minor version of HTTP/1.x.
    private static func version(_ text: ArraySlice<UInt8>) throws(RequestRefusal) -> Int {
        let version = Array(text)
        guard version.count == 8, version.starts(with: "HTTP/".utf8), ASCII.isDigit(version[5]),
            version[6] == UInt8(ascii: "."), ASCII.isDigit(version[7])
        else { throw .malformed(zh: "请求行没有以 HTTP/1.1 结束", en: "the request line does not end in HTTP/1.1") }
        guard version[5] == UInt8(ascii: "1"), version[7] <= UInt8(ascii: "1") else {
            throw RequestRefusal(
                505, zh: "本服务只接受 HTTP/1.1 和 HTTP/1.0", en: "this server accepts only HTTP/1.1 and HTTP/1.0")
        }
        return Int(version[7] - UInt8(ascii: "0"))
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var value = value
        while let byte = value.first, byte == ASCII.space || byte == ASCII.tab {
            value.removeFirst()
        }
        while let byte = value.last, byte == ASCII.space || byte == ASCII.tab {
            value.removeLast()
        }
        return value
    }
}

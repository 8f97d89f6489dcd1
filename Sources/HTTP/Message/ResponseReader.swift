import Wording

/// Reads one response: its head, then its body in the parts in which it arrives.
struct ResponseReader {
    private enum Body {
        case unread
        case sized(Int)
        case chunked(ChunkDecoder)
        /// The body ends when the server closes the connection.
        case open
    }

    private let transport: any Transport
    private let isHead: Bool
    private var input = ByteQueue()
    private var body = Body.unread

    private static let headLimit = 64 * 1024
    private static let partLimit = 1 << 30
    /// The type of a TLS record that holds an alert.
    private static let tlsAlert: UInt8 = 21

    init(_ transport: any Transport, isHead: Bool) {
        self.transport = transport
        self.isHead = isHead
    }

    /// Reads status and headers; skips interim responses (1xx).
    ///
    /// - Throws: `badResponse` when they are not valid; `closed`, `timeout` or `tls` of the transport.
    mutating func readHead() throws(HTTPClientFailure) -> HTTPResponse {
        do {
            while true {
                let lines = try headLines()
                let status = try Self.status(lines.first ?? [])
                guard status.code >= 200 else { continue }
                let headers = try HeadParser.fields(lines.dropFirst())
                body = try framing(status, headers)
                return HTTPResponse(status, headers: headers)
            }
        } catch let refusal as RequestRefusal {
            throw .badResponse(transport.server, reason: refusal.detail)
        } catch let failure as HTTPClientFailure {
            throw failure
        } catch {
            throw .badResponse(transport.server, reason: LocalText(describing: error))
        }
    }

    /// The next part of the body; nil at its end.
    ///
    /// - Throws: `badResponse` when the body is not valid; `closed`, `timeout` or `tls` of the transport.
    mutating func readBody() throws(HTTPClientFailure) -> [UInt8]? {
        var part: [UInt8] = []
        while part.isEmpty {
            switch body {
            case .unread, .sized(0): return nil
            case .sized(let missing):
                body = .sized(missing - input.move(missing, to: &part))
                if part.isEmpty {
                    try readMore()
                }
            case .open:
                _ = input.move(input.count, to: &part)
                if part.isEmpty {
                    let bytes = try transport.read()
                    guard !bytes.isEmpty else { return nil }
                    input.append(bytes)
                }
            case .chunked(var decoder):
                let isComplete = try decode(&decoder, into: &part)
                body = isComplete ? .sized(0) : .chunked(decoder)
                if part.isEmpty, !isComplete {
                    try readMore()
                }
            }
        }
        return part
    }

    private mutating func decode(
        _ decoder: inout ChunkDecoder, into part: inout [UInt8]
    ) throws(HTTPClientFailure) -> Bool {
        do throws(RequestRefusal) {
            return try decoder.decode(&input, into: &part, limit: Self.partLimit)
        } catch {
            throw .badResponse(transport.server, reason: error.detail)
        }
    }

    private mutating func headLines() throws -> [ArraySlice<UInt8>] {
        var scanner = HeadScanner()
        while true {
            // A TLS server answers plain HTTP with an alert record.
            if !input.isEmpty, input[0] == Self.tlsAlert { throw HTTPClientFailure.speaksTLS(transport.server) }
            if let found = try scanner.scan(input, limit: Self.headLimit) {
                input.drop(found.length)
                return found.lines
            }
            try readMore()
        }
    }

    private mutating func readMore() throws(HTTPClientFailure) {
        let bytes = try transport.read()
        guard !bytes.isEmpty else { throw .closed(transport.server) }
        input.append(bytes)
    }

    private static func status(_ line: ArraySlice<UInt8>) throws(RequestRefusal) -> HTTPStatus {
        let parts = line.split(separator: ASCII.space, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].starts(with: "HTTP/1.".utf8), parts[1].count == 3,
            let code = Int(String(decoding: parts[1], as: UTF8.self)), (100...599).contains(code)
        else {
            throw .malformed(
                zh: "开头不是 HTTP/1.1 和状态码；这是 HTTP 服务吗？",
                en: "it does not begin with HTTP/1.1 and a status; is this an HTTP server?")
        }
        return HTTPStatus(code)
    }

    private func framing(_ status: HTTPStatus, _ headers: HTTPHeaders) throws(RequestRefusal) -> Body {
        guard !isHead, !status.forbidsBody else { return .sized(0) }
        guard headers["transfer-encoding"] != nil || headers["content-length"] != nil else { return .open }
        switch try BodyFraming(headers, version: 1) {
        case .sized(let length): return .sized(length)
        case .chunked: return .chunked(ChunkDecoder())
        }
    }
}

/// Reads one response: its head, then its body in the pieces it arrives in.
struct ResponseReader {
    private enum Body {
        case unread
        case sized(Int)
        case chunked(ChunkDecoder)
        /// Until the server closes.
        case open
    }

    private let wire: any Wire
    private let isHead: Bool
    private var input = ByteQueue()
    private var body = Body.unread

    private static let headLimit = 64 * 1024
    private static let pieceLimit = 1 << 30

    init(_ wire: any Wire, isHead: Bool) {
        self.wire = wire
        self.isHead = isHead
    }

    /// Status and headers; interim responses (1xx) are read over.
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
            throw .badResponse(wire.server, reason: refusal.detail)
        } catch let failure as HTTPClientFailure {
            throw failure
        } catch {
            throw .badResponse(wire.server, reason: "\(error)")
        }
    }

    /// The next piece of the body, `nil` at its end.
    mutating func readBody() throws(HTTPClientFailure) -> [UInt8]? {
        var piece: [UInt8] = []
        while piece.isEmpty {
            switch body {
            case .unread, .sized(0): return nil
            case .sized(let missing):
                body = .sized(missing - input.move(missing, to: &piece))
                if piece.isEmpty {
                    try readMore()
                }
            case .open:
                _ = input.move(input.count, to: &piece)
                if piece.isEmpty {
                    let bytes = try wire.read()
                    guard !bytes.isEmpty else { return nil }
                    input.append(bytes)
                }
            case .chunked(var decoder):
                let isComplete = try decode(&decoder, into: &piece)
                body = isComplete ? .sized(0) : .chunked(decoder)
                if piece.isEmpty, !isComplete {
                    try readMore()
                }
            }
        }
        return piece
    }

    private mutating func decode(
        _ decoder: inout ChunkDecoder, into piece: inout [UInt8]
    ) throws(HTTPClientFailure) -> Bool {
        do throws(RequestRefusal) {
            return try decoder.decode(&input, into: &piece, limit: Self.pieceLimit)
        } catch {
            throw .badResponse(wire.server, reason: error.detail)
        }
    }

    private mutating func headLines() throws -> [ArraySlice<UInt8>] {
        var scanner = HeadScanner()
        while true {
            if let found = try scanner.scan(input, limit: Self.headLimit) {
                input.drop(found.length)
                return found.lines
            }
            try readMore()
        }
    }

    private mutating func readMore() throws(HTTPClientFailure) {
        let bytes = try wire.read()
        guard !bytes.isEmpty else { throw .closed(wire.server) }
        input.append(bytes)
    }

    private static func status(_ line: ArraySlice<UInt8>) throws(RequestRefusal) -> HTTPStatus {
        let parts = line.split(separator: ASCII.space, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].starts(with: "HTTP/1.".utf8), parts[1].count == 3,
            let code = Int(String(decoding: parts[1], as: UTF8.self)), (100...599).contains(code)
        else { throw .malformed("it does not begin with HTTP/1.1 and a status; is this an HTTP server?") }
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

/// Parses the bytes of one connection into requests: first a head, then, after its admission, its body.
struct RequestReader {
    enum Step {
        case needsMore
        /// A head has been read; the next step follows `readBody`.
        case head(RequestHead)
        case body([UInt8])
        /// The input is not valid; nothing more is read from this connection.
        case refused(RequestRefusal)
    }

    private enum State {
        case head(HeadScanner)
        case awaitingAdmission(BodyFraming)
        case sized(missing: Int)
        case chunked(ChunkDecoder)
        case abandoned
    }

    private let headLimit: Int
    private var state = State.head(HeadScanner())
    private var input = ByteQueue()
    private var body: [UInt8] = []
    private var bodyLimit = 0

    /// - Parameter headLimit: the maximum size of the request line with the header fields, in bytes.
    init(headLimit: Int) {
        self.headLimit = headLimit
    }

    /// Whether there are received bytes that were not parsed yet.
    var hasInput: Bool { !input.isEmpty }

    mutating func append(_ bytes: [UInt8]) {
        input.append(bytes)
    }

    /// Continues with the body of the last head; it may have at most `limit` bytes.
    mutating func readBody(limit: Int) {
        guard case .awaitingAdmission(let framing) = state else { return }
        bodyLimit = limit
        switch framing {
        case .sized(let length):
            // Exactly once: an array that grows copies itself and takes up to twice the memory.
            body.reserveCapacity(length)
            state = .sized(missing: length)
        case .chunked: state = .chunked(ChunkDecoder())
        }
    }

    /// Stops reading and discards the received bytes.
    mutating func abandon() {
        state = .abandoned
        input = ByteQueue()
        body = []
    }

    mutating func next() -> Step {
        do throws(RequestRefusal) {
            switch state {
            case .head(let scanner): return try head(scanner)
            case .sized(let missing):
                let moved = input.move(missing, to: &body)
                state = .sized(missing: missing - moved)
                return moved == missing ? finish() : .needsMore
            case .chunked(var decoder):
                let isComplete = try decoder.decode(&input, into: &body, limit: bodyLimit)
                state = .chunked(decoder)
                return isComplete ? finish() : .needsMore
            case .awaitingAdmission, .abandoned: return .needsMore
            }
        } catch {
            abandon()
            return .refused(error)
        }
    }

    private mutating func head(_ scanner: HeadScanner) throws(RequestRefusal) -> Step {
        try skipEmptyLines()
        guard !input.isEmpty, input[0] != ASCII.carriageReturn else { return .needsMore }
        guard ASCII.isToken(input[0]) else {
            throw .malformed(
                zh: "首字节不是方法名的字母；是否在明文端口上使用了 TLS？",
                en: "the first byte is not a letter of a method; is this TLS on a plain port?")
        }
        var scanner = scanner
        guard let found = try scanner.scan(input, limit: headLimit) else {
            state = .head(scanner)
            return .needsMore
        }
        let head = try HeadParser.request(found.lines)
        input.drop(found.length)
        state = .awaitingAdmission(head.framing)
        return .head(head)
    }

    /// Ignores empty lines before a request line, which some clients send after a body (RFC 9112 §2.2).
    private mutating func skipEmptyLines() throws(RequestRefusal) {
        while input.count >= 2, input[0] == ASCII.carriageReturn {
            guard input[1] == ASCII.lineFeed else {
                throw .malformed(zh: "有一个单独的回车符", en: "a carriage return stands alone")
            }
            input.drop(2)
        }
    }

    private mutating func finish() -> Step {
        defer { body = [] }
        state = .head(HeadScanner())
        return .body(body)
    }
}

/// Turns the bytes of one connection into requests, one after the other: a head, the verdict on it, then its body.
struct RequestReader {
    enum Step {
        case needsMore
        /// A head has been read; nothing more comes before `readBody` is called.
        case head(RequestHead)
        case body([UInt8])
        /// Nothing more can be read from this connection.
        case refused(RequestRefusal)
    }

    private enum State {
        case head(HeadScanner)
        case verdict(BodyFraming)
        case sized(missing: Int)
        case chunked(ChunkDecoder)
        case abandoned
    }

    private let headLimit: Int
    private var state = State.head(HeadScanner())
    private var input = ByteQueue()
    private var body: [UInt8] = []
    private var bodyLimit = 0

    /// - Parameter headLimit: the most bytes of a request line with its header fields.
    init(headLimit: Int) {
        self.headLimit = headLimit
    }

    /// Whether bytes have arrived that were not used yet.
    var hasInput: Bool { !input.isEmpty }

    mutating func append(_ bytes: [UInt8]) {
        input.append(bytes)
    }

    /// Goes on with the body of the head just given, of at most `limit` bytes.
    mutating func readBody(limit: Int) {
        guard case .verdict(let framing) = state else { return }
        bodyLimit = limit
        switch framing {
        case .sized(let length): state = .sized(missing: length)
        case .chunked: state = .chunked(ChunkDecoder())
        }
    }

    /// Reads nothing more and forgets what has arrived.
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
            case .verdict, .abandoned: return .needsMore
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
            throw .malformed("the first byte is not a letter of a method; is this TLS on a plain port?")
        }
        var scanner = scanner
        guard let found = try scanner.scan(input, limit: headLimit) else {
            state = .head(scanner)
            return .needsMore
        }
        let head = try HeadParser.request(found.lines)
        input.drop(found.length)
        state = .verdict(head.framing)
        return .head(head)
    }

    /// An old habit of clients after a body: empty lines before a request line are ignored (RFC 9112 §2.2).
    private mutating func skipEmptyLines() throws(RequestRefusal) {
        while input.count >= 2, input[0] == ASCII.carriageReturn {
            guard input[1] == ASCII.lineFeed else { throw .malformed("a carriage return stands alone") }
            input.drop(2)
        }
    }

    private mutating func finish() -> Step {
        defer { body = [] }
        state = .head(HeadScanner())
        return .body(body)
    }
}

import CEvent

/// Reading: bytes, a head, the verdict on it, the body, then a worker.
extension Connection {
    static let mostSwallowed = 1024 * 1024

    func inputArrived() {
        let bytes = takeInput()
        switch phase {
        case .idle, .reading:
            reader.append(bytes)
            readOn()
        case .lingering:
            swallowed += bytes.count
            if swallowed > Self.mostSwallowed {
                close()
            }
        // What a stream's client sends means nothing; in the other phases nothing is read.
        case .streaming, .working, .writing, .flushing, .closed: break
        }
    }

    /// The client closed its side, or the connection broke.
    func ended(_ what: Int16) {
        let isEnd = Int32(what) & BEV_EVENT_EOF != 0
        guard Int32(what) & BEV_EVENT_CONNECTED == 0 else { return }
        if isEnd, phase == .idle || phase == .reading || phase == .lingering, pending > 0 {
            // A client that closed its own side may still read the answer.
            enter(.flushing, deadline: .now + table.settings.deadlines.response)
        } else {
            close()
        }
    }

    /// Reads requests from what has arrived, until one is with a worker or more must come.
    func readOn() {
        while true {
            if phase == .idle, reader.hasInput {
                enter(.reading, deadline: .now + table.settings.deadlines.request)
            }
            guard phase == .reading else { return }
            switch reader.next() {
            case .needsMore: return
            case .head(let head): judge(head)
            case .body(let body): handOn(body)
            case .refused(let refusal): refuse(refusal.status, refusal.detail)
            }
        }
    }

    private func judge(_ judged: RequestHead) {
        var judged = judged
        judged.remoteAddress = peer.host
        head = judged
        switch table.application.admit(judged) {
        case .read(let limit):
            readBody(of: judged, limit: limit)
        case .answer(let response):
            table.count { $0.answeredEarly += 1 }
            if judged.framing == .sized(0) {
                reader.readBody(limit: 0)
                _ = reader.next()
                respond(response)
            } else {
                respondAndHangUp(response)
            }
        }
    }

    private func readBody(of head: RequestHead, limit: Int) {
        guard (head.contentLength ?? 0) <= limit else {
            refuse(413, "the body is longer than \(limit) bytes")
            return
        }
        guard table.reserve(head.contentLength ?? limit, for: self) else {
            refuse(503, "too many large requests are being read; try again in a second")
            return
        }
        if head.expectsContinue, !reader.hasInput {
            write(ResponseBytes.goOn)
        }
        reader.readBody(limit: limit)
    }

    private func handOn(_ body: [UInt8]) {
        guard let head else { return }
        enter(.working, deadline: nil)
        let request = HTTPRequest(head: head, body: body)
        let isTaken = table.workers.submit { [handler = table.application.handler, mailbox = table.mailbox, id] in
            let answer = handler(request)
            let isLeft = mailbox.post { $0.deliver(answer, to: id) }
            if !isLeft {
                answer.abandon(.serverStopping)
            }
        }
        if isTaken {
            table.count { $0.requests += 1 }
        } else {
            table.count { $0.refused += 1 }
            respond(overloaded())
        }
    }

    private func overloaded() -> HTTPResponse {
        var response = table.application.refusal(503, "all workers are busy; try again in a second")
        response.headers["Retry-After"] = "1"
        return response
    }
}

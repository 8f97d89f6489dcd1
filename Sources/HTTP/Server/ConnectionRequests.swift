import CEvent
import Wording

/// Reads requests: bytes, a head, its admission, the body; then passes them to a worker.
extension HTTPConnection {
    /// The largest body that a client may have begun to send before it reads why its request is refused.
    static let maxDiscarded = 16 * 1024 * 1024

    func inputArrived() {
        let bytes = takeInput()
        switch phase {
        case .idle, .reading:
            reader.append(bytes)
            readOn()
        case .lingering:
            discarded += bytes.count
            if discarded > Self.maxDiscarded {
                close()
            }
        // Input from a stream's client is ignored; the other phases do not read.
        case .streaming, .working, .writing, .flushing, .closed: break
        }
    }

    /// The client closed its side, or the connection failed.
    func ended(_ what: Int16) {
        let isEnd = Int32(what) & BEV_EVENT_EOF != 0
        guard Int32(what) & BEV_EVENT_CONNECTED == 0 else { return }
        answerPlainHTTP()
        if isEnd, phase == .idle || phase == .reading || phase == .lingering, pending > 0 {
            // A client that closed its sending side may still read the response.
            enter(.flushing, deadline: .now + table.settings.deadlines.response)
        } else {
            close()
        }
    }

    /// Parses received bytes until a worker has a request or more bytes are needed.
    func readOn() {
        while true {
            if phase == .idle, reader.hasInput {
                enter(.reading, deadline: .now + table.headLimit)
            }
            guard phase == .reading else { return }
            switch reader.next() {
            case .needsMore: return
            case .head(let head): admit(head)
            case .body(let body): submit(body)
            case .refused(let refusal): refuse(refusal.status, refusal.detail.en)
            }
        }
    }

    private func admit(_ admitted: RequestHead) {
        var admitted = admitted
        admitted.remoteAddress = peer.host
        head = admitted
        table.requestBegan()
        switch table.application.admit(admitted) {
        case .read(let limit):
            readBody(of: admitted, limit: limit)
        case .answer(let response):
            table.count { $0.answeredEarly += 1 }
            if admitted.framing == .sized(0) {
                reader.readBody(limit: 0)
                _ = reader.next()
                respond(response)
            } else {
                respondAndClose(response)
            }
        }
    }

    private func readBody(of head: RequestHead, limit: Int) {
        guard (head.contentLength ?? 0) <= limit else {
            refuse(413, "the body is longer than \(limit) bytes")
            return
        }
        guard table.reserve(head.contentLength ?? limit, for: self) else {
            table.reached(.bodies, by: peer)
            refuse(503, "too many large requests are being read; try again in a second")
            return
        }
        deadline = .now + table.settings.deadlines.request
        if head.expectsContinue, !reader.hasInput {
            write(ResponseBytes.continueResponse)
        }
        reader.readBody(limit: limit)
    }

    private func submit(_ body: [UInt8]) {
        guard let head else { return }
        enter(.working, deadline: nil)
        let request = HTTPRequest(head: head, body: body)
        let isAccepted = table.workers.submit { [handler = table.application.handler, mailbox = table.mailbox, id] in
            let answer = handler(request)
            let isPosted = mailbox.post { $0.deliver(answer, to: id) }
            if !isPosted {
                answer.abandon(.serverStopping)
            }
        }
        if isAccepted {
            table.count { $0.requests += 1 }
        } else {
            table.count { $0.refused += 1 }
            table.reached(.requests, by: peer)
            respond(overloaded())
        }
    }

    private func overloaded() -> HTTPResponse {
        var response = table.application.refusal(503, "all workers are busy; try again in a second")
        response.headers["Retry-After"] = "1"
        return response
    }
}

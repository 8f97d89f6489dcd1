import CEvent

/// Writes one response at a time, and ends the connection.
extension HTTPConnection {
    /// With more pending bytes than this, no further request is read before the client has received them.
    static let maxPending = 256 * 1024

    /// Sends the result of the handler.
    func answer(_ answer: HTTPAnswer) {
        switch answer {
        case .response(let response):
            respond(response)
        case .stream(let stream, let headers):
            startStream(stream, headers)
        }
        readOn()
    }

    /// Sends a response; the connection continues with the next request unless one side wants to close.
    func respond(_ response: HTTPResponse) {
        let isLast = head?.keepsAlive != true || table.isStopping
        let isHead = head?.method == "HEAD"
        write(table.bytes.response(response, isHead: isHead, after: isLast ? .close : .keep))
        table.usedMemory(response.body.count)
        table.release(self)
        if isLast, reader.hasInput {
            linger()
        } else if isLast {
            enter(.flushing, deadline: .now + table.settings.deadlines.response)
        } else if pending > Self.maxPending {
            enter(.writing, deadline: .now + table.settings.deadlines.response)
        } else {
            enter(.idle, deadline: .now + table.settings.deadlines.idle)
        }
    }

    /// Refuses a request that is not valid or not allowed, and closes.
    func refuse(_ status: HTTPStatus, _ detail: String) {
        table.count { $0.refused += 1 }
        var response = table.application.refusal(status, detail)
        if status == 503 {
            response.headers["Retry-After"] = "1"
        }
        respondAndClose(response)
    }

    /// Responds without reading the rest of the request, and closes.
    func respondAndClose(_ response: HTTPResponse) {
        write(table.bytes.response(response, isHead: head?.method == "HEAD", after: .close))
        table.release(self)
        linger()
    }

    private func linger() {
        reader.abandon()
        enter(.lingering, deadline: .now + table.settings.deadlines.linger)
    }

    /// The kernel has accepted all output.
    func outputDrained() {
        switch phase {
        case .flushing:
            close()
        case .lingering:
            halfClose()
        case .writing:
            enter(.idle, deadline: .now + table.settings.deadlines.idle)
            readOn()
        case .streaming:
            deadline = nil
            pump()
        case .idle, .reading, .working, .closed: break
        }
    }

    /// The deadline has passed.
    func expire() {
        if phase == .reading { table.reached(.requestTime, by: peer) }
        if phase == .reading, reader.hasInput || head != nil {
            refuse(408, "the request was not complete in time")
        } else {
            close(.tooSlow)
        }
    }

    /// Closes the connection after its current request.
    func closeWhenDone() {
        switch phase {
        case .idle where pending == 0:
            close()
        case .idle:
            enter(.flushing, deadline: .now + table.settings.deadlines.response)
        case .reading where head == nil && !reader.hasInput:
            close()
        case .streaming:
            endStream(.serverStopping)
        case .reading, .working, .writing, .flushing, .lingering, .closed: break
        }
    }
}

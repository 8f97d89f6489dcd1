internal import Credentials
package import Digest
internal import HTTP
internal import HazardWire
package import MessageLog
internal import Wording

/// Where a bridge's feedback goes.
package protocol FeedbackSink: Sendable {
    /// Sends messages in their order. It returns when they are durable.
    ///
    /// - Throws: `FeedbackFailure`; messages before the failed one may have been sent.
    func send(_ messages: [FeedbackMessage]) throws(FeedbackFailure)
}

/// Why feedback was not sent.
package struct FeedbackFailure: Error, Hashable {
    /// For log lines.
    package var reason: String
    /// The message can never be sent; nil when the same call may succeed later.
    package var hopeless: FeedbackMessage?
    /// Messages of the call that were sent before.
    package var sent = 0
}

/// The key that signs feedback on Kafka.
package struct FeedbackKey: Sendable {
    let id: String
    let key: MessageKey

    package init(id: String, key: MessageKey) {
        self.id = id
        self.key = key
    }
}

/// Appends feedback to its topic.
package struct LogFeedback: FeedbackSink {
    private let log: any MessageLog
    private let topic: String
    private let key: FeedbackKey?

    /// - Parameters:
    ///   - log: The log.
    ///   - topic: The feedback's topic.
    ///   - key: Signs each message; nil when signatures are not required.
    package init(_ log: any MessageLog, topic: String, key: FeedbackKey?) {
        self.log = log
        self.topic = topic
        self.key = key
    }

    package func send(_ messages: [FeedbackMessage]) throws(FeedbackFailure) {
        do {
            // To one partition by one producer, in order: the shard's lane reads a case's feedback as it was said.
            _ = try log.append(
                try messages.map { message in
                    NewRecord(
                        topic: topic, partition: message.shard, key: Array(message.caseID.utf8), value: message.body,
                        headers: try headers(of: message.body))
                })
        } catch let failure as LogFailure {
            throw FeedbackFailure(reason: failure.reason)
        } catch {
            throw FeedbackFailure(reason: "\(error)")
        }
    }

    private func headers(of value: [UInt8]) throws -> [Header] {
        guard let key else { return [] }
        return [Header(HeaderName.signature, try MessageSignature.header(for: value, keyID: key.id, key: key.key))]
    }
}

/// Posts feedback to a server, which signs it for the caller that it has authenticated.
package struct ServerFeedback: FeedbackSink {
    private let client: RemoteClient
    private let headers: HTTPHeaders

    /// - Parameters:
    ///   - server: The server's address.
    ///   - token: The department's token; nil when the server needs none.
    ///   - roots: The roots that its certificate is checked with; nil: the system's.
    /// - Throws: `settings` when the address cannot be used.
    package init(server: String, token: String?, roots: String?) throws(BridgeFault) {
        client = try RemoteClient(try RemoteAddress(server), timeout: .seconds(20), roots: roots)
        headers = token.map { ["Authorization": "Bearer " + $0] } ?? [:]
    }

    package func send(_ messages: [FeedbackMessage]) throws(FeedbackFailure) {
        for (index, message) in messages.enumerated() {
            let response: HTTPResponse
            do throws(HTTPClientFailure) {
                response = try client.post(
                    "/v1/cases/\(HTTPClient.encode(message.caseID))/feedback", message.body, type: "application/json",
                    headers: headers)
            } catch {
                throw FeedbackFailure(reason: error.text.en, sent: index)
            }
            switch response.status.code {
            case 200..<300: continue
            // The content is at fault: the same bytes will never be taken.
            case 400, 413, 415, 422:
                throw FeedbackFailure(reason: "it answered \(response.status)", hopeless: message, sent: index)
            default: throw FeedbackFailure(reason: "it answered \(response.status)", sent: index)
            }
        }
    }
}

internal import Digest
internal import HTTP
package import HazardConfig
internal import HazardCore
internal import JSONText
internal import Wording

/// The address of a webhook, and its secret.
package struct WebhookTarget: Sendable {
    package var endpoint: WebhookEndpoint
    package var address: RemoteAddress
    /// The content of `secret_file`.
    package var secret: String?

    package init(_ endpoint: WebhookEndpoint, address: RemoteAddress, secret: String?) {
        self.endpoint = endpoint
        self.address = address
        self.secret = secret
    }
}

/// Posts messages to one address in the form that it expects.
struct WebhookReceiver: Sendable {
    /// Why a message was not taken.
    enum Failure: Error, Hashable {
        /// It may be taken later.
        case trouble(RemoteTrouble)
        /// The receiver does not take this message.
        case refused(String)
    }

    private let target: WebhookTarget
    private let client: RemoteClient

    init(_ target: WebhookTarget) throws(BridgeFault) {
        self.target = target
        client = try RemoteClient(target.address, timeout: target.endpoint.timeout, roots: target.endpoint.caFile)
    }

    var name: String { client.address.description }

    /// The shortest time between two messages that the robots' providers allow: 20 a minute, 飞书 100.
    var pace: Duration {
        switch target.endpoint.format {
        case .json: .zero
        case .wecom, .dingtalk: .milliseconds(3100)
        case .feishu: .milliseconds(700)
        }
    }

    /// Posts a message; returns when the receiver has taken it.
    ///
    /// - Throws: `Failure`.
    func send(_ message: WebhookMessage, at now: Instant) throws(Failure) {
        let response: HTTPResponse
        do {
            let body = try body(of: message, at: now)
            response = try client.post(
                "", body, type: "application/json; charset=utf-8", query: try query(at: now),
                headers: try headers(of: message, body, at: now))
        } catch let failure as HTTPClientFailure {
            throw .trouble(RemoteTrouble(failure))
        } catch {
            throw .trouble(RemoteTrouble(.settings, "the secret cannot be used: \(error)"))
        }
        switch response.status.code {
        case 200..<300: try Robot.check(response, target.endpoint.format)
        case 400, 409, 410, 413, 415, 422: throw .refused("it answered \(response.status)")
        default: throw .trouble(RemoteTrouble(response))
        }
    }

    // MARK: - What is sent

    /// The body: the template's, else the usual one of the format.
    func body(of message: WebhookMessage, at now: Instant) throws(DigestFailure) -> [UInt8] {
        let endpoint = target.endpoint
        let text = message.text[endpoint.language]
        let body: [UInt8]
        if let template = endpoint.template {
            body = WebhookTemplate.fill(template, record: message.record) { name in
                name == "message" ? text : message.values[name]
            }
        } else {
            body =
                switch endpoint.format {
                case .json: message.record
                case .wecom, .dingtalk:
                    JSONValue.object([
                        .init("msgtype", "text"), .init("text", .object([.init("content", .string(cut(text)))])),
                    ]).bytes
                case .feishu:
                    JSONValue.object([
                        .init("msg_type", "text"), .init("content", .object([.init("text", .string(cut(text)))])),
                    ]).bytes
                }
        }
        return endpoint.format == .feishu ? try signedForFeishu(body, at: now) : body
    }

    /// 飞书 reads its signature in the body.
    private func signedForFeishu(_ body: [UInt8], at now: Instant) throws(DigestFailure) -> [UInt8] {
        guard let secret = target.secret, case .object(let members)? = try? JSONValue(reading: body) else {
            return body
        }
        let seconds = now.milliseconds / 1000
        let sign = try WebhookSignature.feishu(seconds: seconds, secret: secret)
        return JSONValue.object(
            [.init("timestamp", .string(String(seconds))), .init("sign", .string(sign))]
                + members.filter { $0.key != "timestamp" && $0.key != "sign" }
        ).bytes
    }

    /// Robots take at most 2,048 bytes of text.
    private func cut(_ text: String) -> String {
        var cut = text
        while cut.utf8.count > 2000 { cut.removeLast() }
        return cut
    }

    private func headers(
        of message: WebhookMessage, _ body: [UInt8], at now: Instant
    ) throws(DigestFailure) -> HTTPHeaders {
        let seconds = now.milliseconds / 1000
        var headers: HTTPHeaders = ["webhook-id": message.id, "webhook-timestamp": String(seconds)]
        if target.endpoint.format == .json, let secret = target.secret {
            headers["webhook-signature"] = try WebhookSignature.standard(
                id: message.id, seconds: seconds, body: body, secret: secret)
        }
        return headers
    }

    private func query(at now: Instant) throws(DigestFailure) -> [(String, String)] {
        guard target.endpoint.format == .dingtalk, let secret = target.secret else { return [] }
        let sign = try WebhookSignature.dingtalk(milliseconds: now.milliseconds, secret: secret)
        return [("timestamp", String(now.milliseconds)), ("sign", sign)]
    }
}

/// What chat robots answer: always 200, with a code in the body.
private enum Robot {
    /// Too many messages; they are taken later.
    private static let busy: Set<Int64> = [45009, 45033, 130101, 410100, 9499, 11232, -1]
    /// Address, key word or signature: a person must change something.
    private static let settings: Set<Int64> = [93000, 300001, 310000, 400013, 400101, 19001, 19021, 19022, 19024]

    static func check(_ response: HTTPResponse, _ format: WebhookFormat) throws(WebhookReceiver.Failure) {
        guard format != .json else { return }
        guard let answer = try? JSONValue(reading: response.body),
            let code = answer[format == .feishu ? "code" : "errcode"]?.int ?? answer["StatusCode"]?.int
        else { throw .trouble(RemoteTrouble(.unreadable, "its answer has no code")) }
        guard code != 0 else { return }
        if busy.contains(code) { throw .trouble(RemoteTrouble(.busy, "the robot answered with code \(code)")) }
        if settings.contains(code) { throw .trouble(RemoteTrouble(.settings, "the robot answered with code \(code)")) }
        throw .refused("the robot answered with code \(code)")
    }
}

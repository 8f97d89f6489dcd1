import Foundation
import HazardBridge
import HazardConfig
import HazardCore
import HazardWire
import JSONText
import Synchronization
import TestSupport
import Testing
import Wording

@Suite struct WebhookBridgeTests {
    let town: BridgeTown
    let remote: StubRemote

    init() throws {
        town = try BridgeTown()
        remote = try StubRemote()
        remote.answer { _ in .reply(204, "") }
    }

    private func bridge(
        _ content: WebhookBridge.Content = .tasks, secret: String? = nil, since: Instant? = nil,
        _ change: (inout WebhookEndpoint) -> Void = { _ in }
    ) throws -> WebhookBridge {
        var endpoint = WebhookEndpoint()
        change(&endpoint)
        let target = WebhookTarget(endpoint, address: try RemoteAddress(remote.url + "/hook?key=k1"), secret: secret)
        let topic = content == .tasks ? BridgeTown.queue : "hazard.notices"
        return try WebhookBridge(
            content == .tasks ? "traffic-police" : "notices", content, target, since: since,
            try town.surroundings(topic))
    }

    private func json(_ index: Int) throws -> JSONValue { try JSONValue(reading: remote.requests[index].body) }

    @Test func `a task is posted as its record, signed, and again with the same id until it is taken`() throws {
        remote.answer { [remote] _ in .reply(remote.requests.count < 3 ? 500 : 204, "") }
        let bridge = try bridge(secret: "shared-secret-of-the-receiver")
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town, 12)
        try #require(remote.requests.count == 3)
        let request = remote.requests[2]
        #expect(request.path == "/open311/hook" && request.query["key"] == "k1")
        #expect(remote.requests.allSatisfy { $0.headers["webhook-id"] == "\(BridgeTown.task)/1" })
        let seconds = BridgeTown.start.milliseconds / 1000
        #expect(request.headers["webhook-timestamp"] == String(seconds))
        #expect(
            request.headers["webhook-signature"]
                == (try WebhookSignature.standard(
                    id: "\(BridgeTown.task)/1", seconds: seconds, body: request.body,
                    secret: "shared-secret-of-the-receiver")))
        #expect(try json(2)["event_id"]?.string == "\(BridgeTown.task)/1")
        #expect(!town.logged.contains("key=k1") && !town.logged.contains("/hook"))
    }

    @Test func `the signature is that of Standard Webhooks`() throws {
        // Computed with the PyPI package standardwebhooks.
        let signature = try WebhookSignature.standard(
            id: "msg_1", seconds: 1_614_265_330, body: Array(#"{"test": 1}"#.utf8),
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect(signature == "v1,pAJ+2CQ3+N6E7H+Tf1Lee1V3d/TMhYQ2KqhOSemiwqA=")
    }

    @Test func `records come in order, and a killed bridge sends again what was not taken`() throws {
        for number in 1...3 { try town.dispatch(BridgeTown.sample(number)) }
        remote.answer { request in
            .reply(request.headers["webhook-id"]?.contains("000002") == true ? 503 : 200, "")
        }
        do {
            let bridge = try bridge()
            try bridge.rounds(town, 10)
        }
        remote.answer { _ in .reply(200, "") }
        let bridge = try bridge()
        try bridge.rounds(town, 10)
        var order: [String] = []
        for request in remote.requests {
            let id = request.headers["webhook-id"] ?? ""
            if order.last != id { order.append(id) }
        }
        #expect(order == (1...3).map { "\(SampleCases.id($0).text)/traffic-police/1" })
    }

    @Test func `a record that the receiver refuses does not stop the next`() throws {
        remote.answer { request in
            .reply(request.headers["webhook-id"]?.contains("000001") == true ? 400 : 200, "")
        }
        for number in 1...2 { try town.dispatch(BridgeTown.sample(number)) }
        let bridge = try bridge()
        try bridge.rounds(town, 14)
        #expect(remote.requests.count == 4)
        #expect(town.logged.contains("webhook-set-aside"))
    }

    @Test func `a notice loses its conversation`() throws {
        let report = SampleCases.report("g1-1", at: BridgeTown.start)
        var notice = Notice(
            eventID: "g1-1/received", report: report, caseID: SampleCases.id(1), kind: .received,
            text: LocalText(zh: "已收到", en: "received"), at: BridgeTown.start)
        notice.threadID = "wx-conversation-7"
        try town.append(JSONWriter.bytes { NoticeCodec.encode(notice, zone: .china, to: &$0) }, to: "hazard.notices")
        let bridge = try bridge(.notices)
        try bridge.rounds(town, 3)
        let text = String(decoding: try #require(remote.requests.first).body, as: UTF8.self)
        #expect(text.contains("g1-1/received") && !text.contains("wx-conversation-7") && !text.contains("thread_id"))
    }

    @Test func `chat robots get text, and what they answer counts`() throws {
        remote.answer { [remote] _ in
            .reply(200, remote.requests.count == 1 ? #"{"errcode":45009}"# : #"{"errcode":0,"errmsg":"ok"}"#)
        }
        let bridge = try bridge { $0.format = .wecom }
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town, 6)
        try #require(remote.requests.count == 2)
        #expect(try json(1)["msgtype"]?.string == "text")
        let text = try #require(try json(1)["text"]?["content"]?.string)
        #expect(text.contains("【P1】派单：车道受阻") && text.contains("地点 测试路1号"))
    }

    @Test func `钉钉 is signed in the address and 飞书 in the body`() throws {
        remote.answer { _ in .reply(200, #"{"errcode":0,"code":0}"#) }
        try town.dispatch(BridgeTown.sample(1))
        do {
            let bridge = try bridge(secret: "SEC1") { $0.format = .dingtalk }
            for _ in 0..<3 { try bridge.step() }
        }
        try #require(remote.requests.count == 1)
        let milliseconds = BridgeTown.start.milliseconds
        #expect(remote.requests[0].query["timestamp"] == String(milliseconds))
        #expect(remote.requests[0].query["sign"] == "4fAO5/9XuBMaMpMS4H+oTqlCuXGkW+ONs8ZPMVDgw3g=")
        try FileManager.default.removeItem(atPath: town.folder + "/bridge")
        let bridge = try bridge(secret: "SEC1") { $0.format = .feishu }
        for _ in 0..<3 { try bridge.step() }
        try #require(remote.requests.count == 2)
        #expect(try json(1)["timestamp"]?.string == String(milliseconds / 1000))
        #expect(try json(1)["sign"]?.string == "zwd/H7S9TygQySwS8QXim+m9DGhIgZcocsJmG0E7Txs=")
        #expect(try json(1)["content"]?["text"]?.string?.contains("派单") == true)
        try FileManager.default.removeItem(atPath: town.folder + "/bridge")
        let card = try self.bridge(secret: "SEC1") { endpoint in
            endpoint.format = .feishu
            endpoint.template = #"{"msg_type":"interactive","card":{"title":"{{case_id}}"}}"#
        }
        for _ in 0..<3 { try card.step() }
        try #require(remote.requests.count == 3)
        #expect(try json(2)["sign"] == json(1)["sign"] && json(2)["timestamp"] == json(1)["timestamp"])
        #expect(try json(2)["card"]?["title"]?.string == SampleCases.id(1).text)
    }

    @Test func `a template shapes the body, and only the wanted events are sent`() throws {
        let bridge = try bridge { endpoint in
            endpoint.template =
                #"{"card":{"title":"{{case_id}} {{ priority }}","body":"{{message}}"},"raw":{{record}}}"#
            endpoint.only = ["urged"]
        }
        var value = BridgeTown.sample(1)
        value.text = "a \"quote\"\nand a line"
        try town.dispatch(value)
        value.tasks[0].version = 2
        try town.dispatch(value, TaskEvent(.urged))
        try bridge.rounds(town, 5)
        try #require(remote.requests.count == 1)
        #expect(try json(0)["card"]?["title"]?.string == "\(SampleCases.id(1).text) P1")
        #expect(try json(0)["card"]?["body"]?.string?.contains("a \"quote\"\nand a line") == true)
        #expect(try json(0)["raw"]?["event"]?.string == "urged")
    }

    @Test func `the first start may leave old records out, a later start none`() throws {
        try town.dispatch(BridgeTown.sample(1))
        let future = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + 60_000)
        do {
            let bridge = try bridge(since: future)
            try bridge.rounds(town, 4)
        }
        #expect(remote.requests.isEmpty)
        try town.dispatch(BridgeTown.sample(2))
        let bridge = try bridge(since: future)
        try bridge.rounds(town, 4)
        #expect(remote.requests.count == 1)
    }
}

extension WebhookBridge {
    fileprivate func rounds(_ town: BridgeTown, _ count: Int) throws {
        for _ in 0..<count {
            try step()
            town.pass(.milliseconds(3))
        }
    }
}

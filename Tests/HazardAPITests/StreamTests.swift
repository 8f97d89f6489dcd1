import Dispatch
import HTTP
import HazardAPI
import HazardCore
import JSONText
import MessageLog
import TestSupport
import Testing

struct StreamTests {
    /// One event of a stream.
    struct Event: Sendable, Equatable {
        var name = ""
        var id = ""
        var data = ""

        var json: JSONValue { (try? JSONValue(reading: Array(data.utf8))) ?? .null }
        var caseID: String? { json["case_id"]?.string }
    }

    /// Reads a stream until `enough` returns true for all events so far.
    static func read(
        _ town: Town, _ query: String = "", from lastID: String? = nil, token: String? = nil,
        opened: (@Sendable (Event) -> Void)? = nil, until enough: @escaping @Sendable ([Event]) -> Bool
    ) throws -> [Event] {
        var events: [Event] = []
        var event = Event()
        let headers: HTTPHeaders = lastID.map { ["Last-Event-ID": $0] } ?? [:]
        let answer = try town.client(token: token).lines("/v1/stream" + query, headers: headers) { line in
            // A heartbeat comes after 15 s without events: the expected one does not come.
            if line.hasPrefix(":") { return false }
            if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
            if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
            if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
            guard line.isEmpty, !event.name.isEmpty else { return true }
            if event.name == "position", events.isEmpty { opened?(event) }
            events.append(event)
            event = Event()
            return !enough(events)
        }
        #expect(answer.status == 200)
        return events
    }

    /// Opens a stream on another thread, and runs `body` once it is open.
    static func whileOpen(
        _ town: Town, _ query: String = "", from lastID: String? = nil, token: String? = nil, cases count: Int,
        _ body: () throws -> Void
    ) throws -> [Event] {
        let isOpen = Gate()
        let events = Later {
            try read(town, query, from: lastID, token: token, opened: { _ in isOpen.open() }) { events in
                events.count { $0.name == "case" } >= count && events.last?.name != "case"
            }
        }
        isOpen.wait()
        try body()
        return try events.value()
    }

    @Test func `a change is sent as its case and its tasks`() throws {
        let town = try Town()
        let value = Town.openCase(1, departments: ["traffic-police"])
        let events = try Self.whileOpen(town, cases: 1) { try town.commit([value]) }
        #expect(events.map(\.name) == ["position", "case", "task"])
        #expect(events[1].caseID == value.id.text)
        #expect(events[2].json["task_id"]?.string == value.id.text + "/traffic-police")
        #expect(events[2].json["event"] == nil)
    }

    @Test func `a task that did not change is not sent again`() throws {
        let town = try Town()
        var value = Town.openCase(1, departments: ["traffic-police", "sanitation"])
        let events = try Self.whileOpen(town, cases: 2) {
            try town.commit([value])
            value.version += 1
            value.tasks[1].state = .accepted
            try town.commit([value])
        }
        let tasks = events.filter { $0.name == "task" }.compactMap { $0.json["department"]?.string }
        #expect(tasks == ["traffic-police", "sanitation", "sanitation"])
    }

    @Test func `the filters of the list select the events`() throws {
        let town = try Town()
        let events = try Self.whileOpen(town, "?department=sanitation", cases: 1) {
            try town.commit([Town.openCase(1, departments: ["traffic-police"])])
            try town.commit([Town.openCase(2, departments: ["traffic-police", "sanitation"])])
        }
        #expect(events.filter { $0.name == "case" }.map(\.caseID) == [Town.openCase(2).id.text])
        #expect(events.filter { $0.name == "task" }.compactMap { $0.json["department"]?.string } == ["sanitation"])
    }

    @Test func `a stream resumes from its last id without a gap, over both shards`() throws {
        let town = try Town()
        let one = Town.openCase(1, departments: ["traffic-police"])
        let first = try Self.whileOpen(town, cases: 1) { try town.commit([one]) }
        let last = try #require(first.last?.id)
        try town.commit([Town.openCase(2), Town.openCase(2, shard: 1), Town.openCase(3)])
        let rest = try Self.whileOpen(town, from: last, cases: 4) { try town.commit([Town.openCase(4)]) }
        let ids = rest.filter { $0.name == "case" }.compactMap(\.caseID)
        let expected = [Town.openCase(2), Town.openCase(3), Town.openCase(2, shard: 1), Town.openCase(4)].map(\.id.text)
        #expect(ids == expected)
    }

    @Test func `resuming with the id of any event of a commit misses nothing of it`() throws {
        let town = try Town()
        let both = [Town.openCase(1), Town.openCase(2)]
        let events = try Self.whileOpen(town, cases: 2) { try town.commit(both) }
        for event in events.dropLast() {
            let seen = events.prefix { $0 != event }.compactMap(\.caseID)
            let again = try Self.read(town, from: event.id) { $0.count { $0.name == "case" } >= 2 }
            #expect(Set(seen + again.compactMap(\.caseID)).isSuperset(of: both.map(\.id.text)))
        }
    }

    @Test func `resuming with the id of any event sends exactly the events after it`() throws {
        let town = try Town()
        let departments = ["traffic-police", "sanitation"]
        let cases = [1, 2, 3].map { Town.openCase($0, departments: departments) }
        let events = try Self.read(town, from: "0:0,1:0", opened: { _ in try? town.commit(cases) }) { $0.count == 10 }
        let names = Array(repeating: ["case", "task", "task"], count: 3).flatMap(\.self)
        #expect(events.map(\.name) == ["position"] + names)
        #expect(Set(events.map(\.id)).count == events.count)
        for (index, event) in events.enumerated().dropLast() {
            let again = try Self.read(town, from: event.id) { $0.count == events.count - index }
            #expect(Array(again.dropFirst()) == Array(events[(index + 1)...]), "\(event.id)")
        }
    }

    @Test func `a filter does not move the places of events inside a commit`() throws {
        let town = try Town()
        let cases = [
            Town.openCase(1, departments: ["traffic-police", "sanitation"]),
            Town.openCase(2, departments: ["traffic-police"]),
            Town.openCase(3, departments: ["traffic-police", "sanitation"]),
        ]
        let events = try Self.whileOpen(town, "?department=sanitation", cases: 2) { try town.commit(cases) }
        #expect(events.map(\.name) == ["position", "case", "task", "case", "task"])
        let whole = try Self.read(town, from: events[2].id) { $0.count == 6 }
        #expect(whole.dropFirst().map(\.name) == ["case", "task", "case", "task", "task"])
        let rest = try Self.read(town, "?department=sanitation", from: events[1].id) { $0.count == 4 }
        #expect(Array(rest.dropFirst()) == Array(events[2...]))
    }

    @Test func `a client reads from the log what was committed while nobody listened`() throws {
        let town = try Town()
        let start = try Self.read(town) { $0.count == 1 }
        try town.commit([Town.openCase(1)], publishes: false)
        let events = try Self.read(town, from: start.first?.id) { $0.contains { $0.name == "case" } }
        #expect(events.contains { $0.caseID == Town.openCase(1).id.text })
    }

    @Test func `a stream ends when the lanes change, and its client comes back without a gap`() throws {
        let town = try Town()
        let isOpen = Gate()
        let first = Later { try Self.read(town, opened: { _ in isOpen.open() }) { _ in false } }
        isOpen.wait()
        try town.commit([Town.openCase(1)], publishes: false)
        town.context.hub.shardsChanged()
        let ended = try first.value()
        #expect(ended.last?.name == "end" && ended.last?.json["reason"] == "shards-changed")
        let last = try #require(ended.last { !$0.id.isEmpty }?.id)
        let events = try Self.read(town, from: last) { $0.contains { $0.name == "case" } }
        #expect(events.contains { $0.caseID == Town.openCase(1).id.text })
    }

    @Test func `a server that stops says so`() throws {
        let town = try Town()
        let isOpen = Gate()
        let first = Later { try Self.read(town, opened: { _ in isOpen.open() }) { _ in false } }
        isOpen.wait()
        town.server.stop(within: .seconds(5))
        #expect(try first.value().last?.json["reason"] == "server-stopping")
    }

    @Test func `the stream has no accounts for callers that may not see them`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let value = Town.openCase(1)
        let seen = try Self.whileOpen(town, token: "traffic-police", cases: 1) {
            try town.commit([Town.openCase(2, departments: ["sanitation"]), value])
        }
        #expect(seen.filter { $0.name == "case" }.map(\.caseID) == [value.id.text])
        #expect(!seen.contains { $0.data.contains("account-of-the-rider") })
        let whole = try Self.read(town, from: "0:0,1:0", token: "operator") { $0.contains { $0.name == "case" } }
        #expect(whole.contains { $0.data.contains("account-of-the-rider") })
    }

    @Test func `a client that reads too slowly is disconnected, and misses nothing when it comes back`() throws {
        let town = try Town()
        let count = 30
        let (isOpen, goOn) = (Gate(), Gate())
        let first = Later {
            // The hub holds fewer bytes than this, and the client reads nothing until everything is committed.
            try Self.read(
                town,
                opened: { _ in
                    isOpen.open()
                    goOn.wait()
                }, until: { $0.count { $0.name == "case" } == count })
        }
        isOpen.wait()
        for number in 1...count {
            var value = Town.openCase(number, departments: [])
            value.text = String(repeating: "x", count: 900_000)
            try town.commit([value])
        }
        goOn.open()
        let seen = try first.value()
        let some = Set(seen.compactMap(\.caseID))
        #expect(some.count < count)
        #expect(seen.last?.name == "end" && seen.last?.json["reason"] == "too-slow")
        #expect(seen.last?.json["detail"]?.string?.contains("come back with the last id") == true)
        #expect(try town.get("/metrics").text.contains("hazard_http_streams_dropped_total 1\n"))
        let last = try #require(seen.last { !$0.id.isEmpty }?.id)
        let rest = try Self.read(town, from: last) { Set($0.compactMap(\.caseID)).union(some).count == count }
        #expect(Set(rest.compactMap(\.caseID)).union(some).count == count)
    }

    @Test func `an invalid filter or Last-Event-ID is 400`() throws {
        let town = try Town()
        #expect(try town.get("/v1/stream?state=open").fields == ["state"])
        #expect(try town.get("/v1/stream", headers: ["Last-Event-ID": "yesterday"]).fields == ["Last-Event-ID"])
        #expect(try town.get("/v1/stream", headers: ["Last-Event-ID": "0:1,0:2"]).status == 400)
        #expect(try town.get("/v1/stream", headers: ["Last-Event-ID": "5:1"]).status == 400)
        for text in ["", "0", "0:", "0:1.", "0:1.0", "0:1.2.3", "0:-1", "0:+1", "0:1,", "0:1.99999"] {
            #expect(try town.get("/v1/stream", headers: ["Last-Event-ID": text]).status == 400, "\(text)")
        }
    }

    @Test func `a position that this installation never sent is 410`() throws {
        let town = try Town()
        try town.commit([Town.openCase(1)])
        #expect(try town.get("/v1/stream", headers: ["Last-Event-ID": "0:2"]).status == 410)
        #expect(try town.get("/v1/stream", headers: ["Last-Event-ID": "1:1"]).status == 410)
        #expect(try town.get("/v1/stream", headers: ["Last-Event-ID": "0:1.1"]).status == 410)
    }

    @Test func `when too many streams read the log, the next one is 503 with Retry-After`() throws {
        let town = try Town { $0.limits.replays = 0 }
        try town.commit([Town.openCase(1)])
        let answer = try town.get("/v1/stream", headers: ["Last-Event-ID": "0:0"])
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] != nil)
    }

    @Test func `the hub is listening only while there is a stream`() throws {
        let town = try Town()
        #expect(!town.context.hub.isListening)
        let isOpen = Gate()
        let stream = Later { try Self.read(town, opened: { _ in isOpen.open() }) { $0.count > 1 } }
        isOpen.wait()
        #expect(town.context.hub.isListening)
        try town.commit([Town.openCase(1)])
        _ = try stream.value()
    }
}

/// Lets a thread wait until another one opens the gate.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }

    /// Returns when the gate is open, or after 20 seconds.
    func wait() {
        guard semaphore.wait(timeout: .now() + 20) == .success else { return }
        semaphore.signal()
    }
}

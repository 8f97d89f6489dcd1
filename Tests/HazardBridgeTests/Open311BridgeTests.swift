import Foundation
import HazardBridge
import HazardConfig
import HazardCore
import Synchronization
import TestSupport
import Testing

@Suite struct Open311BridgeTests {
    let town: BridgeTown
    let city: Open311City

    init() throws {
        town = try BridgeTown()
        city = try Open311City()
    }

    @Test func `a task becomes one request, is accepted, and is resolved when the remote closes it`() throws {
        let bridge = try town.bridge(city.remote) { $0.jurisdiction = "city.gov" }
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        let form = try #require(city.all.first?.form)
        #expect(form["service_code"] == "street-7" && form["jurisdiction_id"] == "city.gov")
        #expect(form["api_key"] == "secret-key" && form["lat"] == "30.4" && form["long"] == "104.5")
        #expect(form["address_string"] == "测试路1号" && form["media_url"] == "https://media.example/1.jpg")
        #expect(form["description"]?.hasSuffix("\n[\(BridgeTown.task)/1]") == true)
        #expect(form["description"]?.contains("车道被占") == true)
        let allowed: Set = [
            "api_key", "jurisdiction_id", "service_code", "lat", "long", "address_string", "description", "media_url",
            "attribute[hazard_case_id]", "attribute[hazard_task_id]", "attribute[priority]",
        ]
        #expect(Set(form.keys).isSubset(of: allowed))

        city.set("R-1", "open", "crew on its way")
        town.pass(.seconds(70))
        try bridge.rounds(town)
        city.set("R-1", "closed", "repaired", more: #","media_url":"https://city.example/after.jpg""#)
        town.pass(.seconds(70))
        try bridge.rounds(town)
        town.pass(.seconds(70))
        try bridge.rounds(town)
        let feedback = try town.feedback()
        try #require(feedback.map(\.kind) == [.accept, .note, .resolve])
        #expect(feedback[0].note == "Open311 R-1" && feedback[1].note == "crew on its way")
        #expect(feedback[2].result == .solved && feedback[2].note == "repaired")
        #expect(feedback[2].media.map(\.ref) == ["https://city.example/after.jpg"])
        #expect(feedback.allSatisfy { $0.department == BridgeTown.department && $0.eventID.hasPrefix("o311-") })
        #expect(city.all.count == 1)
        #expect(!town.logged.contains("secret-key"))
    }

    @Test(arguments: Open311City.Fault.allCases)
    func `a remote that can be searched gets a request once, whatever became of the answer`(
        _ fault: Open311City.Fault
    ) throws {
        let bridge = try town.bridge(city.remote)
        city.fail([fault])
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        #expect(city.all.count == 1)
        #expect(try town.feedback().isEmpty)
        // Not before the remote had time to show it.
        #expect(city.remote.requests("GET").isEmpty)
        town.pass(.seconds(61))
        try bridge.rounds(town)
        #expect(city.all.count == 1)
        #expect(try town.feedback().map(\.note) == ["Open311 R-1"])
    }

    @Test(arguments: [Open311City.Fault.error500, .cut, .noJSON, .none, .late])
    func `a remote that cannot be searched gets a request at least once`(_ fault: Open311City.Fault) throws {
        let bridge = try town.bridge(city.remote) { $0.isSearchable = false }
        city.fail([fault])
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        town.pass(.seconds(1))
        try bridge.rounds(town)
        #expect(city.all.count == 2)
        #expect(try town.feedback().map(\.kind) == [.accept])
        #expect(city.remote.requests("GET").isEmpty)
    }

    @Test(arguments: [true, false])
    func `a remote that takes requests and never gives an id is not asked again and again`(_ isSearchable: Bool) throws
    {
        let bridge = try town.bridge(city.remote) { $0.isSearchable = isSearchable }
        city.fail(Array(repeating: .noID, count: 20))
        city.hide()
        try town.dispatch(BridgeTown.sample(1))
        for _ in 0..<10 {
            try bridge.rounds(town)
            town.pass(.seconds(600))
        }
        #expect(city.all.count == (isSearchable ? 5 : 1))
        #expect(try town.feedback().map(\.kind) == [.accept])
    }

    @Test(arguments: [true, false])
    func `a task whose request is always answered by a page is returned to a person`(_ isSearchable: Bool) throws {
        let bridge = try town.bridge(city.remote) { $0.isSearchable = isSearchable }
        city.fail(Array(repeating: .noJSON, count: 20))
        city.hide()
        try town.dispatch(BridgeTown.sample(1))
        for _ in 0..<10 {
            try bridge.rounds(town)
            town.pass(.seconds(600))
        }
        #expect(city.all.count == 5)
        let feedback = try town.feedback()
        #expect(feedback.map(\.kind) == [.return] && feedback[0].reason?.contains("cannot be read") == true)
    }

    @Test func `a bridge that ended between request and answer searches before it posts again`() throws {
        city.fail([.none, .error500])
        try town.dispatch(BridgeTown.sample(1))
        try town.dispatch(BridgeTown.sample(2))
        do {
            let bridge = try town.bridge(city.remote)
            try bridge.rounds(town)
        }
        #expect(city.all.count == 2)
        city.remove("R-2")
        town.pass(.seconds(61))
        let bridge = try town.bridge(city.remote)
        try bridge.rounds(town)
        // The first was found. The second was not there, so it was posted again.
        let tasks = city.all.map { $0.form["attribute[hazard_task_id]"] ?? "" }.sorted()
        #expect(tasks == [BridgeTown.task, "\(SampleCases.id(2).text)/traffic-police"])
        #expect(try town.feedback().map(\.kind) == [.accept, .accept])
    }

    @Test func `a bridge that lost its file posts nothing that the remote has`() throws {
        do {
            let bridge = try town.bridge(city.remote)
            try town.dispatch(BridgeTown.sample(1))
            try bridge.rounds(town)
        }
        try FileManager.default.removeItem(atPath: town.folder + "/bridge")
        let bridge = try town.bridge(city.remote)
        try bridge.rounds(town)
        #expect(city.remote.requests("POST").count == 1)
        let feedback = try town.feedback()
        #expect(feedback.count == 2 && Set(feedback.map(\.eventID)).count == 1)
    }

    @Test func `a task that is refused is returned with the remote's words`() throws {
        city.remote.answer { _ in .reply(400, #"[{"code":400,"description":"outside of the city"}]"#) }
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        town.pass(.seconds(600))
        try bridge.rounds(town)
        let feedback = try town.feedback()
        try #require(feedback.map(\.kind) == [.return])
        #expect(feedback[0].reason == "Open311: outside of the city" && feedback[0].suggestedDepartment == "unknown")
        #expect(city.remote.requests("POST").count == 1)
    }

    @Test func `a category without a service code is returned and nothing is sent`() throws {
        let bridge = try town.bridge(city.remote) { $0.serviceCodes = ["road-damage": "1"] }
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        #expect(try town.feedback().map(\.kind) == [.return])
        #expect(city.remote.requests.isEmpty)
    }

    @Test(arguments: [401, 403, 404, 301])
    func `a wrong key, address or redirect returns no task`(_ status: Int) throws {
        city.remote.answer { _ in .reply(status, "<html>", headers: ["Location": "http://127.0.0.1:1/"]) }
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        #expect(try town.feedback().isEmpty)
        #expect(town.logged.contains("\"level\":\"error\"") && town.logged.contains("request-unsent"))
        city.remote.answer { _ in .reply(201, #"[{"service_request_id":5}]"#) }
        town.pass(.seconds(1))
        try bridge.rounds(town)
        #expect(try town.feedback().map(\.note) == ["Open311 5"])
    }

    @Test(arguments: [true, false]) func `Retry-After is obeyed, in seconds and as a date`(_ isDate: Bool) throws {
        let date = DateFormatter()
        date.locale = Locale(identifier: "en_US_POSIX")
        date.timeZone = TimeZone(identifier: "GMT")
        date.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let wait = isDate ? date.string(from: Date(timeIntervalSinceNow: 3600)) : "3600"
        city.remote.answer { _ in .reply(429, "", headers: ["Retry-After": wait]) }
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        town.pass(.seconds(3500))
        try bridge.rounds(town)
        #expect(city.remote.requests("POST").count == 1)
        town.pass(.seconds(100))
        try bridge.rounds(town)
        #expect(city.remote.requests("POST").count == 2)
    }

    @Test func `a token is redeemed for the id`() throws {
        let isKnown = Mutex(false)
        city.remote.answer { request in
            switch (request.method, request.path) {
            case ("POST", _): .reply(201, #"[{"token":"t/1"}]"#)
            case (_, "/open311/tokens/t%2F1.json"):
                .reply(200, isKnown.withLock { $0 } ? #"[{"service_request_id":"77","token":"t/1"}]"# : "[]")
            default: .reply(200, "[]")
            }
        }
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        town.pass(.seconds(6))
        try bridge.rounds(town)
        #expect(try town.feedback().isEmpty)
        isKnown.withLock { $0 = true }
        town.pass(.seconds(20))
        try bridge.rounds(town)
        #expect(try town.feedback().map(\.note) == ["Open311 77"])
        #expect(city.remote.requests("POST").count == 1)
    }
}

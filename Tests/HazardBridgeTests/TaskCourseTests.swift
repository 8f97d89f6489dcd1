import Foundation
import HazardBridge
import HazardConfig
import HazardCore
import TestSupport
import Testing

/// What happens to a task after it was dispatched.
@Suite struct TaskCourseTests {
    let town: BridgeTown
    let city: Open311City

    init() throws {
        town = try BridgeTown()
        city = try Open311City()
    }

    @Test func `a task that was taken away before it was sent is not sent`() throws {
        try town.dispatch(BridgeTown.sample(1))
        try town.dispatch(BridgeTown.sample(1, version: 2, state: .revoked), TaskEvent(.revoked))
        let bridge = try town.bridge(city.remote)
        try bridge.rounds(town)
        #expect(city.remote.requests.isEmpty)
        #expect(try town.feedback().isEmpty)
    }

    @Test func `a task that was taken away later is not followed, and the log names the remote's request`() throws {
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        try town.dispatch(BridgeTown.sample(1, version: 2, state: .revoked), TaskEvent(.revoked))
        try bridge.rounds(town)
        city.set("R-1", "closed", "done")
        town.pass(.seconds(600))
        try bridge.rounds(town)
        #expect(try town.feedback().map(\.kind) == [.accept])
        #expect(town.logged.contains("task-withdrawn-after-sending") && town.logged.contains("R-1"))
    }

    @Test func `rework is a new request that names the first`() throws {
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        city.set("R-1", "closed", "done")
        town.pass(.seconds(70))
        try bridge.rounds(town)
        try town.dispatch(BridgeTown.sample(1, version: 2), TaskEvent(.reopened, saying: "still there"))
        try bridge.rounds(town)
        #expect(city.all.count == 2)
        let description = try #require(city.all.last?.form["description"])
        #expect(description.contains("Rework of R-1: still there") && description.hasSuffix("[\(BridgeTown.task)/2]"))
        city.set("R-2", "closed", "done again")
        town.pass(.seconds(70))
        try bridge.rounds(town)
        #expect(try town.feedback().map(\.kind) == [.accept, .resolve, .accept, .resolve])
        #expect(Set(try town.feedback().map(\.eventID)).count == 4)
    }

    @Test func `an urge that crosses the answer makes no second request, and an old version has no effect`() throws {
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1, version: 2))
        try bridge.rounds(town)
        city.set("R-1", "closed", "done")
        town.pass(.seconds(70))
        try bridge.rounds(town)
        try town.dispatch(BridgeTown.sample(1, version: 3, state: .accepted), TaskEvent(.urged))
        try town.dispatch(BridgeTown.sample(1, version: 2), TaskEvent(.redispatched))
        try town.dispatch(BridgeTown.sample(1, version: 1))
        try bridge.rounds(town)
        #expect(city.all.count == 1)
    }

    @Test func `an answer that was not allowed is given again later under another id`() throws {
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        city.set("R-1", "closed", "done")
        town.pass(.seconds(70))
        try bridge.rounds(town)
        let resolve = try #require(try town.feedback().last)
        try town.dispatch(
            BridgeTown.sample(1, version: 2, state: .accepted),
            TaskEvent(.refused, cause: Cause(sender: "department/traffic-police", id: resolve.eventID)))
        try bridge.rounds(town)
        #expect(try town.feedback().count == 2)
        town.pass(.minutes(11))
        try bridge.rounds(town)
        let feedback = try town.feedback()
        #expect(feedback.map(\.kind) == [.accept, .resolve, .resolve])
        #expect(Set(feedback.map(\.eventID)).count == 3)
        #expect(city.all.count == 1)
    }

    @Test func `a request that another dispatcher rejected is returned, and its close code is the result`() throws {
        let bridge = try town.bridge(city.remote)
        for number in 1...2 { try town.dispatch(BridgeTown.sample(number)) }
        try bridge.rounds(town)
        city.set("R-1", "closed", "no hazard", more: #","extended_attributes":{"state":"rejected"}"#)
        city.set(
            "R-2", "closed", "gone", more: #","extended_attributes":{"state":"closed","close_code":"not-found"}"#)
        town.pass(.seconds(70))
        try bridge.rounds(town)
        let answers = try town.feedback().filter { $0.kind != .accept }
        try #require(answers.map(\.kind) == [.return, .resolve])
        #expect(answers[0].reason == "Open311: no hazard" && answers[1].result == .notFound)
    }

    @Test func `a request that the remote has lost is returned`() throws {
        let bridge = try town.bridge(city.remote)
        try town.dispatch(BridgeTown.sample(1))
        try bridge.rounds(town)
        city.remove("R-1")
        for _ in 0..<4 {
            town.pass(.seconds(70))
            try bridge.rounds(town, 2)
        }
        #expect(try town.feedback().count == 1)
        town.pass(.seconds(70))
        try bridge.rounds(town, 2)
        #expect(try town.feedback().map(\.kind) == [.accept, .return])
    }

    @Test func `an emergency is sent before what waited longer`() throws {
        for number in 1...3 { try town.dispatch(BridgeTown.sample(number)) }
        var urgent = BridgeTown.sample(4)
        urgent.priority = .p0
        try town.dispatch(urgent)
        let bridge = try town.bridge(city.remote)
        try bridge.rounds(town)
        #expect(city.all.count == 4 && city.all.first?.form["attribute[priority]"] == "P0")
    }

    @Test func `one bridge at a time, and only of the log that its file belongs to`() throws {
        let first = try town.bridge(city.remote)
        try first.step()
        let path = town.folder + "/bridge/open311-traffic-police.db"
        #expect(throws: BridgeFault.inUse(path: path)) { try town.bridge(city.remote) }
        withExtendedLifetime(first) {}
        let other = try BridgeTown()
        try FileManager.default.copyItem(atPath: town.folder + "/bridge", toPath: other.folder + "/bridge")
        #expect(throws: BridgeFault.self) { try other.bridge(city.remote) }
    }
}

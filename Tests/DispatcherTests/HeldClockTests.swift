import Dispatcher
import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

/// Clocks that stop during a hold, across lanes, restarts and lost files.
@Suite struct HeldClockTests {
    @Test(arguments: TestedLog.here)
    func
        `after a hold with lost files, making safe has its remaining time, and every escalation level is reported once`(
            _ log: TestedLog
        ) throws
    {
        let scene = try Scene(log)
        // A burst water main must be shut within an hour and repaired within five working days.
        try scene.report(
            "u-1", "jianyang.sentinel", "phone",
            [
                "text": "水管爆了", "category_hint": "U03",
                "location": ["address": "沱江路 12 号", "district": "510185"],
            ])
        try scene.says("water-supply", "accept", about: "u-1")
        try scene.says("municipal-works", "accept", about: "u-1")
        let until = scene.now.adding(minutes: 110)
        try scene.commands("suspend", about: "u-1", ["until": .string(TimeText.text(until, .china))])
        let held = try scene.value("u-1")
        try #require(held.state == .suspended)
        let due = try safeAt(held, resumingAt: until)
        #expect(held.makeSafeDueAt == due)
        #expect(try scene.sent("water-supply", about: "u-1").last?.makeSafeDueAt == due)
        try scene.restart(losingFiles: true)
        try scene.advance(minutes: 111)
        let resumed = try scene.value("u-1")
        #expect(resumed.state == .inProgress && resumed.flags.urges == 0 && !resumed.flags.madeSafeLate)
        #expect(resumed.makeSafeDueAt == due)
        try scene.restart(losingFiles: true)
        try scene.advance(minutes: 60)
        let late = try scene.value("u-1")
        #expect(late.flags.madeSafeLate && late.history.filter { $0.kind == "not-safe" }.count == 1)
        #expect(try scene.sent("water-supply", about: "u-1").last?.event == .urged)
        let written = try scene.read(scene.bench.topics.cases).count
        try scene.restart(losingFiles: true)
        try scene.turnAround()
        #expect(try scene.read(scene.bench.topics.cases).count == written)
        try scene.end()
    }

    /// The first of two deadlines, counted from its start without the hold.
    private func safeAt(_ value: Case, resumingAt end: Instant) throws -> Instant {
        let from = try #require(value.makeSafeFrom)
        let stopped = try #require(value.pauses.pauses.last?.start)
        return from.adding(milliseconds: 3_600_000 + end.milliseconds - stopped.milliseconds)
    }
}

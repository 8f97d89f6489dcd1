import JSONText
import Testing

/// `hazard due` with the shipped calendar.
struct DueTests {
    private func answer(_ words: [String]) async throws -> JSONValue {
        let outcome = try await Hazard.run(["due", "--json"] + words)
        #expect(outcome.code == 0 && outcome.lines.count == 1, "\(outcome.errorOutput)")
        return try JSONValue(reading: Array((outcome.lines.first ?? "").utf8))
    }

    @Test func `a deadline is explained for scripts: due_at and the periods that counted`() async throws {
        let found = try await answer(["--limit", "4wh", "--from", "2026-02-13T17:00:00+08:00"])
        #expect(found["due_at"]?.string == "2026-02-14T11:00:00+08:00")
        let stretches = found["stretches"]?.array ?? []
        #expect(stretches.compactMap { $0["from"]?.string?.suffix(14).prefix(8) } == ["17:00:00", "08:00:00"])
        let urgent = try await answer(["--limit", "2uh", "--from", "2026-03-06T09:00:00Z"])
        #expect(urgent["due_at"]?.string == "2026-03-06T19:00:00+08:00")
    }

    @Test func `a pause moves the deadline, and with an open pause there is none`() async throws {
        let words = ["--limit", "2uh", "--from", "2026-03-06T17:00:00+08:00", "--pause"]
        let moved = try await answer(words + ["2026-03-06T18:00:00+08:00/2026-03-06T18:30:00+08:00"])
        #expect(moved["due_at"]?.string == "2026-03-06T19:30:00+08:00")
        let open = try await answer(words + ["2026-03-06T18:00:00+08:00/"])
        #expect(open["due_at"]?.string == nil && open["stretches"]?.array?.count == 1)
    }

    @Test func `in a year without a calendar only weekends are left out, and the answer says so`() async throws {
        // Thursday evening, then Friday.
        let words = ["--limit", "4wh", "--from", "2031-03-06T17:00:00+08:00"]
        let found = try await answer(words)
        #expect(found["due_at"]?.string == "2031-03-07T11:00:00+08:00" && found["calendar_missing"]?.int == 2031)
        let text = try await Hazard.run(["due"] + words)
        #expect(text.output.contains("2031.yaml"))
    }

    @Test(arguments: [
        (["--limit", "4", "--from", "2026-03-06T17:00:00+08:00"], "4wh"),
        (["--limit", "4wh", "--from", "Friday"], "2026-11-22T08:15:00+08:00"),
        (["--limit", "4wh", "--from", "2026-03-06T17:00:00+08:00", "--pause", "a"], "FROM/TO"),
    ])
    func `a question without an answer ends with 2 and names the fix`(words: [String], fix: String) async throws {
        let outcome = try await Hazard.run(["due"] + words)
        #expect(outcome.code == 2 && outcome.output.isEmpty)
        #expect(outcome.errorOutput.contains(fix), "\(outcome.errorOutput)")
    }
}

import Foundation
import JSONText
import TestSupport
import Testing

/// `hazard moves` and the page that it generates.
struct MovesTests {
    @Test func `the page of states and moves agrees with the table`() async throws {
        let drawn = try await Hazard.run(["moves", "--markdown"])
        #expect(drawn.code == 0)
        let page = Repository.root.appending(path: "Sources/STATES.md")
        let written = try String(contentsOf: page, encoding: .utf8)
        #expect(drawn.output == written, "run: hazard moves --markdown > Sources/STATES.md")
    }

    @Test func `the table can be limited to a state and a role`() async throws {
        let outcome = try await Hazard.run(["moves", "--state", "suspended", "--role", "dispatcher", "--json"])
        let moves = try outcome.lines.map { try JSONValue(reading: Array($0.utf8))["move"]?.string }
        #expect(moves.contains("resume") && !moves.contains("supervise") && !moves.contains("close"))
    }
}

import Foundation
import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

/// Records that an earlier version of this program wrote (`Records/`): invented reports, run to their end.
struct OlderRecordsTests {
    @Test func `every case of schema version 1 is read, and its sentences stay as they were written`() throws {
        var kinds: Set<EventKind> = []
        for bytes in try lines("cases-v1.ndjson") {
            let value = try CaseCodec.decode(bytes)
            let old = try JSONValue(reading: bytes)
            #expect(old["schema_version"]?.int == 1)
            let entries = old["history"]?.array ?? []
            #expect(value.history.count == entries.count)
            for (event, entry) in zip(value.history, entries) {
                kinds.insert(event.kind)
                let (reason, note) = sentences(of: event)
                #expect(reason == entry["reason"]?.string)
                #expect(note == entry["note"]?.string)
            }
            let rewritten = JSONWriter.bytes { CaseCodec.encode(value, zone: .china, to: &$0) }
            #expect(try CaseCodec.decode(rewritten) == value)
        }
        #expect(kinds.count == 18)
    }

    @Test func `every reward of schema version 1 is read, and written again it is the same`() throws {
        let lines = try lines("rewards-v1.ndjson")
        #expect(lines.count == 6)
        for bytes in lines {
            let record = try JSONValue(reading: bytes)
            let key = try #require(record["key"]?.string)
            let content = try RewardCodec.decode(key: key, Array(try #require(record["value"]?.string).utf8))
            guard case .entry(let entry) = content else {
                Issue.record("\(key) is not an entry")
                continue
            }
            #expect(key == "\(entry.programme)/\(entry.entryID)")
        }
    }

    /// Ours (`written`), or the sender's own words.
    private func sentences(of event: CaseEvent) -> (reason: String?, note: String?) {
        switch event.detail {
        case .written(let reason, let note): (reason, note)
        case nil: (event.reason, event.note)
        case let detail?: ("read as \(detail)", nil)
        }
    }

    private func lines(_ name: String) throws -> [[UInt8]] {
        let text = try String(contentsOfFile: Repository.path("Tests/HazardWireTests/Records/\(name)"), encoding: .utf8)
        return text.split(separator: "\n").map { Array($0.utf8) }
    }
}

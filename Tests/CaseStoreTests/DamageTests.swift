import CaseStore
import Foundation
import HazardCore
import SQLite
import TestSupport
import Testing

/// Damage on the disk is reported as `.corrupt` and is never returned as data.
@Suite struct DamageTests {
    @Test func `a damaged header is found on opening`() throws {
        let place = try filled()
        try edit(place) { bytes in for index in 0..<64 { bytes[index] = 0x5A } }
        try expectCorrupt { _ = try place.open() }
    }

    @Test func `a file that is not a database is found on opening`() throws {
        let place = try filled()
        try edit(place) { $0 = Array(String(repeating: "not a database ", count: 2_000).utf8) }
        try expectCorrupt { _ = try place.open() }
    }

    @Test func `a truncated file is found on opening`() throws {
        let place = try filled()
        try edit(place) { $0.removeLast($0.count / 2) }
        try expectCorrupt { _ = try place.open() }
    }

    @Test func `one flipped bit in a body is found by a read of that case, and other cases are not affected`() throws {
        let place = try filled()
        let words = Array("\"case_id\":\"\(SampleCases.id(70))\",\"shard\"".utf8)
        try edit(place) { bytes in
            let start = try #require(bytes.indices.first { bytes[$0...].starts(with: words) })
            bytes[start + words.count + 20] ^= 0x04
        }
        let store = try place.open()
        try expectCorrupt { _ = try store.body(of: SampleCases.id(70)) }
        #expect(try store.body(of: SampleCases.id(71)) == SampleCases.plain(71).sampleBody)
        let reader = try StoreReader(path: place.file(), shard: 3)
        try expectCorrupt { _ = try reader.body(of: SampleCases.id(70)) }
        try expectCorrupt { _ = try reader.cases(order: .id, limit: 1000) }
        let always = CaseSpan(from: Instant(milliseconds: 0), to: Instant(milliseconds: Int64.max))
        try expectCorrupt { _ = try reader.page(of: always, after: nil, limit: 1000) }
        try expectCorrupt { _ = try reader.tasks(of: "fire", limit: 1000) }
    }

    @Test(arguments: [11, 12, 13, 14, 15, 16] as [UInt64])
    func `overwritten pages are found, or every body is unchanged`(seed: UInt64) throws {
        let place = try filled()
        var random = Dice(seed)
        try edit(place) { bytes in
            for _ in 0..<3 {
                let page = Int.random(in: 1..<bytes.count / 8192, using: &random) * 8192
                for offset in 0..<512 { bytes[page + offset] = UInt8.random(in: 0...255, using: &random) }
            }
        }
        var found = 0
        do {
            let store = try place.open()
            for number in 1...200 {
                do {
                    let body = try store.body(of: SampleCases.id(number))
                    #expect(body == nil || body == SampleCases.plain(number).sampleBody)
                } catch {
                    guard case .corrupt = error.kind else { throw error }
                    found += 1
                }
            }
            do {
                let reader = try StoreReader(path: place.file(), shard: 3)
                _ = try reader.cases(order: .id, limit: 1000)
                for department in ["fire", "traffic-police"] { _ = try reader.tasks(of: department, limit: 1000) }
                for number in 1...200 { _ = try reader.report("g1-\(number)") }
                _ = try SQLiteConnection(place.file(), mode: .readOnly).integer("SELECT sum(length(kind)) FROM history")
            } catch let fault as StoreFault {
                guard case .corrupt = fault.kind else { throw fault }
                found += 1
            } catch let error as SQLiteError where error.isCorrupt {
                found += 1
            }
        } catch let fault as StoreFault {
            guard case .corrupt = fault.kind else { throw fault }
            found += 1
        }
        #expect(found > 0)
    }

    private func filled() throws -> TemporaryStore {
        let place = TemporaryStore()
        try place.open().save((1...200).map { SampleCases.plain($0) })
        return place
    }

    private func edit(_ place: TemporaryStore, _ change: (inout [UInt8]) throws -> Void) throws {
        let url = URL(fileURLWithPath: place.file())
        var bytes = Array(try Data(contentsOf: url))
        #expect(bytes.count > 100_000, "the log was not copied when the store was closed")
        try change(&bytes)
        try Data(bytes).write(to: url)
    }

    private func expectCorrupt(_ body: () throws -> Void) throws {
        let fault = #expect(throws: StoreFault.self, performing: body)
        guard case .corrupt = fault?.kind else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(fault?.canRebuild == true)
    }
}

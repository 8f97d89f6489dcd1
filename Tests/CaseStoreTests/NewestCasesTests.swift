import CaseStore
import HazardCore
import Testing

struct NewestCasesTests {
    @Test func `the newest cases come first and no more than asked for`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.save((1...5).map { SampleCases.plain($0) })
        let reader = try StoreReader(path: place.file(), shard: 3)
        #expect(try reader.newestCases(limit: 3).map(\.id) == [5, 4, 3].map { SampleCases.id($0).text })
        #expect(try reader.newestCases(limit: 3).first?.body == SampleCases.plain(5).sampleBody)
        #expect(try reader.newestCases(limit: 50).count == 5)
    }

    @Test func `a position is known once a commit named it`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let reader = try StoreReader(path: place.file(), shard: 3)
        #expect(try reader.position(topic: "hazard.cases", partition: 3) == nil)
        try store.save([], positions: [StoredPosition(topic: "hazard.cases", partition: 3, next: 17)])
        #expect(try reader.position(topic: "hazard.cases", partition: 3) == 17)
        #expect(try reader.position(topic: "hazard.cases", partition: 2) == nil)
    }
}

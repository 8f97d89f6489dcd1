import CaseStore
import Foundation
import HazardCore
import SQLite
import TestSupport
import Testing
import Wording

/// Which files are opened, and the faults of the others.
@Suite struct OpeningTests {
    @Test func `an absent file is created, empty, with the installation's identity`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        #expect(try store.positions().isEmpty)
        #expect(store.path == place.file())
        let outside = try SQLiteConnection(place.file(), mode: .readOnly)
        #expect(try outside.text("PRAGMA journal_mode") == "wal")
        #expect(try outside.integer("PRAGMA page_size") == 8192)
    }

    @Test func `a second writer of a shard is refused until the first is released`() throws {
        let place = TemporaryStore()
        let directory = try place.directory()
        do {
            let first = try ShardStore.open(in: directory, shard: 3, identity: TemporaryStore.identity)
            let fault = #expect(throws: StoreFault.self) {
                try ShardStore.open(in: directory, shard: 3, identity: TemporaryStore.identity)
            }
            #expect(fault?.kind == .inUse(by: ProcessInfo.processInfo.processIdentifier))
            #expect(throws: StoreFault.self) { try directory.delete(shard: first.shard) }
            _ = try ShardStore.open(in: directory, shard: 4, identity: TemporaryStore.identity)
        }
        _ = try ShardStore.open(in: directory, shard: 3, identity: TemporaryStore.identity)
    }

    @Test func `a file of another installation is refused with the command that rebuilds it`() throws {
        let place = TemporaryStore()
        _ = try place.open()
        var cluster = TemporaryStore.identity
        cluster.cluster = "cluster-2"
        var topics = TemporaryStore.identity
        topics.topics[0] = "test.reports"
        var shards = TemporaryStore.identity
        shards.shards = 12
        let cases: [(StoreIdentity, StoreFault.Kind)] = [
            (cluster, .otherCluster(found: "cluster-1", expected: "cluster-2")),
            (topics, .otherTopics(found: TemporaryStore.identity.topics, expected: topics.topics)),
            (shards, .otherShardCount(found: 6, expected: 12)),
        ]
        for (identity, kind) in cases {
            let fault = #expect(throws: StoreFault.self) { try place.open(identity: identity) }
            #expect(fault?.kind == kind)
            #expect(fault?.canRebuild == false)
            #expect(fault?.description.hasPrefix(place.file()) == true)
        }
        let fault = #expect(throws: StoreFault.self) { try place.open(identity: cluster) }
        #expect(fault?.description.contains("`hazard rebuild --shard 3`") == true)
        #expect(fault?.text.zh.contains("请执行 `hazard rebuild --shard 3`") == true)
        _ = try place.open()
    }

    @Test func `another shard's file under this shard's name is refused`() throws {
        let place = TemporaryStore()
        _ = try place.open(shard: 2)
        try FileManager.default.moveItem(atPath: place.file(shard: 2), toPath: place.file(shard: 3))
        let fault = #expect(throws: StoreFault.self) { try place.open(shard: 3) }
        #expect(fault?.kind == .otherShard(found: 2, expected: 3))
    }

    @Test(arguments: [(99, false), (-1, true)])
    func `a file of another schema is refused; only an older one may be rebuilt`(version: Int, canRebuild: Bool) throws
    {
        let place = TemporaryStore()
        _ = try place.open()
        try SQLiteConnection(place.file(), mode: .readWriteCreate).execute("PRAGMA user_version = \(version)")
        let fault = #expect(throws: StoreFault.self) { try place.open() }
        #expect(fault?.canRebuild == canRebuild)
        #expect(fault?.description.contains("schema \(version)") == true)
        #expect(throws: StoreFault.self) { try StoreReader(path: place.file(), shard: 3) }
    }

    @Test func `a database of another program is refused and not changed`() throws {
        let place = TemporaryStore()
        let directory = try place.directory()
        try SQLiteConnection(place.file(), mode: .readWriteCreate).execute("CREATE TABLE notes (text TEXT)")
        let fault = #expect(throws: StoreFault.self) {
            try ShardStore.open(in: directory, shard: 3, identity: TemporaryStore.identity)
        }
        #expect(fault?.description.contains("not a shard of this program") == true)
        #expect(try SQLiteConnection(place.file(), mode: .readOnly).integer("SELECT count(*) FROM notes") == 0)
    }

    @Test func `a deleted shard is opened empty, and deleting it twice is not a fault`() throws {
        let place = TemporaryStore()
        do {
            let store = try place.open()
            try store.save([SampleCases.plain(1)])
        }
        do {
            let directory = try place.directory()
            try directory.delete(shard: 3)
            try directory.delete(shard: 3)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: place.path)
        #expect(files.filter { $0.hasPrefix("shard-") }.isEmpty)
        #expect(try place.open().storedRows == StoreRows())
    }
}

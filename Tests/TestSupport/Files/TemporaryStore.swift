package import CaseStore
internal import Foundation
package import HazardCore
internal import HazardWire
internal import JSONText
package import MessageLog

/// A directory of its own for one test, removed with everything in it when released.
package final class TemporaryStore: Sendable {
    package let path: String
    private let root: URL
    package static let identity = StoreIdentity(
        cluster: "cluster-1", topics: ["hazard.reports", "hazard.feedback", "hazard.commands"], shards: 6)

    package init() {
        root = FileManager.default.temporaryDirectory.appending(path: "case-store-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        path = root.appending(path: "store").path
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    package func directory() throws -> StoreDirectory { try StoreDirectory(path) }

    /// The shard's store, in a directory held for as long as the store is.
    package func open(shard: Int = 3, identity: StoreIdentity = TemporaryStore.identity) throws -> ShardStore {
        try ShardStore.open(in: directory(), shard: shard, identity: identity)
    }

    package func file(shard: Int = 3) -> String { path + "/shard-\(shard).db" }
}

extension ShardStore {
    /// One transaction over some cases, with bodies that name case and version.
    package func save(_ cases: [Case], wakeAt: Instant? = nil, positions: [Position] = []) throws {
        try begin()
        for value in cases { try put(value, body: value.sampleBody, wakeAt: wakeAt) }
        try commit(positions: positions, shardTime: Instant(milliseconds: 1_000))
    }
}

extension Case {
    /// The record on `hazard.cases`, with white space at its end, so that sizes differ.
    package var sampleBody: [UInt8] {
        JSONWriter.bytes { CaseCodec.encode(self, zone: .utc, to: &$0) }
            + Array(repeating: UInt8(ascii: " "), count: id.number % 700 * 3)
    }
}

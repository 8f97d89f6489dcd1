import CaseStore
import Foundation
import TestSupport
import Testing
import Wording

/// The directory of the shards' files, and its two small files.
@Suite struct DirectoryTests {
    @Test func `a second server on the directory is refused with the process that has locked it`() throws {
        let place = TemporaryStore()
        let process = ProcessInfo.processInfo.processIdentifier
        do {
            let first = try place.directory()
            let fault = #expect(throws: StoreFault.self) { try place.directory() }
            #expect(fault?.kind == .inUse(by: process))
            #expect(fault?.description.contains("is in use by process \(process)") == true)
            #expect(fault?.description.contains("`store.directory`") == true)
            #expect(fault?.text.zh.contains("正被进程 \(process) 使用") == true)
            #expect(first.path == place.path)
        }
        _ = try place.directory()
    }

    @Test func `the member id is chosen once and stored`() throws {
        let place = TemporaryStore()
        let id = try place.directory().memberID()
        #expect(id.utf8.count == 16)
        #expect(try place.directory().memberID() == id)
        let other = TemporaryStore()
        #expect(try other.directory().memberID() != id)
    }

    @Test(arguments: ["", "0123", "0123456789ABCDEF", "0123456789abcdef\n"])
    func `a damaged member id is refused, not used`(text: String) throws {
        let place = TemporaryStore()
        let directory = try place.directory()
        try Data(text.utf8).write(to: URL(fileURLWithPath: place.path + "/member-id"))
        let fault = #expect(throws: StoreFault.self) { try directory.memberID() }
        #expect(fault?.description.contains("/member-id: is not a member id") == true)
    }

    @Test func `the account key is created once, and only its owner can read it`() throws {
        let place = TemporaryStore()
        let directory = try place.directory()
        let key = [UInt8](0..<32)
        #expect(try directory.accountKey { key } == key)
        #expect(try directory.accountKey { [9] } == key)
        let file = directory.accountKeyPath
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `the account key outlives the store, and is not made anew for a store that has shards`() throws {
        let place = TemporaryStore()
        let key = [UInt8](0..<32)
        #expect(try place.directory().accountKey { key } == key)
        try FileManager.default.removeItem(atPath: place.path)
        let directory = try place.directory()
        #expect(try directory.accountKey { [9] } == key)
        try Data().write(to: URL(filePath: directory.file(ofShard: 0)))
        try FileManager.default.removeItem(atPath: directory.accountKeyPath)
        let fault = #expect(throws: StoreFault.self) { try directory.accountKey { [9] } }
        #expect(fault?.description.contains("--new-account-key") == true)
        #expect(try directory.accountKey(acceptsNew: true) { [9] } == [9])
    }

    @Test func `the account key of an older version is moved out of the store`() throws {
        let place = TemporaryStore()
        let directory = try place.directory()
        let old = place.path + "/account-key"
        try Data([1, 2, 3]).write(to: URL(filePath: old))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: old)
        #expect(try directory.accountKey { [9] } == [1, 2, 3])
        #expect(!FileManager.default.fileExists(atPath: old))
        #expect(FileManager.default.fileExists(atPath: directory.accountKeyPath))
    }

    @Test func `only the owner can read a shard, also one that was readable before`() throws {
        let place = TemporaryStore()
        let directory = try place.directory()
        let identity = StoreIdentity(cluster: "c", topics: ["t"], shards: 1)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        let file = directory.file(ofShard: 0)
        do { _ = try ShardStore.open(in: directory, shard: 0, identity: identity) }
        #expect(try mode(file) == 0o600 && mode(place.path) == 0o700)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let store = try ShardStore.open(in: directory, shard: 0, identity: identity)
        for suffix in ["", "-wal", "-shm"] { #expect(try mode(file + suffix) == 0o600) }
        #expect(try store.positions().isEmpty)
    }

    @Test func `an account key that others can read, or an empty one, is refused`() throws {
        let place = TemporaryStore()
        let directory = try place.directory()
        let file = directory.accountKeyPath
        _ = try directory.accountKey { [1, 2, 3] }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let open = #expect(throws: StoreFault.self) { try directory.accountKey { [] } }
        #expect(open?.description.contains("chmod 600") == true)
        try Data().write(to: URL(fileURLWithPath: file))
        let empty = #expect(throws: StoreFault.self) { try directory.accountKey { [] } }
        #expect(empty?.description.contains("backup") == true)
    }

    @Test func `a directory that cannot be created is a fault of the disk`() throws {
        let place = TemporaryStore()
        try Data().write(to: URL(fileURLWithPath: place.path))
        let fault = #expect(throws: StoreFault.self) { try place.directory() }
        guard case .disk = fault?.kind else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }
}

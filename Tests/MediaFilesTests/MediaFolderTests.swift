import Foundation
import MediaFiles
import TestSupport
import Testing

/// The folder of pictures that servers share.
final class MediaFolderTests {
    private let path = FileManager.default.temporaryDirectory.path + "/media-\(UUID().uuidString)"
    private let folder: MediaFolder

    init() throws { folder = try MediaFolder(path + "/deep/er") }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private func put(_ bytes: [UInt8], from department: String? = nil) throws -> (facts: MediaFacts, isNew: Bool) {
        try folder.put(try #require(InspectedMedia(bytes)), bytes, from: department)
    }

    @Test func `a picture is stored once, by the hash of its bytes, with a stripped form beside it`() throws {
        let first = try put(SamplePictures.jpeg, from: "traffic-police")
        let again = try put(SamplePictures.jpeg, from: "sanitation")
        #expect(first.isNew && !again.isNew && first.facts.sha256 == again.facts.sha256)
        #expect(again.facts.departments == ["traffic-police", "sanitation"])
        #expect(folder.bytes(of: first.facts.sha256, .original) == SamplePictures.jpeg)
        #expect(folder.bytes(of: first.facts.sha256, .stripped) != SamplePictures.jpeg)
        let facts = try #require(folder.facts(of: first.facts.sha256))
        #expect(facts.kind == .jpeg && facts.place != nil && facts.size == SamplePictures.jpeg.count)
        // No name of another form becomes part of a path.
        for name in ["../../etc/passwd", "", first.facts.sha256.uppercased(), String(repeating: "g", count: 64)] {
            #expect(folder.facts(of: name) == nil && folder.bytes(of: name, .original) == nil)
        }
    }

    @Test func `a picture goes after 24 hours when no shard has a case with it, and every shard was asked after that`()
        throws
    {
        let kept = try put(SamplePictures.jpeg).facts.sha256
        let left = try put(SamplePictures.png).facts.sha256
        let sweep = MediaSweep(folder, shards: 2)
        let now = Int(Date().timeIntervalSince1970)
        try sweep.attach([kept], of: 0)
        // Nobody has asked shard 1: its cases may have the other one.
        age(left, 3 * MediaSweep.grace)
        #expect(sweep.removeUnattached(at: now + 10) == 0)
        try sweep.attach([], of: 1)
        age(kept, 3 * MediaSweep.grace)
        #expect(sweep.removeUnattached(at: now + 10) == 1)
        #expect(folder.facts(of: kept) != nil && folder.facts(of: left) == nil)
        // Younger than a day, or stored again within it.
        let young = try put(SamplePictures.png).facts.sha256
        #expect(sweep.removeUnattached(at: now + 10) == 0 && folder.facts(of: young) != nil)
        // The case is gone.
        try sweep.attach([], of: 0)
        #expect(sweep.removeUnattached(at: now + 10) == 1 && folder.facts(of: kept) == nil)
    }

    @Test func `small forms are made by a program of their own, which a hostile picture may kill`() throws {
        let tool = try #require(PictureTool(), "libvips-tools is missing: run make setup")
        for bytes in [SamplePictures.jpeg, SamplePictures.png, SamplePictures.heic] {
            let name = try put(bytes).facts.sha256
            #expect(tool.make(.small, of: name, in: folder))
            let small = try #require(folder.bytes(of: name, .small))
            #expect(InspectedMedia(small)?.kind == .jpeg && InspectedMedia(small)?.place == nil)
        }
        // A picture whose data are nonsense, and one that claims to be enormous.
        var broken = SamplePictures.jpeg
        for index in (broken.count - 60)..<(broken.count - 2) { broken[index] = 0x55 }
        var bomb = SamplePictures.png
        for index in 16..<24 { bomb[index] = index % 4 == 0 ? 0x3F : 0xFF }
        _ = tool.make(.small, of: try put(broken).facts.sha256, in: folder)
        #expect(!tool.make(.small, of: try put(bomb).facts.sha256, in: folder))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/new").isEmpty)
    }

    @Test func `without the program there are no small forms`() {
        #expect(PictureTool(programs: ["/nowhere/vipsthumbnail"]) == nil)
    }

    /// Makes a picture look as if it was stored so many seconds ago.
    private func age(_ name: String, _ seconds: Int) {
        let file = "\(folder.path)/\(name.prefix(2))/\(name).json"
        let date = Date().addingTimeInterval(-Double(seconds))
        try? FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
    }
}

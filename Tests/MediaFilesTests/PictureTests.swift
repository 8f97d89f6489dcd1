import Foundation
import MediaFiles
import TestSupport
import Testing

/// What a picture is by its content, and what is taken out of it.
struct PictureTests {
    private static let samples: [(MediaKind, [UInt8])] = [
        (.jpeg, SamplePictures.jpeg), (.png, SamplePictures.png), (.heic, SamplePictures.heic),
    ]

    private static func holds(_ bytes: [UInt8], _ text: String) -> Bool {
        Data(bytes).range(of: Data(text.utf8)) != nil
    }

    @Test(arguments: samples)
    func `a picture is known by its content, its place is read, and place, device and names go`(
        kind: MediaKind, bytes: [UInt8]
    ) throws {
        let media = try #require(InspectedMedia(bytes))
        #expect(media.kind == kind)
        let place = try #require(media.place)
        #expect(abs(place.latitude - 30.391) < 0.0001 && abs(place.longitude - 104.545) < 0.0001)
        #expect(Self.holds(bytes, "ACME-PHONE"))
        for secret in ["ACME-PHONE", "Zhang San"] { #expect(!Self.holds(media.stripped, secret), "\(secret)") }
        // The rest is a picture of the same kind, without a place.
        let again = try #require(InspectedMedia(media.stripped))
        #expect(again.kind == kind && again.place == nil)
        #expect(again.stripped == media.stripped)
    }

    @Test func `a turned picture stays turned`() throws {
        let stripped = try #require(InspectedMedia(SamplePictures.jpeg)).stripped
        // Tag 0x0112, type SHORT, one value: 6.
        #expect(Data(stripped).range(of: Data([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6])) != nil)
    }

    @Test(arguments: samples)
    func `a cut picture is none, wherever it is cut, and no byte sequence ends the program`(
        kind: MediaKind, bytes: [UInt8]
    )
        throws
    {
        for length in 0..<bytes.count where kind != .heic {
            #expect(InspectedMedia(Array(bytes[..<length])) == nil, "\(length)")
        }
        for length in 0..<bytes.count { _ = InspectedMedia(Array(bytes[..<length])) }
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let values: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, .random(in: 0...255, using: &dice)]
                broken[Int.random(in: broken.indices, using: &dice)] = values.randomElement(using: &dice) ?? 0
            }
            _ = InspectedMedia(broken)
        }
    }

    @Test func `what else a camera or a page may send is none`() {
        let others = [
            "GIF89a\u{1}\0\u{1}\0", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "BM6\0\0\0", "RIFF\0\0\0\0WEBPVP8 ",
            "\0\0\0\u{18}ftypavif\0\0\0\0avifmif1", "\0\0\0\u{18}ftypmp42\0\0\0\0isommp42", "%PDF-1.7", "",
        ]
        for text in others { #expect(InspectedMedia(Array(text.utf8)) == nil, "\(text)") }
        // A page that begins like a picture.
        #expect(InspectedMedia([0xFF, 0xD8, 0xFF] + Array("<script>alert(1)</script>".utf8)) == nil)
    }

    @Test func `what follows the end of a picture goes`() throws {
        for (_, bytes) in Self.samples.prefix(2) {
            let tail = bytes + Array("<script>alert(1)</script>".utf8)
            #expect(!Self.holds(try #require(InspectedMedia(tail)).stripped, "script"))
        }
    }
}

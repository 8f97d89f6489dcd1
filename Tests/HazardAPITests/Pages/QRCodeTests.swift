import Digest
import HazardAPI
import Testing

/// The codes on work sheets. What they must be was written by another encoder (the Python package qrcode 8).
struct QRCodeTests {
    /// Version, text, and the beginning of the SHA-256 of the modules with each mask.
    private static let expected: [(version: Int, text: String, hashes: [String])] = [
        (
            1, "HTTPS://A.CN/1",
            [
                "3f3cf498c96aa067", "c091491e7d263e57", "10b3281650e12092", "14bb012f59d6f540",
                "5f168269d20536c5", "225e930cd5535638", "6b152b2d5c3e64ba", "d5e29ad73c301c3f",
            ]
        ),
        (
            2, "https://desk.cn/d/x#t-01",
            [
                "e96730352e7417d5", "1b5ce72f5a77bbdf", "d0d8b0bca8bb1114", "a2cd82abd19717c0",
                "5f51ee09c31042e5", "7434581f2f744bd2", "cca1e6fb5622460c", "b8065d4d3dee18ff",
            ]
        ),
        (
            5, "https://desk.example/d/traffic-police#task-20251122-00-000001-0001",
            [
                "826576df3296a5a7", "ec8a1a53d819d58c", "c5278a6981d874c0", "66aec804efc09b4c",
                "4883f4f9e1e398ec", "530ff2c8cfd9db46", "0209dc00a13d26d7", "0b100648a976dbae",
            ]
        ),
        (
            7, String(repeating: "x", count: 120),
            [
                "6c987a3a09f304bd", "451cb88b5fe9392f", "9d284324e97f5964", "c71069958fd8ce8b",
                "3053ea0041c6a2ee", "faf8db708232d5af", "9d9b0dba533f427c", "a89ed7d9ed2e670f",
            ]
        ),
        (
            10, String(repeating: "案", count: 70),
            [
                "0b90477bbd2a0123", "bde3a3c651d8df1b", "bdbd7097209d4a4a", "d9214659e424bd87",
                "552ac4cafdfde907", "684970b6656dfe89", "649f1afb30ba6672", "49353ab09266fb85",
            ]
        ),
    ]

    @Test func `a code is as another encoder writes it, in every mask`() throws {
        for (version, text, hashes) in Self.expected {
            for mask in 0..<8 {
                let code = try #require(QRCode(text, mask: mask))
                #expect(code.size == 17 + 4 * version)
                let picture = code.rows.map { String($0.map { $0 ? "#" : "." }) }.joined(separator: "\n")
                let hash = Hex.encode(try SHA256.digest(of: Array(picture.utf8)))
                #expect(hash.hasPrefix(hashes[mask]), "version \(version), mask \(mask)")
            }
        }
    }

    @Test func `the drawing has every dark module, and a text that does not fit has no code`() throws {
        let code = try #require(QRCode("https://desk.example/d/traffic-police#task-20251122-00-000001"))
        let svg = code.svg(label: "<a>")
        let drawn = svg.matches(of: /M\d+ \d+h(\d+)v1/).reduce(0) { $0 + (Int($1.1) ?? 0) }
        #expect(drawn == code.rows.reduce(0) { $0 + $1.count { $0 } })
        #expect(svg.contains("aria-label=\"&lt;a&gt;\""))
        #expect(QRCode(String(repeating: "x", count: 213)) != nil && QRCode(String(repeating: "x", count: 214)) == nil)
    }
}

import Digest
import Testing

@Suite struct TokenTests {
    @Test func `every byte is encoded to hex and decoded back`() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.encode([0x00, 0x0f, 0xf0, 0xab]) == "000ff0ab")
    }

    @Test func `upper-case and lower-case hex is decoded`() {
        #expect(Hex.decode("DeadBEEF") == [0xde, 0xad, 0xbe, 0xef])
    }

    @Test(arguments: ["0", "0g", "g0", " 0", "0x", "é", "00 00"]) func `text that is not hex is refused`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func `tokens have the requested length and never repeat`() throws {
        let tokens = try (0..<100).map { _ in try RandomToken.hex(byteCount: 16) }
        #expect(tokens.allSatisfy { $0.utf8.count == 32 && Hex.decode($0) != nil })
        #expect(Set(tokens).count == tokens.count)
        #expect(try RandomToken.hex().utf8.count == 64)
        #expect(try RandomToken.bytes(count: 0).isEmpty)
    }

    @Test func `secrets are equal only when every byte and the length are`() {
        #expect(ConstantTime.equal("token", "token"))
        #expect(ConstantTime.equal("", ""))
        #expect(!ConstantTime.equal("token", "tokem"))
        #expect(!ConstantTime.equal("token", "token1"))
        #expect(!ConstantTime.equal("é", "e\u{301}"), "equal as text, different as bytes")
    }
}

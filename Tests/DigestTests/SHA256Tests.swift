import Digest
import Testing

@Suite struct SHA256Tests {
    /// The examples of FIPS 180-2, appendix B, and the empty message of the NIST test vectors.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the published examples give the published digests`(message: String, digest: String) throws {
        #expect(Hex.encode(try SHA256.digest(of: Array(message.utf8))) == digest)
    }

    @Test func `a million letters give the digest of FIPS 180-2`() throws {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        let digest = Hex.encode(try SHA256.digest(of: letters))
        #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `a part of a buffer gives the digest of that part`() throws {
        let buffer = Array("--abc--".utf8)
        #expect(try SHA256.digest(of: buffer.span.extracting(2..<5)) == SHA256.digest(of: Array("abc".utf8)))
    }

    @Test func `many threads hash the same bytes to the same digest`() async throws {
        let expected = try SHA256.digest(of: [1, 2, 3])
        let agreed = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 where try SHA256.digest(of: [1, 2, 3]) != expected { return false }
                    return true
                }
            }
            return try await group.reduce(true) { $0 && $1 }
        }
        #expect(agreed)
    }
}

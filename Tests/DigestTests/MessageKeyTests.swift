import Digest
import Testing

@Suite struct MessageKeyTests {
    struct Vector: Sendable {
        let key: [UInt8]
        let message: [UInt8]
        let code: String
    }

    /// RFC 4231, test cases 1, 2, 3, 6 and 7: short keys, repeated bytes, keys longer than a block.
    static let published = [
        Vector(
            key: .init(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            key: .init(repeating: 0xaa, count: 20), message: .init(repeating: 0xdd, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            key: .init(repeating: 0xaa, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            key: .init(repeating: 0xaa, count: 131),
            message: Array(
                """
                This is a test using a larger than block-size key and a larger than block-size data. The key needs to be \
                hashed before being used by the HMAC algorithm.
                """.utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]

    @Test(arguments: published) func `the examples of RFC 4231 give the published codes`(vector: Vector) throws {
        let key = try MessageKey(bytes: vector.key)
        #expect(Hex.encode(try key.code(of: vector.message)) == vector.code)
        #expect(Hex.encode(try key.code(of: vector.message)) == vector.code, "a key is used more than once")
    }

    @Test func `an empty key is refused, an empty message has a code`() throws {
        #expect(throws: DigestFailure.self) { try MessageKey(bytes: []) }
        // A key is padded with zeros, so this is the published code of the empty key as well.
        let code = try MessageKey(bytes: [0]).code(of: [])
        #expect(Hex.encode(code) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `a code is accepted only for its message and key`() throws {
        let key = try MessageKey(bytes: Array("gateway-1".utf8))
        let message = Array("a pothole".utf8)
        let code = try key.code(of: message)
        #expect(try key.accepts(code, for: message))
        #expect(try !key.accepts(code, for: Array("a pothole!".utf8)))
        #expect(try !key.accepts(Array(code.dropLast()), for: message))
        #expect(try !MessageKey(bytes: Array("gateway-2".utf8)).accepts(code, for: message))
    }

    @Test func `many threads may use one key`() async throws {
        let vector = MessageKeyTests.published[0]
        let key = try MessageKey(bytes: vector.key)
        let agreed = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 where Hex.encode(try key.code(of: vector.message)) != vector.code { return false }
                    return true
                }
            }
            return try await group.reduce(true) { $0 && $1 }
        }
        #expect(agreed)
    }
}

internal import HTTP
internal import Digest

/// Makes the ids of reports from the web page, and the secrets of their links.
///
/// Both come from the installation's key, so that nothing has to be stored and nobody can take an id of a gateway.
struct RiderSecrets: Sendable {
    private static let prefix = "web-"
    private let hashes: KeyedHash?

    /// Without a key of the installation the links are good until the server restarts.
    init(_ context: APIContext) {
        let fresh = (try? RandomToken.bytes(count: 32)).flatMap { try? MessageKey(bytes: $0) }
        hashes = context.hashes ?? fresh.flatMap { try? KeyedHash($0) }
    }

    /// A new id for a report of a programme: `web-`, 80 random bits and their code, in letters only, so that no run of digits
    /// looks like a telephone number.
    ///
    /// - Throws: A 503 when none can be made.
    func freshID(for programme: String) throws(Problem) -> String {
        guard let random = try? RandomToken.hex(byteCount: 10), let code = code("id", random + programme) else {
            throw Self.unavailable
        }
        return Self.prefix + Self.letters(random) + "-" + Self.letters(code.prefix(16))
    }

    /// Whether this server made the id for that programme.
    func isOurs(_ id: String, for programme: String) -> Bool {
        let parts = id.dropFirst(Self.prefix.count).split(separator: "-")
        guard id.hasPrefix(Self.prefix), parts.count == 2, let random = Self.hex(parts[0]),
            let code = code("id", random + programme)
        else { return false }
        return ConstantTime.equal(String(parts[1]), Self.letters(code.prefix(16)))
    }

    /// The secret of a report's link: its id and a code of 128 bits.
    ///
    /// - Throws: A 503 when none can be made.
    func link(to id: String) throws(Problem) -> String {
        guard let code = code("link", id) else { throw Self.unavailable }
        return id + "-" + Self.letters(code[...])
    }

    /// The report that a link leads to; nil when the secret is not right.
    func report(of secret: String) -> String? {
        guard let dash = secret.lastIndex(of: "-") else { return nil }
        let id = String(secret[..<dash])
        guard id.hasPrefix(Self.prefix), let code = code("link", id) else { return nil }
        return ConstantTime.equal(String(secret[secret.index(after: dash)...]), Self.letters(code[...])) ? id : nil
    }

    /// 128 bits in hex.
    private func code(_ purpose: String, _ text: String) -> String? {
        (try? hashes?.text(of: Array("web page/\(purpose)/\(text)".utf8)))?.split(separator: ":").last.map(String.init)
    }

    private static func letters(_ hex: some StringProtocol) -> String {
        String(
            decoding: hex.utf8.map { $0 <= UInt8(ascii: "9") ? $0 - UInt8(ascii: "0") + UInt8(ascii: "g") : $0 },
            as: UTF8.self)
    }

    private static func hex(_ letters: some StringProtocol) -> String? {
        guard letters.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "p")).contains($0) }) else { return nil }
        return String(
            decoding: letters.utf8.map { $0 >= UInt8(ascii: "g") ? $0 - UInt8(ascii: "g") + UInt8(ascii: "0") : $0 },
            as: UTF8.self)
    }

    private static let unavailable = Problem(
        503, "no-random-numbers", zh: "现在无法接收：请稍后再试", en: "nothing can be taken now: try again later")
}

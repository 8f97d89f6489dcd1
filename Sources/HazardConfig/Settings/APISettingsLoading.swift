internal import Credentials
internal import Digest
internal import HazardCore
internal import Wording

extension APISettings {
    init(_ reader: SettingReader) {
        self.init()
        listen = reader.list("api.listen", .address, else: listen)
        proxies = reader.list("api.proxies", .network, else: proxies)
        hosts = reader.list("api.hosts", .text, else: hosts).map { $0.lowercased() }
        accessLog = Self.accessLogPlace(reader)
        tokens = TokenReader(reader: reader).read()
        let certificate = reader.path("api.tls.certificate", else: nil)
        let key = reader.path("api.tls.key", else: nil)
        switch (certificate, key) {
        case (let certificate?, let key?): tls = TLSSettings(certificate: certificate, key: key)
        case (let certificate?, nil):
            reader.problems.add(
                at: reader.place(of: "api.tls.certificate", else: certificate), "api.tls.key", .missing,
                hint: LocalText(zh: "证书要与私钥一起给出", en: "a certificate needs its key"))
        case (nil, let key?):
            reader.problems.add(
                at: reader.place(of: "api.tls.key", else: key), "api.tls.certificate", .missing,
                hint: LocalText(zh: "私钥要与证书一起给出", en: "a key needs its certificate"))
        case (nil, nil): break
        }
    }
}

extension APISettings {
    /// `stderr`, `off`, or the path of a file.
    private static func accessLogPlace(_ reader: SettingReader) -> AccessLogPlace {
        let key = "api.access_log"
        let given = reader.node(key)
        guard let given, let text = given.node.text, !text.isEmpty else {
            reader.record(key, "stderr", given?.origin, at: given?.node.place)
            if let given {
                reader.problems.add(
                    at: given.node.place, key,
                    .mustBe(LocalText(zh: "stderr、off 或文件路径", en: "stderr, off or a path"), not: given.node))
            }
            return .standardError
        }
        let path = reader.resolver(for: given.origin)(text)
        let place: AccessLogPlace =
            switch text {
            case "stderr": .standardError
            case "off": .off
            default: .file(path)
            }
        let isFile = if case .file = place { true } else { false }
        reader.record(key, isFile ? path : text, given.origin, at: given.node.place)
        return place
    }
}

/// Reads the tokens of the API: from a list in the configuration and from a file of their own.
private struct TokenReader {
    let reader: SettingReader
    private var problems: ProblemCollector { reader.problems }

    func read() -> [AccessToken] {
        let inline = reader.node("api.tokens")
        let file = reader.node("api.tokens_file")
        var tokens: [AccessToken] = []
        if let inline { tokens += list(inline.node, inline.origin) }
        if let file { tokens += tokensFile(file.node, file.origin) }
        let given = inline ?? file
        reader.record(
            "api.tokens",
            tokens.isEmpty ? "" : tokens.map { "\($0.name) (\($0.role.rawValue))" }.joined(separator: ", "),
            given?.origin, at: given?.node.place)
        return tokens
    }

    private func list(_ node: YamlNode, _ origin: SettingOrigin) -> [AccessToken] {
        if case .file = origin { return tokens(node, path: "api.tokens") }
        problems.add(
            at: node.place, "api.tokens",
            LocalText(zh: "只能写在配置文件里", en: "can only be given in the configuration file"),
            hint: LocalText(zh: "改用 api.tokens_file 指定文件", en: "name a file with api.tokens_file instead"))
        return []
    }

    private func tokensFile(_ node: YamlNode, _ origin: SettingOrigin) -> [AccessToken] {
        guard let name = node.text, !name.isEmpty else {
            problems.add(
                at: node.place, "api.tokens_file", .mustBe(LocalText(zh: "文件路径", en: "a path"), not: node))
            return []
        }
        guard let root = PolicyFiles.tree(reader.resolver(for: origin)(name), problems) else { return [] }
        return TokenList(problems).read(file: root)
    }

    private func tokens(_ node: YamlNode, path: String) -> [AccessToken] { TokenList(problems).read(node, path: path) }
}

/// Reads a list of tokens, of the configuration or of a file of their own.
struct TokenList {
    private static let keys = [
        "name", "role", "token_sha256", "departments", "report_prefixes", "expires", "link_sha256", "link_until",
    ]

    private let problems: ProblemCollector

    init(_ problems: ProblemCollector) {
        self.problems = problems
    }

    /// The tokens of a file of their own.
    func read(file root: YamlNode) -> [AccessToken] {
        guard let file = Fields(root, path: "", known: ["tokens"], problems: problems),
            let list = file.value("tokens", required: true)
        else { return [] }
        return read(list, path: "tokens")
    }

    func read(_ node: YamlNode, path: String) -> [AccessToken] {
        guard case .sequence(let nodes) = node.value else {
            problems.add(
                at: node.place, path, .mustBe(LocalText(zh: "令牌列表", en: "a list of tokens"), not: node))
            return []
        }
        var unique = UniqueNames(problems)
        return nodes.enumerated().compactMap { index, node in
            guard let fields = Fields(node, path: "\(path)[\(index)]", known: Self.keys, problems: problems) else {
                return nil
            }
            let token = token(fields)
            unique.check(token.name, of: LocalText(zh: "令牌", en: "token"), fields, "name")
            return token
        }
    }

    private func token(_ fields: Fields) -> AccessToken {
        let role = fields.choice("role", AccessRole.self, required: true)
        let scope = SpeakerScope(fields)
        var token = AccessToken(
            name: fields.identifier("name"), role: role ?? .viewer, departments: scope.departments(of: role),
            sha256: digest(fields))
        token.reportPrefixes = scope.reportPrefixes(of: role)
        token.lastDay = lastDay(fields)
        token.link = link(fields)
        return token
    }

    /// The last day on which the token is valid.
    private func lastDay(_ fields: Fields) -> CivilDate? {
        guard let text = fields.text("expires") else { return nil }
        guard let day = CivilDate(text: text[...]) else {
            fields.report("expires", .mustBe(LocalText(zh: "日期，如 2027-02-28", en: "a date such as 2027-02-28")))
            return nil
        }
        return day
    }

    /// The link of `hazard token create --link`.
    private func link(_ fields: Fields) -> SignInLink? {
        guard let text = fields.text("link_sha256"), let until = fields.text("link_until").flatMap({ Int64($0) }) else {
            return nil
        }
        guard let bytes = Hex.decode(text), bytes.count == SHA256.byteCount else {
            fields.report(
                "link_sha256",
                .mustBe(LocalText(zh: "64 位十六进制数字", en: "64 hexadecimal digits")))
            return nil
        }
        return SignInLink(sha256: bytes, until: until)
    }

    private func digest(_ fields: Fields) -> [UInt8] {
        guard let text = fields.text("token_sha256", required: true) else { return [] }
        guard let bytes = Hex.decode(text), bytes.count == SHA256.byteCount else {
            // The text is not shown: it may be the token itself.
            fields.report(
                "token_sha256",
                .mustBe(
                    LocalText(
                        zh: "令牌的 SHA-256，即 64 位十六进制数字",
                        en: "the SHA-256 of the token in 64 hexadecimal digits")),
                hint: LocalText(
                    zh: "用 `printf %s TOKEN | sha256sum` 计算", en: "printf %s TOKEN | sha256sum"))
            return []
        }
        return bytes
    }
}

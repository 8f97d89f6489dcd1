internal import Credentials
internal import Digest

extension APISettings {
    init(_ reader: SettingReader) {
        self.init()
        listen = reader.list("api.listen", .address, else: listen)
        tokens = TokenReader(reader: reader).read()
        let certificate = reader.path("api.tls.certificate", else: nil)
        let key = reader.path("api.tls.key", else: nil)
        switch (certificate, key) {
        case (let certificate?, let key?): tls = TLSSettings(certificate: certificate, key: key)
        case (let certificate?, nil):
            reader.findings.add(
                at: reader.place(of: "api.tls.certificate", else: certificate), "api.tls.key", "is missing",
                hint: "a certificate needs its key")
        case (nil, let key?):
            reader.findings.add(
                at: reader.place(of: "api.tls.key", else: key), "api.tls.certificate", "is missing",
                hint: "a key needs its certificate")
        case (nil, nil): break
        }
    }
}

/// Reads who may call: a list in the configuration, or a file of its own.
private struct TokenReader {
    private static let keys = ["name", "role", "token_sha256", "departments"]

    let reader: SettingReader
    private var findings: Findings { reader.findings }

    func read() -> [AccessToken] {
        let inline = reader.node("api.tokens")
        let file = reader.node("api.tokens_file")
        var tokens: [AccessToken] = []
        if let inline { tokens += list(inline.node, inline.origin) }
        if let file { tokens += tokensFile(file.node, file.origin) }
        let given = inline ?? file
        reader.note(
            "api.tokens",
            tokens.isEmpty ? "" : tokens.map { "\($0.name) (\($0.role.rawValue))" }.joined(separator: ", "),
            given?.origin, at: given?.node.place)
        return tokens
    }

    private func list(_ node: YamlNode, _ origin: SettingOrigin) -> [AccessToken] {
        if case .file = origin { return tokens(node, path: "api.tokens") }
        findings.add(
            at: node.place, "api.tokens", "cannot be given here", hint: "name a file with api.tokens_file instead")
        return []
    }

    private func tokensFile(_ node: YamlNode, _ origin: SettingOrigin) -> [AccessToken] {
        guard let name = node.text, !name.isEmpty else {
            findings.add(at: node.place, "api.tokens_file", "must be a path, not \(node.kind)")
            return []
        }
        guard let root = PolicyFiles.tree(reader.resolver(for: origin)(name), findings),
            let file = Fields(root, path: "", known: ["tokens"], findings: findings),
            let list = file.value("tokens", required: true)
        else { return [] }
        return tokens(list, path: "tokens")
    }

    private func tokens(_ node: YamlNode, path: String) -> [AccessToken] {
        guard case .sequence(let nodes) = node.value else {
            findings.add(at: node.place, path, "must be a list of tokens, not \(node.kind)")
            return []
        }
        var unique = UniqueNames(findings)
        return nodes.enumerated().compactMap { index, node in
            guard let fields = Fields(node, path: "\(path)[\(index)]", known: Self.keys, findings: findings) else {
                return nil
            }
            let token = token(fields)
            unique.check(token.name, of: "token", fields, "name")
            return token
        }
    }

    private func token(_ fields: Fields) -> AccessToken {
        let role = fields.choice("role", AccessRole.self, required: true)
        let departments = fields.texts("departments") ?? []
        if role == .department, departments.isEmpty {
            findings.add(
                at: fields.node.place, fields.path(of: "departments"), "is missing",
                hint: "say whose tasks this caller works")
        } else if let role, role != .department, let node = fields.node["departments"] {
            findings.add(
                at: node.place, fields.path(of: "departments"), "means nothing for the role \(role.rawValue)",
                hint: "leave it out, or use the role department")
        }
        return AccessToken(
            name: fields.identifier("name"), role: role ?? .viewer, departments: departments, sha256: digest(fields))
    }

    private func digest(_ fields: Fields) -> [UInt8] {
        guard let text = fields.text("token_sha256", required: true) else { return [] }
        guard let bytes = Hex.decode(text), bytes.count == SHA256.byteCount else {
            // The text is not shown: it may be the token itself.
            findings.add(
                at: fields.node["token_sha256"]?.place ?? fields.node.place, fields.path(of: "token_sha256"),
                "must be the SHA-256 of the token in 64 hexadecimal digits",
                hint: "printf %s TOKEN | sha256sum")
            return []
        }
        return bytes
    }
}

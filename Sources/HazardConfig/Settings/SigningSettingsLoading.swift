internal import Credentials
internal import Wording

extension SigningSettings {
    init(_ reader: SettingReader) {
        self.init()
        SigningReader(reader: reader).read(into: &self)
    }
}

/// Reads `signing.keys`, `signing.require` and `signing.server_key_file`.
private struct SigningReader {
    private static let fields = ["id", "role", "departments", "report_prefixes", "file"]
    /// Fewer bytes than this are too easy to guess.
    private static let leastBytes = 16

    let reader: SettingReader
    private var problems: ProblemCollector { reader.problems }

    func read(into settings: inout SigningSettings) {
        settings.require = inputs()
        settings.serverSecrets = reader.secretFiles("signing.server_key_file", least: Self.leastBytes)
        settings.keys = keys()
        for old in ["intake.signatures", "intake.signature_files"] {
            reader.refuseMoved(
                below: old,
                hint: LocalText(
                    zh: "改用 signing.keys（每项含 id、role、file）、signing.server_key_file 和 signing.require",
                    en: "use signing.keys (each with id, role and file), signing.server_key_file and signing.require"))
        }
    }

    private func inputs() -> [SignedInput] {
        reader.list("signing.require", .choice, else: [])
    }

    private func keys() -> [SigningKeySettings] {
        guard let given = reader.node("signing.keys") else {
            reader.record("signing.keys", "", nil, at: nil)
            return []
        }
        var keys: [SigningKeySettings] = []
        if case .file = given.origin, case .sequence(let nodes) = given.node.value {
            keys = self.keys(nodes, given.origin)
        } else if case .file = given.origin {
            problems.add(
                at: given.node.place, "signing.keys",
                .mustBe(LocalText(zh: "密钥列表", en: "a list of keys"), not: given.node))
        } else {
            problems.add(
                at: given.node.place, "signing.keys",
                LocalText(zh: "只能写在配置文件里", en: "can only be given in the configuration file"))
        }
        let shown = keys.map { "\($0.id) (\($0.role.rawValue))" }.joined(separator: ", ")
        reader.record("signing.keys", shown, given.origin, at: given.node.place)
        return keys
    }

    private func keys(_ nodes: [YamlNode], _ origin: SettingOrigin) -> [SigningKeySettings] {
        var unique = UniqueNames(problems)
        var secrets: [[UInt8]: String] = [:]
        return nodes.enumerated().compactMap { index, node in
            let path = "signing.keys[\(index)]"
            guard let fields = Fields(node, path: path, known: Self.fields, problems: problems) else { return nil }
            let key = key(fields, origin)
            unique.check(key.id, of: LocalText(zh: "密钥", en: "key"), fields, "id")
            if let other = secrets[key.secret], !key.secret.isEmpty {
                fields.report(
                    "file",
                    LocalText(zh: "与密钥 \(other) 的内容相同", en: "holds the same secret as key \(other)"),
                    hint: LocalText(
                        zh: "否则持有者可以自称其中任何一个：请为每个密钥单独生成",
                        en: "its holder could be either of them: make a secret for each key"))
            }
            secrets[key.secret] = key.id
            return key
        }
    }

    private func key(_ fields: Fields, _ origin: SettingOrigin) -> SigningKeySettings {
        let id = fields.identifier("id")
        if id == SigningKeys.serverID {
            fields.report(
                "id", value: id,
                LocalText(zh: "保留给服务自己的密钥", en: "is the server's own key id"),
                hint: LocalText(zh: "服务的密钥写在 signing.server_key_file", en: "its key is in signing.server_key_file"))
        }
        let role = fields.choice("role", AccessRole.self, required: true)
        if role == .viewer {
            fields.report(
                "role", value: "viewer", LocalText(zh: "不写任何消息，无须密钥", en: "writes no messages, so it needs no key"))
        }
        var key = SigningKeySettings(id: id, role: role ?? .viewer, secret: secret(fields, origin))
        let scope = SpeakerScope(fields)
        key.departments = scope.departments(of: role)
        key.reportPrefixes = scope.reportPrefixes(of: role)
        return key
    }

    private func secret(_ fields: Fields, _ origin: SettingOrigin) -> [UInt8] {
        guard let file = fields.value("file", required: true),
            let text = reader.content(of: file, origin, fields.path(of: "file"))
        else { return [] }
        if text.utf8.count < Self.leastBytes {
            fields.report("file", .secretTooShort, hint: .leastBytes(Self.leastBytes))
        }
        return Array(text.utf8)
    }
}

/// The departments or report ids that a token or a signing key is limited to.
struct SpeakerScope {
    private let fields: Fields

    init(_ fields: Fields) {
        self.fields = fields
    }

    /// A department's caller names its departments; no other role has any.
    func departments(of role: AccessRole?) -> [String] {
        let departments = fields.texts("departments") ?? []
        if role == .department, departments.isEmpty {
            fields.problems.add(
                at: fields.node.place, fields.path(of: "departments"), .missing,
                hint: LocalText(zh: "写明此调用方处置哪些部门的任务", en: "name the departments whose tasks this caller works"))
        } else if let role, role != .department {
            refuse("departments", of: role, for: .department)
        }
        return departments
    }

    /// A gateway may name the beginnings of its report ids; no other role has any.
    func reportPrefixes(of role: AccessRole?) -> ReportPrefixes? {
        guard role == .gateway else {
            if let role { refuse("report_prefixes", of: role, for: .gateway) }
            return nil
        }
        guard let items = fields.items("report_prefixes") else { return nil }
        let prefixes = items.compactMap { prefix(of: $0.node, $0.path) }
        if items.isEmpty {
            fields.report(
                "report_prefixes", .mustNameOne,
                hint: LocalText(zh: "删去此项则不限编号", en: "leave it out to allow every id"))
        }
        return ReportPrefixes(prefixes)
    }

    private func prefix(of node: YamlNode, _ path: String) -> String? {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:/".utf8)
        guard let text = node.text, !text.isEmpty, text.utf8.count <= 64, text.utf8.allSatisfy(allowed.contains) else {
            fields.problems.add(
                at: node.place, path, value: node.text,
                .mustBe(
                    LocalText(zh: "上报编号的开头，如 g1-", en: "the beginning of a report id, such as g1-")))
            return nil
        }
        return text
    }

    private func refuse(_ key: String, of role: AccessRole, for other: AccessRole) {
        guard fields.node[key] != nil else { return }
        fields.report(
            key,
            LocalText(zh: "对角色 \(role.rawValue) 没有意义", en: "means nothing for the role \(role.rawValue)"),
            hint: LocalText(
                zh: "删去此项，或把角色改为 \(other.rawValue)", en: "leave it out, or use the role \(other.rawValue)"))
    }
}

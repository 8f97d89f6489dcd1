internal import HazardCore
internal import Wording

extension BridgeSettings {
    init(_ reader: SettingReader) {
        self.init()
        directory = reader.path("bridge.directory", else: directory) ?? directory
        guard let given = reader.node("bridge.notices") else {
            reader.record("bridge.notices", "", nil, at: nil)
            return
        }
        guard case .file = given.origin else {
            reader.problems.add(
                at: given.node.place, "bridge.notices",
                LocalText(zh: "只能写在配置文件里", en: "can only be given in the configuration file"))
            return
        }
        let files = BridgeReader(reader.problems, reader.resolver(for: given.origin)(""), nil)
        notices = files.webhook(
            given.node, path: "bridge.notices", names: WebhookTemplate.noticeNames,
            kinds: NoticeKind.allCases.map(\.rawValue))
        reader.record("bridge.notices", notices?.format.rawValue ?? "", given.origin, at: given.node.place)
    }
}

/// Reads `open311` and `webhook` of departments, and `bridge.notices`.
struct BridgeReader {
    private static let open311Keys = [
        "url", "key_file", "jurisdiction_id", "service_codes", "search", "search_delay", "poll", "timeout", "ca_file",
    ]
    private static let webhookKeys = [
        "url", "url_file", "secret_file", "format", "template", "language", "only", "timeout", "ca_file",
    ]
    /// The name in `service_codes` that means every other category.
    private static let others = "*"

    private let problems: ProblemCollector
    /// Paths in the file are relative to it.
    private let directory: String
    /// Nil when the categories cannot be read.
    private let categories: CategoryNames?

    init(_ problems: ProblemCollector, _ directory: String, _ categories: CategoryNames?) {
        self.problems = problems
        self.directory = directory
        self.categories = categories
    }

    /// The bridges in the departments' file. `DepartmentsFile` reports everything else that is wrong in it.
    func departments(_ root: YamlNode) -> DepartmentBridges {
        var bridges = DepartmentBridges()
        guard case .sequence(let nodes)? = root["departments"]?.value else { return bridges }
        for (index, node) in nodes.enumerated() {
            guard let id = node["id"]?.text else { continue }
            let path = "departments[\(index)]"
            if let given = node["open311"] { bridges.open311[id] = open311(given, path: path + ".open311") }
            if let given = node["webhook"] {
                bridges.webhooks[id] = webhook(
                    given, path: path + ".webhook", names: WebhookTemplate.taskNames,
                    kinds: TaskEventKind.allCases.map(\.rawValue))
            }
        }
        return bridges
    }

    private func open311(_ node: YamlNode, path: String) -> Open311Endpoint? {
        guard let fields = Fields(node, path: path, known: Self.open311Keys, problems: problems) else { return nil }
        var endpoint = Open311Endpoint(url: address(fields, required: true) ?? "")
        endpoint.keyFile = file(fields, "key_file")
        endpoint.jurisdiction = fields.text("jurisdiction_id")
        endpoint.isSearchable = fields.flag("search") ?? endpoint.isSearchable
        endpoint.searchDelay = duration(fields, "search_delay", "0s", "1d") ?? endpoint.searchDelay
        endpoint.poll = duration(fields, "poll", "1s", "1d") ?? endpoint.poll
        endpoint.timeout = duration(fields, "timeout", "100ms", "10m") ?? endpoint.timeout
        endpoint.caFile = file(fields, "ca_file")
        guard let codes = fields.value("service_codes", required: true) else { return endpoint }
        guard let pairs = codes.pairs, !pairs.isEmpty else {
            fields.report(
                "service_codes",
                .mustBe(
                    LocalText(
                        zh: "类别到 service_code 的对应，“*”为其余类别",
                        en: "a service_code for each category, and \"*\" for all others")))
            return endpoint
        }
        for pair in pairs {
            let at = "\(path).service_codes.\(pair.key)"
            guard let code = pair.value.text, !code.isEmpty else {
                problems.add(at: pair.value.place, at, .mustBe(YamlNode.scalar, not: pair.value))
                continue
            }
            if pair.key == Self.others {
                endpoint.otherServiceCode = code
            } else if let categories {
                let name = YamlNode(place: pair.keyPlace, value: .scalar(pair.key, isPlain: false))
                if let id = categories.id(of: name, path: at, problems) { endpoint.serviceCodes[id] = code }
            }
        }
        return endpoint
    }

    func webhook(_ node: YamlNode, path: String, names: [String], kinds: [String]) -> WebhookEndpoint? {
        guard let fields = Fields(node, path: path, known: Self.webhookKeys, problems: problems) else { return nil }
        var endpoint = WebhookEndpoint()
        endpoint.urlFile = file(fields, "url_file")
        endpoint.url = address(fields, required: endpoint.urlFile == nil)
        if endpoint.url != nil, endpoint.urlFile != nil {
            fields.report("url", .alsoGiven("url_file"), hint: .giveOnlyOne)
        }
        endpoint.secretFile = file(fields, "secret_file")
        endpoint.format = fields.choice("format", WebhookFormat.self) ?? endpoint.format
        endpoint.language = fields.choice("language", Language.self) ?? endpoint.language
        endpoint.only = fields.texts("only") ?? []
        for found in endpoint.only where !kinds.contains(found) {
            fields.report(
                "only", value: found, LocalText(zh: "没有这种记录", en: "is no kind of these records"),
                hint: NearestName.hint(for: found, among: kinds) ?? .knownKeys(kinds))
        }
        endpoint.timeout = duration(fields, "timeout", "100ms", "10m") ?? endpoint.timeout
        endpoint.caFile = file(fields, "ca_file")
        if let name = file(fields, "template") { endpoint.template = template(name, fields, names) }
        if endpoint.format == .wecom, endpoint.secretFile != nil {
            fields.report(
                "secret_file",
                LocalText(zh: "企业微信机器人不验签名", en: "means nothing to a robot of WeCom, which checks no signature"),
                hint: LocalText(
                    zh: "删去此项；其地址本身是密钥，放在 url_file", en: "leave it out; its address is the secret: use url_file"))
        }
        return endpoint
    }

    private func template(_ name: String, _ fields: Fields, _ known: [String]) -> String? {
        let text: String
        do throws(ConfigFileFailure) {
            text = String(decoding: try ConfigFile.read(name), as: UTF8.self)
        } catch {
            fields.report("template", value: name, .cannotBeRead(error.reason))
            return nil
        }
        for found in WebhookTemplate.names(in: text) where !known.contains(found) {
            fields.report(
                "template", value: found, LocalText(zh: "没有这个值", en: "is no value of these records"),
                hint: NearestName.hint(for: found, among: known) ?? .knownKeys(known))
        }
        if !WebhookTemplate.isJSON(text) {
            fields.report(
                "template", value: name, LocalText(zh: "填入值后不是 JSON", en: "is no JSON once its values are filled in"))
        }
        return text
    }

    /// A path, relative to the directory of the file that names it.
    private func file(_ fields: Fields, _ key: String) -> String? {
        fields.text(key).map { ConfigFile.join(directory, $0) }
    }

    private func duration(_ fields: Fields, _ key: String, _ least: String, _ most: String) -> Duration? {
        guard let text = fields.text(key) else { return nil }
        let kind = SettingKind<Duration>.duration(least, most)
        if let duration = kind.parse(text) { return duration }
        fields.report(key, value: text, .mustBe(kind.requirement))
        return nil
    }

    /// An address without a slash at its end and without a user's name, query or fragment.
    private func address(_ fields: Fields, required: Bool) -> String? {
        guard var text = fields.text("url", required: required) else { return nil }
        while text.hasSuffix("/") { text.removeLast() }
        let scheme = ["http://", "https://"].first(where: text.hasPrefix)
        let rest = text.dropFirst(scheme?.count ?? 0)
        let host = rest.prefix { $0 != "/" }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard scheme != nil, !host.isEmpty, isPlain, !text.contains("#"), !host.contains("@") else {
            fields.report(
                "url",
                .mustBe(
                    LocalText(
                        zh: "http:// 或 https:// 开头的地址，不含用户名",
                        en: "an address that begins with http:// or https://, without a user")))
            return nil
        }
        if text.contains("?") {
            fields.report(
                "url", LocalText(zh: "含有查询部分，可能是密钥", en: "has a query, which may hold a secret"),
                hint: LocalText(zh: "放进文件，用 url_file 指定", en: "put it into a file and name that with url_file"))
        }
        return text
    }
}

package import Wording

/// The settings that were given, by source; flags take precedence over the environment, and the environment over the file.
final class SettingSources {
    /// Variables that are not settings: the programs and tests read them directly.
    private static let otherVariables: Set<String> = [
        "HAZARD_CONFIG", "HAZARD_SERVER", "HAZARD_TOKEN_FILE", "HAZARD_CA_FILE",
    ]
    /// Settings that are mappings, not sections of settings.
    private static let mappings: Set<String> = ["bridge.notices"]
    private static let otherPrefixes = ["HAZARD_TEST_", "HAZARD_BENCH_"]

    private let problems: ProblemCollector
    private var file: [String: (key: ConfigPlace, value: YamlNode)] = [:]
    private var fileOrder: [String] = []
    private var environment: [String: String]
    private var flags: [String: YamlNode] = [:]
    private var claimed: Set<String> = []
    /// The key paths that exist, and `prefix.<name>` for those with free names.
    private var known: Set<String> = []

    /// The sources of a configuration.
    ///
    /// - Parameters:
    ///   - root: the configuration file's tree, nil when it could not be read
    ///   - flags: `key.path=value` each; of two with one key the later counts
    ///   - environment: the process's environment; only names that begin with `HAZARD_` count
    ///   - problems: collects the problems
    init(root: YamlNode?, flags: [String], environment: [String: String], problems: ProblemCollector) {
        self.problems = problems
        self.environment = environment.filter { name, _ in
            name.hasPrefix("HAZARD_") && !Self.otherVariables.contains(name)
                && !Self.otherPrefixes.contains { name.hasPrefix($0) }
        }
        for flag in flags { add(flag: flag) }
        guard let root else { return }
        guard root.pairs != nil else {
            problems.add(
                at: root.place, "", .mustBe(LocalText(zh: "配置项的键值表", en: "a mapping of settings"), not: root))
            return
        }
        flatten(root, path: "")
    }

    /// The value given for a key, from the source with the highest precedence; the key is then known and read.
    func claim(_ path: String) -> (node: YamlNode, origin: SettingOrigin)? {
        known.insert(path)
        let variable = Self.variable(for: path)
        let fromEnvironment = environment.removeValue(forKey: variable)
        let flag = flags.removeValue(forKey: path)
        claimed.insert(path)
        if let flag { return (flag, .flag) }
        if let text = fromEnvironment { return (Self.scalar(text, from: variable), .environment(variable)) }
        return file[path].map { ($0.value, .file($0.value.place)) }
    }

    /// All values given below a key, by the rest of their names; the `_` of a variable stands for `separator`.
    func claimAll(below prefix: String, separator: String) -> [String: (node: YamlNode, origin: SettingOrigin)] {
        known.insert("\(prefix).<name>")
        var found: [String: (node: YamlNode, origin: SettingOrigin)] = [:]
        for path in fileOrder where path.hasPrefix(prefix + ".") {
            guard let value = file[path]?.value else { continue }
            claimed.insert(path)
            found[String(path.dropFirst(prefix.count + 1))] = (value, .file(value.place))
        }
        let beginning = Self.variable(for: prefix) + "_"
        for (variable, text) in environment where variable.hasPrefix(beginning) && variable != beginning {
            environment[variable] = nil
            let rest = variable.dropFirst(beginning.count).lowercased()
            let name = rest.split(separator: "_", omittingEmptySubsequences: false).joined(separator: separator)
            found[name] = (Self.scalar(text, from: variable), .environment(variable))
        }
        for (path, node) in flags where path.hasPrefix(prefix + ".") {
            flags[path] = nil
            found[String(path.dropFirst(prefix.count + 1))] = (node, .flag)
        }
        return found
    }

    /// Reports every given key that was not read, with the nearest known key.
    func reportUnknown() {
        for path in fileOrder where !claimed.contains(path) {
            guard let entry = file[path] else { continue }
            if known.contains(where: { $0.hasPrefix(path + ".") }) {
                if entry.value.isNothing || entry.value.pairs?.isEmpty ?? false { continue }
                let kind = entry.value.kind
                problems.add(
                    at: entry.value.place, path, value: entry.value.text,
                    LocalText(zh: "是一组配置项，不能是\(kind.zh)", en: "is a section, not \(kind.en)"),
                    hint: .knownKeys(keys(below: path)))
            } else {
                problems.add(at: entry.key, path, .unknownKey, hint: hint(for: path))
            }
        }
        for path in flags.keys.sorted() {
            problems.add(at: ConfigPlace(file: "--set"), path, .unknownKey, hint: hint(for: path))
        }
        let variables = known.filter { !$0.hasSuffix(">") }.map(Self.variable)
        for variable in environment.keys.sorted() {
            problems.add(
                at: ConfigPlace(file: variable), "",
                LocalText(zh: "没有与此环境变量对应的配置项", en: "no setting has this environment variable"),
                hint: NearestName.hint(for: variable, among: variables)
                    ?? LocalText(
                        zh: "变量名为 HAZARD_ 加键路径，其中点写作下划线", en: "HAZARD_ and the key path, with _ for dots"))
        }
    }

    /// `log.shards` is `HAZARD_LOG_SHARDS`.
    static func variable(for path: String) -> String {
        "HAZARD_" + path.uppercased().split(separator: ".", omittingEmptySubsequences: false).joined(separator: "_")
    }

    private func hint(for path: String) -> LocalText? {
        NearestName.hint(for: path, among: known.filter { !$0.hasSuffix(">") })
            ?? path.split(separator: ".").first.map { section in
                let list = keys(below: String(section))
                if list.isEmpty {
                    return LocalText(
                        zh: "键以下列名称开头：\(sections.joined(separator: "、"))",
                        en: "keys begin with \(sections.joined(separator: ", "))")
                }
                return LocalText(
                    zh: "\(section) 下可用的键：\(list.joined(separator: "、"))",
                    en: "keys of \(section) are \(list.joined(separator: ", "))")
            }
    }

    /// The first parts of the known keys.
    private var sections: [String] {
        Set(known.compactMap { $0.split(separator: ".").first.map(String.init) }).sorted()
    }

    private func keys(below path: String) -> [String] {
        known.filter { $0.hasPrefix(path + ".") }.sorted().map { String($0.dropFirst(path.count + 1)) }
    }

    private func add(flag: String) {
        guard let equals = flag.firstIndex(of: "="), equals != flag.startIndex else {
            problems.add(
                at: ConfigPlace(file: "--set"), "", value: flag,
                .mustBe(LocalText(zh: "键路径=值", en: "key.path=value")),
                hint: LocalText(zh: "例如 log.shards=3", en: "such as log.shards=3"))
            return
        }
        flags[String(flag[..<equals])] = Self.scalar(String(flag[flag.index(after: equals)...]), from: "--set")
    }

    private func flatten(_ node: YamlNode, path: String) {
        for pair in node.pairs ?? [] {
            let path = path.isEmpty ? pair.key : "\(path).\(pair.key)"
            if let pairs = pair.value.pairs, !pairs.isEmpty, !Self.mappings.contains(path) {
                flatten(pair.value, path: path)
            } else if let first = file[path] {
                problems.add(at: pair.keyPlace, path, .duplicateKey, hint: .firstIsOnLine(first.key.line))
            } else {
                file[path] = (pair.keyPlace, pair.value)
                fileOrder.append(path)
            }
        }
    }

    private static func scalar(_ text: String, from source: String) -> YamlNode {
        YamlNode(place: ConfigPlace(file: source), value: .scalar(text, isPlain: false))
    }
}

/// The source of a setting's value.
package enum SettingOrigin: Hashable, Sendable {
    case `default`
    case file(ConfigPlace)
    /// An environment variable, by its name.
    case environment(String)
    case flag

    package func description(in language: Language) -> String {
        switch self {
        case .default: LocalText(zh: "默认值", en: "default")[language]
        case .file(let place): place.description
        case .environment(let name): name
        case .flag: "--set"
        }
    }
}

extension SettingOrigin: CustomStringConvertible {
    /// The English text, for programs.
    package var description: String { description(in: .en) }
}

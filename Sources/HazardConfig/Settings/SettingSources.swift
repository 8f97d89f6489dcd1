internal import Wording

/// Every setting that somebody gave, by source; flags stand above the environment, that above the file.
final class SettingSources {
    /// Variables that programs of ours read themselves.
    private static let otherVariables: Set<String> = ["HAZARD_CONFIG", "HAZARD_SERVER", "HAZARD_TOKEN_FILE"]
    private static let otherPrefixes = ["HAZARD_TEST_", "HAZARD_BENCH_"]

    private let findings: Findings
    private var file: [String: (key: ConfigPlace, value: YamlNode)] = [:]
    private var fileOrder: [String] = []
    private var environment: [String: String]
    private var flags: [String: YamlNode] = [:]
    private var claimed: Set<String> = []
    /// Key paths that were asked for, and the beginnings of free ones.
    private var known: Set<String> = []

    /// Sources before anything is asked of them.
    ///
    /// - Parameters:
    ///   - root: the configuration file's tree, nil when it could not be read
    ///   - flags: `key.path=value` each, later ones standing above earlier ones
    ///   - environment: the process's; only `HAZARD_…` counts
    ///   - findings: where problems go
    init(root: YamlNode?, flags: [String], environment: [String: String], findings: Findings) {
        self.findings = findings
        self.environment = environment.filter { name, _ in
            name.hasPrefix("HAZARD_") && !Self.otherVariables.contains(name)
                && !Self.otherPrefixes.contains { name.hasPrefix($0) }
        }
        for flag in flags { take(flag: flag) }
        guard let root else { return }
        guard root.pairs != nil else {
            findings.add(at: root.place, "", "must be a mapping of settings, not \(root.kind)")
            return
        }
        flatten(root, path: "")
    }

    /// What was given for a key, from the strongest source.
    func take(_ path: String) -> (node: YamlNode, origin: SettingOrigin)? {
        known.insert(path)
        let variable = Self.variable(for: path)
        let fromEnvironment = environment.removeValue(forKey: variable)
        let flag = flags.removeValue(forKey: path)
        claimed.insert(path)
        if let flag { return (flag, .flag) }
        if let text = fromEnvironment { return (Self.scalar(text, from: variable), .environment(variable)) }
        return file[path].map { ($0.value, .file($0.value.place)) }
    }

    /// Everything given below a key, by the rest of its name; an environment name's `_` stands for `separator`.
    func takeAll(below prefix: String, separator: String) -> [String: (node: YamlNode, origin: SettingOrigin)] {
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

    /// What nobody asked for is misspelt: a finding each, with the nearest key.
    func reportUnclaimed() {
        for path in fileOrder where !claimed.contains(path) {
            guard let entry = file[path] else { continue }
            if known.contains(where: { $0.hasPrefix(path + ".") }) {
                if entry.value.isNothing || entry.value.pairs?.isEmpty ?? false { continue }
                findings.add(
                    at: entry.value.place, path, value: entry.value.text, "is a section, not \(entry.value.kind)",
                    hint: "its keys are \(keys(below: path))")
            } else {
                findings.add(at: entry.key, path, "unknown key", hint: hint(for: path))
            }
        }
        for path in flags.keys.sorted() {
            findings.add(at: ConfigPlace(file: "--set"), path, "unknown key", hint: hint(for: path))
        }
        let variables = known.filter { !$0.hasSuffix(">") }.map(Self.variable)
        for variable in environment.keys.sorted() {
            findings.add(
                at: ConfigPlace(file: variable), "", "no setting has this environment variable",
                hint: NearestName.english(for: variable, among: variables)
                    ?? "HAZARD_ and the key path, with _ for dots")
        }
    }

    /// `log.shards` is `HAZARD_LOG_SHARDS`.
    static func variable(for path: String) -> String {
        "HAZARD_" + path.uppercased().split(separator: ".", omittingEmptySubsequences: false).joined(separator: "_")
    }

    private func hint(for path: String) -> String? {
        NearestName.english(for: path, among: known.filter { !$0.hasSuffix(">") })
            ?? path.split(separator: ".").first.flatMap { section in
                let list = keys(below: String(section))
                return list.isEmpty ? "keys begin with \(sections)" : "keys of \(section) are \(list)"
            }
    }

    /// What the known keys begin with.
    private var sections: String {
        Set(known.compactMap { $0.split(separator: ".").first.map(String.init) }).sorted().joined(separator: ", ")
    }

    private func keys(below path: String) -> String {
        known.filter { $0.hasPrefix(path + ".") }.sorted().map { $0.dropFirst(path.count + 1) }.joined(separator: ", ")
    }

    private func take(flag: String) {
        guard let equals = flag.firstIndex(of: "="), equals != flag.startIndex else {
            findings.add(
                at: ConfigPlace(file: "--set"), "", value: flag, "must be key.path=value", hint: "such as log.shards=3")
            return
        }
        flags[String(flag[..<equals])] = Self.scalar(String(flag[flag.index(after: equals)...]), from: "--set")
    }

    private func flatten(_ node: YamlNode, path: String) {
        for pair in node.pairs ?? [] {
            let path = path.isEmpty ? pair.key : "\(path).\(pair.key)"
            if let pairs = pair.value.pairs, !pairs.isEmpty {
                flatten(pair.value, path: path)
            } else if let first = file[path] {
                findings.add(
                    at: pair.keyPlace, path, "the key is here twice",
                    hint: "it stands on line \(first.key.line) already")
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

/// Which source a setting's value comes from.
package enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    case `default`
    case file(ConfigPlace)
    /// By the variable's name.
    case environment(String)
    case flag

    package var description: String {
        switch self {
        case .default: "default"
        case .file(let place): place.description
        case .environment(let name): name
        case .flag: "--set"
        }
    }
}

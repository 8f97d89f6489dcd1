internal import HazardCore
internal import Wording

/// Reads settings from their sources and records the effective values.
final class SettingReader {
    let problems: ProblemCollector
    private let sources: SettingSources
    /// The configuration file's directory, which relative paths in the file start from.
    private let directory: String
    private(set) var effective: [EffectiveSetting] = []
    /// The keys of secrets that `--set` itself contains: every user of the machine sees them in the list of processes.
    private(set) var exposedSecrets: [String] = []
    private var places: [String: ConfigPlace] = [:]

    init(sources: SettingSources, directory: String, problems: ProblemCollector) {
        self.sources = sources
        self.directory = directory
        self.problems = problems
    }

    /// The value of a key, else its default; a value that the kind does not accept is a problem.
    func value<Value>(_ path: String, _ kind: SettingKind<Value>, else fallback: Value) -> Value {
        let given = sources.claim(path)
        let value = given.flatMap { parse($0.node, path, kind) }
        record(path, kind.show(value ?? fallback), given?.origin, at: given?.node.place)
        return value ?? fallback
    }

    /// The values of a key that takes a list, or a single text with commas.
    func list<Value>(_ path: String, _ kind: SettingKind<Value>, else fallback: [Value]) -> [Value] {
        let given = sources.claim(path)
        let values = given.map { elements($0.node, path).compactMap { parse($0.node, $0.path, kind) } }
        if let given, values?.isEmpty ?? false, elements(given.node, path).isEmpty {
            problems.add(at: given.node.place, path, .mustNameOne)
        }
        let shown = (values ?? fallback).map(kind.show).joined(separator: ", ")
        record(path, shown, given?.origin, at: given?.node.place)
        return values ?? fallback
    }

    /// A path; relative paths start from the configuration file's directory, and those of flags and variables from the working
    /// directory.
    func path(_ key: String, else fallback: String?) -> String? {
        let given = sources.claim(key)
        let value = given.flatMap { parse($0.node, key, .text).map(resolver(for: $0.origin)) } ?? fallback
        record(key, value ?? "", given?.origin, at: given?.node.place)
        return value
    }

    /// A secret of at least so many bytes, given directly or as `<key>_file`; it is shown masked.
    func secret(_ key: String, least bytes: Int) -> [UInt8]? {
        let direct = sources.claim(key)
        let file = sources.claim("\(key)_file")
        if direct != nil, let file {
            problems.add(
                at: file.node.place, "\(key)_file", .alsoGiven(key), hint: .giveOnlyOne)
        }
        var secret: String?
        if let file { secret = content(of: file.node, file.origin, "\(key)_file") }
        if let direct, let text = direct.node.text { secret = text }
        if direct?.origin == .flag { exposedSecrets.append(key) }
        let given = direct ?? file
        record(key, secret == nil ? "" : EffectiveSetting.masked, given?.origin, at: given?.node.place)
        guard let given else { return nil }
        let value = Array((secret ?? "").utf8)
        if direct != nil || secret != nil, value.count < bytes {
            problems.add(
                at: given.node.place, key, .secretTooShort, hint: .leastBytes(bytes))
        }
        return value
    }

    /// The secrets in the files that a key names, one or several; they are shown masked.
    func secretFiles(_ key: String, least bytes: Int) -> [[UInt8]] {
        guard let given = sources.claim(key) else {
            record(key, "", nil, at: nil)
            return []
        }
        let files = elements(given.node, key)
        if files.isEmpty { problems.add(at: given.node.place, key, .mustNameOne) }
        record(key, files.isEmpty ? "" : EffectiveSetting.masked, given.origin, at: given.node.place)
        return files.compactMap { node, path in
            guard let text = content(of: node, given.origin, path) else { return nil }
            if text.utf8.count < bytes {
                problems.add(at: node.place, path, .secretTooShort, hint: .leastBytes(bytes))
            }
            return Array(text.utf8)
        }
    }

    /// Reports every setting below a key that has moved elsewhere.
    func refuseMoved(below prefix: String, hint: LocalText) {
        for (name, given) in sources.claimAll(below: prefix, separator: "_").sorted(by: { $0.key < $1.key }) {
            problems.add(
                at: given.node.place, "\(prefix).\(name)", LocalText(zh: "已改为其他配置项", en: "has moved"), hint: hint)
        }
    }

    /// The settings with free names below a key, including those whose texts are in files.
    func texts(below prefix: String, filesBelow files: String, separator: String) -> [String: FreeSetting] {
        // The longer prefix first: its variables begin with the shorter prefix too.
        let fromFiles = sources.claimAll(below: files, separator: separator)
        let direct = sources.claimAll(below: prefix, separator: separator)
        var found: [String: FreeSetting] = [:]
        for (name, given) in fromFiles {
            let path = "\(files).\(name)"
            guard let text = content(of: given.node, given.origin, path) else { continue }
            found[name] = FreeSetting(
                text: text, path: path, place: given.node.place, origin: given.origin, isSecret: true,
                isInFile: true)
        }
        for (name, given) in direct {
            let path = "\(prefix).\(name)"
            if let other = found[name] {
                problems.add(at: given.node.place, path, .alsoGiven(other.path), hint: .giveOnlyOne)
            }
            guard let text = parse(given.node, path, .text) else { continue }
            found[name] = FreeSetting(
                text: text, path: path, place: given.node.place, origin: given.origin, isSecret: Self.isSecret(name))
        }
        return found
    }

    /// Records a setting with a free name as effective.
    func record(_ setting: FreeSetting) {
        if setting.isSecret, !setting.isInFile, setting.origin == .flag { exposedSecrets.append(setting.path) }
        record(
            setting.path, setting.isSecret ? EffectiveSetting.masked : setting.text, setting.origin, at: setting.place)
    }

    /// The YAML node of a key, for a setting that is more than text.
    func node(_ path: String) -> (node: YamlNode, origin: SettingOrigin)? { sources.claim(path) }

    /// Records the effective value of a key; without an origin it is the default.
    func record(_ path: String, _ value: String, _ origin: SettingOrigin?, at place: ConfigPlace?) {
        effective.append(EffectiveSetting(key: path, value: value, origin: origin ?? .default))
        places[path] = place
    }

    /// The place where a key was given, else the file without a line.
    func place(of path: String, else file: String) -> ConfigPlace { places[path] ?? ConfigPlace(file: file) }

    func resolver(for origin: SettingOrigin) -> (String) -> String {
        if case .file = origin { return { [directory] in ConfigFile.join(directory, $0) } }
        return { $0 }
    }

    private func parse<Value>(_ node: YamlNode, _ path: String, _ kind: SettingKind<Value>) -> Value? {
        guard let text = node.text, !text.isEmpty else {
            let problem: LocalText =
                node.text != nil || node.isNothing ? .noValue : .mustBe(kind.requirement, not: node)
            problems.add(
                at: node.place, path, problem,
                hint: LocalText(zh: "删去此项即用默认值", en: "leave the key out for its default"))
            return nil
        }
        if let value = kind.parse(text) { return value }
        problems.add(
            at: node.place, path, value: text, .mustBe(kind.requirement),
            hint: NearestName.hint(for: text, among: kind.names))
        return nil
    }

    private func elements(_ node: YamlNode, _ path: String) -> [(node: YamlNode, path: String)] {
        if case .sequence(let nodes) = node.value { return nodes.enumerated().map { ($1, "\(path)[\($0)]") } }
        guard let text = node.text else { return [(node, path)] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            var trimmed = part[...]
            while trimmed.first == " " { trimmed = trimmed.dropFirst() }
            while trimmed.last == " " { trimmed = trimmed.dropLast() }
            return (YamlNode(place: node.place, value: .scalar(String(trimmed), isPlain: false)), path)
        }
    }

    /// The text of a file that a setting names, without the line breaks at its end.
    func content(of node: YamlNode, _ origin: SettingOrigin, _ path: String) -> String? {
        guard let name = parse(node, path, .text) else { return nil }
        do throws(ConfigFileFailure) {
            var bytes = try ConfigFile.read(resolver(for: origin)(name))
            while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
                problems.add(
                    at: node.place, path, value: name,
                    LocalText(zh: "文件是空的，或不是文本", en: "the file is empty or not text"))
                return nil
            }
            return text
        } catch {
            problems.add(at: node.place, path, value: name, .cannotBeRead(error.reason))
            return nil
        }
    }

    /// Whether a librdkafka setting of this name may hold a secret.
    private static func isSecret(_ name: String) -> Bool {
        ["password", "secret", "token", ".pem", "jaas", "oauthbearer.config"].contains { name.contains($0) }
    }
}

/// A setting whose name is not fixed, such as a librdkafka setting or a signature key.
struct FreeSetting {
    var text: String
    var path: String
    var place: ConfigPlace
    var origin: SettingOrigin
    var isSecret: Bool
    /// The text is the content of a file that the setting names.
    var isInFile = false
}

/// The effective value of one setting, and its source.
package struct EffectiveSetting: Hashable, Sendable {
    package var key: String
    /// Masked when it is a secret; empty when there is no value.
    package var value: String
    package var origin: SettingOrigin

    /// The text that is shown instead of a secret.
    package static let masked = "********"
}

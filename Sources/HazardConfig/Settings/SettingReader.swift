internal import HazardCore
internal import Wording

/// Asks the sources for one setting after the other and keeps what came out, for showing.
final class SettingReader {
    let findings: Findings
    private let sources: SettingSources
    /// The configuration file's directory: relative paths in the file start there.
    private let directory: String
    private(set) var effective: [EffectiveSetting] = []
    private var places: [String: ConfigPlace] = [:]

    init(sources: SettingSources, directory: String, findings: Findings) {
        self.sources = sources
        self.directory = directory
        self.findings = findings
    }

    /// The value of a key, else its default; a value that is not of the kind is a finding.
    func value<Value>(_ path: String, _ kind: SettingKind<Value>, else fallback: Value) -> Value {
        let given = sources.take(path)
        let value = given.flatMap { parse($0.node, path, kind) }
        note(path, kind.show(value ?? fallback), given?.origin, at: given?.node.place)
        return value ?? fallback
    }

    /// The values of a key that takes a list, or one text with commas.
    func list<Value>(_ path: String, _ kind: SettingKind<Value>, else fallback: [Value]) -> [Value] {
        let given = sources.take(path)
        let values = given.map { elements($0.node, path).compactMap { parse($0.node, $0.path, kind) } }
        if let given, values?.isEmpty ?? false, elements(given.node, path).isEmpty {
            findings.add(at: given.node.place, path, "must name at least one")
        }
        let shown = (values ?? fallback).map(kind.show).joined(separator: ", ")
        note(path, shown, given?.origin, at: given?.node.place)
        return values ?? fallback
    }

    /// A path; in a file it starts from that file's directory, elsewhere from the working directory.
    func path(_ key: String, else fallback: String?) -> String? {
        let given = sources.take(key)
        let value = given.flatMap { parse($0.node, key, .text).map(resolver(for: $0.origin)) } ?? fallback
        note(key, value ?? "", given?.origin, at: given?.node.place)
        return value
    }

    /// A secret, given as it is or as `<key>_file`; shown masked.
    func secret(_ key: String, least bytes: Int) -> [UInt8]? {
        let direct = sources.take(key)
        let file = sources.take("\(key)_file")
        if direct != nil, let file {
            findings.add(
                at: file.node.place, "\(key)_file", "\(key) is given too", hint: "give one of them")
        }
        var secret: String?
        if let file { secret = content(of: file.node, file.origin, "\(key)_file") }
        if let direct, let text = direct.node.text { secret = text }
        let given = direct ?? file
        note(key, secret == nil ? "" : EffectiveSetting.masked, given?.origin, at: given?.node.place)
        guard let given else { return nil }
        let value = Array((secret ?? "").utf8)
        if direct != nil || secret != nil, value.count < bytes {
            findings.add(
                at: given.node.place, key, "is too short to be a secret",
                hint: "give at least \(bytes) bytes, such as the output of: openssl rand -hex 32")
        }
        return value
    }

    /// Free names below a key with their texts, and those whose texts stand in files.
    func texts(below prefix: String, filesBelow files: String, separator: String) -> [String: ReadText] {
        // The longer name first: its variables begin with the shorter one's.
        let fromFiles = sources.takeAll(below: files, separator: separator)
        let direct = sources.takeAll(below: prefix, separator: separator)
        var found: [String: ReadText] = [:]
        for (name, given) in fromFiles {
            let path = "\(files).\(name)"
            guard let text = content(of: given.node, given.origin, path) else { continue }
            found[name] = ReadText(
                text: text, path: path, place: given.node.place, origin: given.origin, isSecret: true)
        }
        for (name, given) in direct {
            let path = "\(prefix).\(name)"
            if let other = found[name] {
                findings.add(at: given.node.place, path, "\(other.path) is given too", hint: "give one of them")
            }
            guard let text = parse(given.node, path, .text) else { continue }
            found[name] = ReadText(
                text: text, path: path, place: given.node.place, origin: given.origin, isSecret: Self.isSecret(name))
        }
        return found
    }

    /// Notes a free setting among the effective ones.
    func note(_ read: ReadText) {
        note(read.path, read.isSecret ? EffectiveSetting.masked : read.text, read.origin, at: read.place)
    }

    /// What was given for a key as it is, for a setting that is more than text.
    func node(_ path: String) -> (node: YamlNode, origin: SettingOrigin)? { sources.take(path) }

    func note(_ path: String, _ value: String, _ origin: SettingOrigin?, at place: ConfigPlace?) {
        effective.append(EffectiveSetting(key: path, value: value, origin: origin ?? .default))
        places[path] = place
    }

    /// Where a key was given, else the file as a whole.
    func place(of path: String, else file: String) -> ConfigPlace { places[path] ?? ConfigPlace(file: file) }

    func resolver(for origin: SettingOrigin) -> (String) -> String {
        if case .file = origin { return { [directory] in ConfigFile.join(directory, $0) } }
        return { $0 }
    }

    private func parse<Value>(_ node: YamlNode, _ path: String, _ kind: SettingKind<Value>) -> Value? {
        guard let text = node.text, !text.isEmpty else {
            let got = node.text != nil || node.isNothing ? "has no value" : "must be \(kind.must), not \(node.kind)"
            findings.add(at: node.place, path, got, hint: "leave the key out for its default")
            return nil
        }
        if let value = kind.parse(text) { return value }
        findings.add(
            at: node.place, path, value: text, "must be \(kind.must)",
            hint: NearestName.english(for: text, among: kind.names))
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

    /// The text of a file that a setting names, without the line ends at its end.
    private func content(of node: YamlNode, _ origin: SettingOrigin, _ path: String) -> String? {
        guard let name = parse(node, path, .text) else { return nil }
        do throws(ConfigFileFailure) {
            var bytes = try ConfigFile.read(resolver(for: origin)(name))
            while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
                findings.add(at: node.place, path, value: name, "the file is empty or not text")
                return nil
            }
            return text
        } catch {
            findings.add(at: node.place, path, value: name, "cannot be read: \(error.reason)")
            return nil
        }
    }

    /// Whether a librdkafka setting of this name may hold a secret.
    private static func isSecret(_ name: String) -> Bool {
        ["password", "secret", "token", ".pem", "jaas", "oauthbearer.config"].contains { name.contains($0) }
    }
}

/// A setting with a free name as it was given.
struct ReadText {
    var text: String
    var path: String
    var place: ConfigPlace
    var origin: SettingOrigin
    var isSecret: Bool
}

/// One setting as it will be used, and where it comes from.
package struct EffectiveSetting: Hashable, Sendable {
    package var key: String
    /// Masked when it is a secret; empty when there is none.
    package var value: String
    package var origin: SettingOrigin

    /// What stands in place of a secret.
    package static let masked = "********"
}

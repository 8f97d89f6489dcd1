/// One value of a YAML file, and where it stands.
struct YamlNode: Hashable {
    var place: ConfigPlace
    var value: YamlValue

    /// The text of a scalar; nil for a list, a mapping, or nothing at all (`key:`).
    var text: String? {
        guard case .scalar(let text, let isPlain) = value, !(isPlain && YamlNode.nothing.contains(text)) else {
            return nil
        }
        return text
    }

    /// Nothing written: `key:`, `~` or `null`.
    var isNothing: Bool {
        if case .scalar(let text, isPlain: true) = value { YamlNode.nothing.contains(text) } else { false }
    }

    var pairs: [YamlPair]? {
        if case .mapping(let pairs) = value { pairs } else { nil }
    }

    /// What it is, for messages.
    var kind: String {
        switch value {
        case .scalar: isNothing ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    subscript(_ key: String) -> YamlNode? { pairs?.first { $0.key == key }?.value }

    private static let nothing = ["", "~", "null"]
}

/// The three shapes of YAML; every scalar stays text until somebody knows what it should be.
indirect enum YamlValue: Hashable {
    case scalar(String, isPlain: Bool)
    case sequence([YamlNode])
    /// In the order written, keys unique.
    case mapping([YamlPair])
}

/// One key of a mapping with its value.
struct YamlPair: Hashable {
    var key: String
    var keyPlace: ConfigPlace
    var value: YamlNode
}

extension YamlNode {
    /// The content without comments, layout, quotes or order of keys: equal for equal meaning.
    var canonicalText: String {
        var text = ""
        writeCanonical(to: &text)
        return text
    }

    private func writeCanonical(to text: inout String) {
        switch value {
        case .scalar(let scalar, _): text += "\(scalar.utf8.count):\(scalar)"
        case .sequence(let nodes):
            text += "["
            for node in nodes { node.writeCanonical(to: &text) }
            text += "]"
        case .mapping(let pairs):
            text += "{"
            for pair in pairs.sorted(by: { $0.key < $1.key }) {
                text += "\(pair.key.utf8.count):\(pair.key)="
                pair.value.writeCanonical(to: &text)
            }
            text += "}"
        }
    }
}

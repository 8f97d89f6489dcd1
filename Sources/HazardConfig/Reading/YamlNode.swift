internal import Wording

/// One value of a YAML file and its place.
struct YamlNode: Hashable {
    var place: ConfigPlace
    var value: YamlValue

    /// The text of a scalar; nil for a list, a mapping, or no value (`key:`).
    var text: String? {
        guard case .scalar(let text, let isPlain) = value, !(isPlain && YamlNode.nothing.contains(text)) else {
            return nil
        }
        return text
    }

    /// Whether there is no value: `key:`, `~` or `null`.
    var isNothing: Bool {
        if case .scalar(let text, isPlain: true) = value { YamlNode.nothing.contains(text) } else { false }
    }

    var pairs: [YamlPair]? {
        if case .mapping(let pairs) = value { pairs } else { nil }
    }

    /// The kind of value, as a noun for messages.
    var kind: LocalText {
        switch value {
        case .scalar: isNothing ? LocalText(zh: "空值", en: "nothing") : Self.scalar
        case .sequence: LocalText(zh: "列表", en: "a list")
        case .mapping: Self.mapping
        }
    }

    static let scalar = LocalText(zh: "单个值", en: "a single value")
    static let mapping = LocalText(zh: "键值表", en: "a mapping")

    subscript(_ key: String) -> YamlNode? { pairs?.first { $0.key == key }?.value }

    private static let nothing = ["", "~", "null"]
}

/// The three kinds of YAML values; a scalar is text until its reader knows the type.
indirect enum YamlValue: Hashable {
    case scalar(String, isPlain: Bool)
    case sequence([YamlNode])
    /// In the order of the file; keys are unique.
    case mapping([YamlPair])
}

/// One key of a mapping with its value.
struct YamlPair: Hashable {
    var key: String
    var keyPlace: ConfigPlace
    var value: YamlNode
}

extension YamlNode {
    /// The content without comments, layout, quotes and order of keys, so that files with the same meaning have the same text.
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

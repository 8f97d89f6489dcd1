internal import JSONText
internal import Wording

/// Warns the sender of a message of fields that are misspelt, and of fields that are not stored.
extension UnknownFields {
    /// The warnings in the order of the message.
    ///
    /// A top-level field that is stored in `ext` and resembles no known name is no reason to warn: gateways send such fields.
    func warnings(in bytes: [UInt8], hasExt: Bool) -> WireProblems {
        // Fields after the last dropped one that is held may be dropped too: they are counted already.
        let end = droppedTotal > dropped.count ? dropped.last ?? 0 : bytes.count
        let others = noted.filter { $0.offset < end && !dropped.contains($0.offset) }
            .compactMap { warning(of: $0, in: bytes, hasExt: hasExt) }
        let found = (dropped.map { dropWarning(at: $0, in: bytes) } + others).sorted { $0.offset < $1.offset }
        // To find the path of a field costs a scan of the message, so only for those that are listed.
        let listed = found.prefix(WireProblems.mostListed).map { warning in
            WireProblem(
                field: JSONPath.of(warning.offset, in: bytes), problem: warning.problem, hint: warning.hint,
                offset: warning.offset)
        }
        let notLookedAt = Swift.max(0, unstored - noted.count { !$0.isTopLevel })
        return WireProblems(
            listed, more: found.count - listed.count + droppedTotal - dropped.count + notLookedAt)
    }

    /// A warning whose path is not known yet.
    private typealias Warning = (offset: Int, problem: LocalText, hint: LocalText)

    private func warning(of field: Field, in bytes: [UInt8], hasExt: Bool) -> Warning? {
        let meant = Self.meant(by: field, in: bytes)
        let what: LocalText
        if field.isTopLevel {
            guard meant != nil else { return nil }
            what = LocalText(
                zh: "没有这个字段：已原样存入 ext，不起作用",
                en: "the field is not known here: it is stored in ext and has no effect")
        } else {
            what = LocalText(zh: "没有这个字段：未保存", en: "the field is not known here: it is not stored")
        }
        let advice =
            hasExt
            ? LocalText(zh: "需要保存的内容请放入顶层的 ext", en: "send what should be stored in ext, at the top level")
            : LocalText(zh: "请去掉它", en: "leave it out")
        return (field.offset, what, meant ?? advice)
    }

    private func dropWarning(at offset: Int, in bytes: [UInt8]) -> Warning {
        let limit = ReportExtras.limit
        let meant = noted.first { $0.offset == offset }.flatMap { Self.meant(by: $0, in: bytes) }
        return (
            offset,
            LocalText(
                zh: "ext 与没有定义的字段合计最多保存 \(limit) 字节：此字段未保存",
                en: "at most \(limit) bytes of ext and of unknown fields are stored: this field is not"),
            meant ?? LocalText(zh: "请减小内容：媒体用引用，不要内嵌", en: "send less: media by reference, not inside")
        )
    }

    // MARK: - Misspelt names

    /// The words that our short names stand for: `lng` and `longitude` mean `lon`.
    private static let fullWords = ["lat": "latitude", "lon": "longitude", "lang": "language", "ref": "reference"]
    /// No name of ours is nearly as long.
    private static let longestName = 40

    /// The question whether a known name was meant; nil when none is near.
    private static func meant(by field: Field, in bytes: [UInt8]) -> LocalText? {
        guard let name = name(at: field.offset, in: bytes) else { return nil }
        let nearest = NearestName.of(name, among: field.known) ?? abbreviated(name, among: field.known)
        return nearest.map { LocalText(zh: "是否想写 \($0)？", en: "did you mean \($0)?") }
    }

    /// The name whose opening quote is at that offset; nil when it is long, or written with escapes.
    private static func name(at quote: Int, in bytes: [UInt8]) -> String? {
        let letters = bytes[(quote + 1)...].prefix(longestName + 1).prefix { $0 != UInt8(ascii: "\"") }
        guard letters.count <= longestName, !letters.contains(UInt8(ascii: "\\")) else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The known name whose full word this name abbreviates: it begins with the same letter, and its other letters follow in
    /// the order of the word.
    private static func abbreviated(_ name: String, among known: [String]) -> String? {
        let letters = Array(name.lowercased().utf8)
        guard letters.count >= 3 else { return nil }
        return known.first { short in
            guard let word = fullWords[short].map({ Array($0.utf8) }), word.first == letters.first else { return false }
            var rest = word[...]
            return letters.allSatisfy { letter in
                guard let found = rest.firstIndex(of: letter) else { return false }
                rest = rest[(found + 1)...]
                return true
            }
        }
    }
}

import CommandArguments
import HazardCore
import HazardWire
internal import Wording

/// The forms of the values that several commands take. The server would find nothing for a value of another form, which
/// looks like an answer.
extension ValueForm {
    static let identifier = ValueForm(Identifier.form, accepts: Identifier.isValid)

    static let caseID = ValueForm(
        LocalText(zh: "案卷编号，如 20261122-03-000123", en: "a case id such as 20261122-03-000123"),
        accepts: { CaseID($0) != nil })

    static let district = ValueForm(
        LocalText(
            zh: "1 至 12 位字母或数字的行政区划代码，如 510185", en: "a district's code of 1 to 12 letters or digits, such as 510185"),
        accepts: AreaPattern.isDistrictCode)

    /// The whole keyed hash, with or without the id of its key.
    static let account = ValueForm(
        LocalText(
            zh: "完整的账户散列（32 或 64 位十六进制，可带 hmac:密钥编号: 前缀），见 `hazard rewards --json`",
            en: "the whole hash of an account (32 or 64 hexadecimal digits, perhaps after hmac:KEY:), as "
                + "`hazard rewards --json` shows it"),
        accepts: { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard let hash = parts.last, [32, 64].contains(hash.utf8.count),
                parts.count == 1 || (parts.count == 3 && parts[0] == "hmac" && !parts[1].isEmpty)
            else { return false }
            return hash.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        })
}

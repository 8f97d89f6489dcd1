internal import HazardCore
internal import JSONText
internal import Wording

/// What the values of our messages must look like, beside the kinds and ranges that JSON itself has.
extension JSONExpectation {
    // MARK: - Forms

    static var time: JSONExpectation { .phrase(TimeText.form) }
    static var identifier: JSONExpectation { .phrase(Identifier.form) }

    static var reportID: JSONExpectation {
        .phrase(LocalText(zh: "上报编号：\(Identifier.form.zh)", en: "the report's id: \(Identifier.form.en)"))
    }

    static var mediaReference: JSONExpectation {
        .phrase(
            LocalText(
                zh: "不含空格和冒号的照片编号，或 https:// 地址",
                en: "an id of the photo without blanks and colons, or an https:// address"))
    }

    static var idWithoutPerson: JSONExpectation {
        .phrase(
            LocalText(
                zh: "不含手机号、身份证号的编号：编号人人可见，请用接入方自己的流水号",
                en:
                    "an id without a mobile or identity number: everybody sees ids, so use a running number of the gateway"
            ))
    }

    static var caseID: JSONExpectation {
        .phrase(LocalText(zh: "案卷编号，如 20261122-03-000123", en: "a case id such as 20261122-03-000123"))
    }

    static var sha256: JSONExpectation {
        .phrase(LocalText(zh: "64 位十六进制的 SHA-256", en: "a SHA-256 as 64 hex digits"))
    }

    static var limit: JSONExpectation {
        .phrase(
            LocalText(
                zh: "时限，如 15m、2uh、1ud、4wh、5wd", en: "a limit such as 15m, 2uh, 1ud, 4wh or 5wd"))
    }

    static var pause: JSONExpectation {
        .phrase(LocalText(zh: "结束晚于开始的暂停", en: "a pause that ends after it starts"))
    }

    static var wholeNumberFromZero: JSONExpectation {
        .phrase(LocalText(zh: "不小于 0 的整数", en: "a whole number from 0"))
    }

    static var eventKind: JSONExpectation {
        .phrase(LocalText(zh: "案卷记录的种类", en: "a kind of history entry"))
    }

    // MARK: - Versions

    static func schemaVersion(_ version: Int) -> JSONExpectation {
        .phrase(LocalText(zh: "值为 \(version) 的 schema_version", en: "schema_version \(version)"))
    }

    static func schemaVersion(upTo highest: Int) -> JSONExpectation {
        .phrase(LocalText(zh: "不高于 \(highest) 的 schema_version", en: "schema_version \(highest) or lower"))
    }

    // MARK: - A report

    static var point: JSONExpectation {
        .phrase(
            LocalText(
                zh: "lat、lon 为实际位置，或都不填：0,0 是没有定位的设备发出的",
                en: "a place in lat and lon, or neither: 0,0 is what a device without a fix sends"))
    }

    // MARK: - Feedback and commands

    static func kind(of role: FeedbackRole) -> JSONExpectation {
        let kinds = FeedbackKind.allCases.filter { $0.role == role }.map(\.rawValue)
        return .phrase(
            LocalText(
                zh: "\(role.rawValue) 可用的种类：\(kinds.joined(separator: "、"))",
                en: "a kind that a \(role.rawValue) may say: \(kinds.joined(separator: ", "))"))
    }

    static var noShard: JSONExpectation {
        .phrase(
            LocalText(
                zh: "不带 shard：只有 system 角色可以指定 case_id 以外的分片",
                en: "no shard: only role system names a shard beside the case id"))
    }

    static var systemKind: JSONExpectation {
        .phrase(
            LocalText(
                zh: "system 角色只用 grant、claim、claw-back、reward-settled、link",
                en: "for role system one of grant, claim, claw-back, reward-settled, link"))
    }

    static var rewardSettledBySystem: JSONExpectation {
        .phrase(LocalText(zh: "reward-settled 只由 system 角色发出", en: "reward-settled from role system only"))
    }
}

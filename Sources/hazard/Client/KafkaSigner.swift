import CommandArguments
import Credentials
import Digest
import Foundation
import HazardBridge
import HazardConfig
import HazardWire
import MessageLog
internal import Wording

/// Signs what a command writes to Kafka, as a gateway or a department does (`config/contracts/README.md`, Signatures).
struct KafkaSigner {
    static let options = [
        Option(
            "signing-key-file", .value("FILE"),
            summary: LocalText(zh: "写入 Kafka 时用此文件中的密钥签名", en: "sign what goes to Kafka with the secret in this file")),
        Option(
            "signing-key", .value("ID"),
            summary: LocalText(
                zh: "该密钥的编号；配置的 signing.keys 中有此密钥时可省",
                en: "the id of that key; not needed when signing.keys of the configuration has it")),
    ]

    private let keyID: String
    private let key: MessageKey

    /// Nil without `--signing-key-file`.
    ///
    /// - Throws: `CommandFault` when the file or the key's id cannot be used, or when a signature is needed and there is none.
    init?(_ arguments: Arguments, _ settings: SigningSettings, for input: SignedInput) throws {
        guard let file = arguments.value("signing-key-file") else {
            guard !settings.require.contains(input) else {
                throw CommandFault(
                    .usage, zh: "此处的消息须签名（signing.require）：请用 --signing-key-file 指定密钥文件",
                    en: "messages must be signed here (signing.require): name the secret with --signing-key-file")
            }
            return nil
        }
        let secret = try Self.secret(file)
        guard let id = arguments.value("signing-key") ?? settings.keys.first(where: { $0.secret == secret })?.id else {
            throw CommandFault(
                .usage, zh: "signing.keys 中没有这个密钥：请用 --signing-key 写明编号",
                en: "signing.keys has no key with this secret: name its id with --signing-key")
        }
        keyID = id
        key = try MessageKey(bytes: secret)
    }

    /// The key, for feedback that a bridge signs.
    var feedbackKey: FeedbackKey { FeedbackKey(id: keyID, key: key) }

    func headers(of value: [UInt8]) throws -> [Header] {
        [Header(HeaderName.signature, try MessageSignature.header(for: value, keyID: keyID, key: key))]
    }

    /// The secret without the line breaks at the file's end, as the configuration reads it.
    private static func secret(_ file: String) throws(CommandFault) -> [UInt8] {
        var bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(filePath: file)))
        } catch {
            throw CommandFault(cannotRead: file, error)
        }
        while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw CommandFault(
                .usage, zh: "--signing-key-file：\(file) 是空的", en: "--signing-key-file: \(file) is empty")
        }
        return bytes
    }
}

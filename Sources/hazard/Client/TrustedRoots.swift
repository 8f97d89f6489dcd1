import CommandArguments
import Foundation
internal import Wording

extension Option {
    /// The roots of a private authority.
    static let caFile = Option(
        "ca-file", .value("FILE"),
        summary: LocalText(
            zh: "只信任此 PEM 文件中的根证书（私有机构），默认取 HAZARD_CA_FILE",
            en: "trust only the roots in this PEM file, as of a private authority; by default HAZARD_CA_FILE"))
}

/// The file of `--ca-file`.
enum TrustedRoots {
    /// The path, else that of `HAZARD_CA_FILE`; nil: the system's roots.
    ///
    /// - Throws: `CommandFault` when the file has no certificate in it.
    static func file(_ arguments: Arguments) throws(CommandFault) -> String? {
        guard let file = arguments.value("ca-file") ?? ProcessInfo.processInfo.environment["HAZARD_CA_FILE"] else {
            return nil
        }
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw CommandFault(cannotRead: file, error)
        }
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            throw CommandFault(
                .usage, zh: "--ca-file：\(file) 中没有 PEM 格式的证书", en: "--ca-file: \(file) has no certificate in PEM form")
        }
        return file
    }
}

import CommandArguments
import Credentials
import Digest
import Foundation
import HazardConfig
internal import Wording

/// `hazard key create`: a secret that signs messages on Kafka, and the entry of `signing.keys` that accepts it.
let keyCreateVerb = Verb(
    path: ["key", "create"],
    summary: LocalText(
        zh: "新建签名密钥文件，并给出 signing.keys 的一项", en: "make a signing key file, and show its entry of signing.keys"),
    options: [
        Option(
            "role", .value("ROLE"), isRequired: true,
            summary: LocalText(
                zh: "角色：\(KeyCreation.roles)；server 为服务自己的密钥",
                en: "one of \(KeyCreation.roles); server is the server's own key")),
        Option(
            "department", .values("ID"),
            summary: LocalText(zh: "department 角色所属的部门，可多次使用", en: "of the role department; may be repeated")),
        Option(
            "out", .value("FILE"), isRequired: true, summary: LocalText(zh: "密钥写入的新文件", en: "the new file for the key")),
    ],
    positionals: [Positional("ID", .one, summary: LocalText(zh: "密钥编号", en: "the key's id"))]
) { arguments in
    let creation = try KeyCreation(arguments)
    try creation.write()
    Terminal.print(creation.entry)
    return .done
}

/// A key that is made.
private struct KeyCreation {
    /// The roles that sign messages.
    static let roles = (AccessRole.allCases.filter { $0 != .viewer }.map(\.rawValue) + ["server"]).joined(
        separator: ", ")

    private let id: String
    private let role: String
    private let departments: [String]
    private let path: String
    private let secret: String

    init(_ arguments: Arguments) throws {
        id = arguments.positional("ID") ?? ""
        role = arguments.value("role") ?? ""
        departments = arguments.values("department")
        path = arguments.value("out") ?? ""
        secret = try RandomToken.hex()
        guard role == "server" || AccessRole(rawValue: role).map({ $0 != .viewer }) == true else {
            throw CommandFault(
                .usage, zh: "--role“\(role)”不能签名：可写 \(Self.roles)",
                en: "--role \"\(role)\" signs nothing: write one of \(Self.roles)")
        }
        try DepartmentOption.check(departments, isDepartment: role == AccessRole.department.rawValue)
    }

    /// Writes the key into a new file that only its owner may read.
    func write() throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw CommandFault(
                .failed, zh: "--out：\(path) 无法新建：\(reason)", en: "--out: \(path) cannot be created: \(reason)")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data((secret + "\n").utf8))
    }

    /// What to write into the configuration.
    var entry: String {
        guard role != "server" else { return "signing:\n  server_key_file: \(path)" }
        let scope = departments.isEmpty ? "" : ", departments: [\(departments.joined(separator: ", "))]"
        return "signing:\n  keys:\n    - {id: \(id), role: \(role)\(scope), file: \(path)}"
    }
}

import CommandArguments
import Credentials
import Digest
import Foundation
import HazardConfig
import HazardCore
internal import HazardText
import JSONText
internal import Wording

/// `hazard token create|list|revoke`: the tokens of the HTTP API, in the file that `api.tokens_file` names.
let tokenVerbs = [
    Verb(
        path: ["token", "create"],
        summary: LocalText(zh: "新建令牌：显示一次，文件里只存哈希", en: "make a token: it is shown once, the file stores its hash"),
        options: [
            Option(
                "role", .value("ROLE"),
                summary: LocalText(
                    zh: "角色：\(AccessRole.allCases.map(\.rawValue).joined(separator: "、"))",
                    en: "one of \(AccessRole.allCases.map(\.rawValue).joined(separator: ", "))")),
            Option(
                "department", .values("ID"),
                summary: LocalText(zh: "department 角色所属的部门，可多次使用", en: "of the role department; may be repeated")),
            Option(
                "report-prefix", .values("TEXT"),
                summary: LocalText(
                    zh: "gateway 角色的上报编号只能以此开头，可多次使用",
                    en: "of the role gateway: its report ids begin with it; may be repeated")),
            Option(
                "expires", .value("AGE"),
                summary: LocalText(zh: "有效天数，如 90d；之后失效", en: "days until it expires, as 90d; without it never")),
            Option(
                "link",
                summary: LocalText(
                    zh: "不显示令牌，改为显示一次性登录链接（15 分钟内有效）；令牌已有时只换新链接",
                    en:
                        "show a link that signs in once within 15 minutes, not the token; of a token that exists: a new link"
                )),
        ] + Server.addressOptions,
        positionals: [Positional("NAME", .one, summary: LocalText(zh: "交给谁", en: "whom it is for"))]
    ) { arguments in
        let path = try TokenFile.path(arguments)
        var file = try TokenFile.read(path, mayBeMissing: true)
        if arguments.flag("link") {
            Terminal.print(try TokenFile.link(arguments, in: &file))
            try TokenFile.write(file, to: path)
            TokenFile.tellReload(path, arguments.language)
            return .done
        }
        let secret = try RandomToken.hex()
        file.tokens.append(try TokenFile.token(arguments, secret: secret, among: file.tokens))
        try TokenFile.write(file, to: path)
        Terminal.print(secret)
        TokenFile.tellReload(path, arguments.language)
        return .done
    },
    Verb(
        path: ["token", "list"],
        summary: LocalText(zh: "列出令牌的名称、角色和有效期", en: "list names, roles and expiry of the tokens"),
        options: Configuration.options + [.json]
    ) { arguments in
        let file = try TokenFile.read(try TokenFile.path(arguments), mayBeMissing: false)
        for token in file.tokens {
            if arguments.flag("json") {
                Terminal.print(bytes: TokenFile.json(token))
            } else {
                Terminal.print(TokenFile.line(token, arguments.language))
            }
        }
        return .done
    },
    Verb(
        path: ["token", "revoke"],
        summary: LocalText(zh: "作废令牌", en: "remove a token"),
        options: Configuration.options,
        positionals: [Positional("NAME", .one, summary: LocalText(zh: "令牌的名称", en: "the token's name"))]
    ) { arguments in
        let path = try TokenFile.path(arguments)
        var file = try TokenFile.read(path, mayBeMissing: false)
        let name = arguments.positional("NAME") ?? ""
        guard file.tokens.contains(where: { $0.name == name }) else {
            let near = NearestName.of(name, among: file.tokens.map(\.name))
            throw CommandFault(
                .failed, zh: "\(path) 里没有令牌“\(name)”" + (near.map { "，是不是 \($0)？" } ?? ""),
                en: "\(path) has no token \"\(name)\"" + (near.map { ", did you mean \($0)?" } ?? ""))
        }
        file.tokens.removeAll { $0.name == name }
        try TokenFile.write(file, to: path)
        TokenFile.tellReload(path, arguments.language)
        return .done
    },
]

/// The file of `api.tokens_file`, as the commands use it.
private enum TokenFile {
    static func path(_ arguments: Arguments) throws -> String {
        let found = TokensFile.path(
            file: Configuration.file(arguments), overrides: arguments.values("set"),
            environment: ProcessInfo.processInfo.environment)
        guard let found else {
            throw CommandFault(
                .usage, zh: "没有设置 api.tokens_file：请在配置文件的 api 下写 tokens_file: tokens.yaml",
                en: "api.tokens_file is not set: write tokens_file: tokens.yaml under api in the configuration file")
        }
        return found
    }

    static func read(_ path: String, mayBeMissing: Bool) throws -> TokensFile {
        if mayBeMissing, !FileManager.default.fileExists(atPath: path) { return TokensFile() }
        switch TokensFile.read(path) {
        case .success(let file): return file
        case .failure(let problems): throw CommandFault(problems)
        }
    }

    /// Replaces the file at once; only its owner may read it.
    static func write(_ file: TokensFile, to path: String) throws {
        let fresh = path + ".new"
        let manager = FileManager.default
        try? manager.removeItem(atPath: fresh)
        guard
            manager.createFile(
                atPath: fresh, contents: Data(file.text.utf8), attributes: [.posixPermissions: 0o600]),
            rename(fresh, path) == 0
        else {
            let reason = String(cString: strerror(errno))
            throw CommandFault(
                .failed, zh: "\(path) 无法写入：\(reason)", en: "\(path) cannot be written: \(reason)")
        }
    }

    /// Gives a token a new link, and makes the token when it does not exist.
    ///
    /// - Returns: The address of the link.
    static func link(_ arguments: Arguments, in file: inout TokensFile) throws -> String {
        let server = try Server.address(arguments)
        let name = arguments.positional("NAME") ?? ""
        let code = try RandomToken.hex()
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let link = SignInLink(sha256: try SHA256.digest(of: Array(code.utf8)), until: now + SignInLink.lifetime)
        if let index = file.tokens.firstIndex(where: { $0.name == name }) {
            let known = file.tokens[index].role
            guard arguments.value("role").map({ $0 == known.rawValue }) ?? true else {
                throw CommandFault(
                    .usage, zh: "令牌“\(name)”的角色是 \(known.rawValue)：请去掉 --role，或另取名称",
                    en: "token \"\(name)\" has the role \(known.rawValue): leave --role out, or choose another name")
            }
            file.tokens[index].link = link
        } else {
            // Nobody learns the token itself: its only use is the session that the link opens.
            file.tokens.append(try token(arguments, secret: try RandomToken.hex(), among: file.tokens))
            file.tokens[file.tokens.count - 1].link = link
        }
        guard file.tokens.first(where: { $0.name == name })?.role != .gateway else {
            throw CommandFault(
                .usage, zh: "gateway 的令牌只供程序使用，没有登录链接", en: "a gateway's token is for programs and has no link")
        }
        return server + "/sign-in/" + code
    }

    static func token(_ arguments: Arguments, secret: String, among known: [AccessToken]) throws -> AccessToken {
        let name = arguments.positional("NAME") ?? ""
        guard !known.contains(where: { $0.name == name }) else {
            throw CommandFault(
                .usage, zh: "已有令牌“\(name)”：请另取名称，或先执行 `hazard token revoke \(name)`",
                en: "there is a token \"\(name)\": choose another name, or run hazard token revoke \(name) first")
        }
        let text = arguments.value("role") ?? ""
        guard let role = AccessRole(rawValue: text) else {
            let roles = AccessRole.allCases.map(\.rawValue).joined(separator: ", ")
            guard !text.isEmpty else {
                throw CommandFault(.usage, zh: "缺少 --role：可写 \(roles)", en: "--role is missing: write one of \(roles)")
            }
            throw CommandFault(
                .usage, zh: "--role“\(text)”不是角色：可写 \(roles)",
                en: "--role \"\(text)\" is no role: write one of \(roles)")
        }
        let departments = arguments.values("department")
        let prefixes = arguments.values("report-prefix")
        try DepartmentOption.check(departments, isDepartment: role == .department)
        guard role == .gateway || prefixes.isEmpty else {
            throw CommandFault(
                .usage, zh: "--report-prefix 只用于 gateway 角色", en: "--report-prefix belongs to the role gateway")
        }
        var token = AccessToken(
            name: name, role: role, departments: departments, sha256: try SHA256.digest(of: Array(secret.utf8)))
        if !prefixes.isEmpty { token.reportPrefixes = ReportPrefixes(prefixes) }
        token.lastDay = try lastDay(arguments.value("expires"))
        return token
    }

    /// Today in UTC.
    private static var today: CivilDate {
        CivilDate(daysSince1970: Int(Date().timeIntervalSince1970) / 86_400)
    }

    /// The last day, in UTC.
    private static func lastDay(_ text: String?) throws -> CivilDate? {
        guard let text else { return nil }
        guard text.hasSuffix("d"), let days = Int(text.dropLast()), (1...3650).contains(days) else {
            throw CommandFault(
                .usage, zh: "--expires“\(text)”不是有效天数：请写 1d 至 3650d",
                en: "--expires \"\(text)\" is no age: write 1d to 3650d")
        }
        return CivilDate(daysSince1970: today.daysSince1970 + days)
    }

    static func line(_ token: AccessToken, _ language: Language) -> String {
        let role = NameLists.tokenRoles[token.role.rawValue][language]
        var parts = [ForeignText.line(token.name), role]
        if !token.departments.isEmpty { parts.append(token.departments.joined(separator: ",")) }
        if let prefixes = token.reportPrefixes { parts.append(prefixes.prefixes.joined(separator: ",")) }
        if let last = token.lastDay {
            let day = last.text
            let isOver = last.daysSince1970 < today.daysSince1970
            parts.append(
                isOver
                    ? LocalText(zh: "已于 \(day) 过期", en: "expired on \(day)")[language]
                    : LocalText(zh: "有效至 \(day)", en: "until \(day)")[language])
        }
        return parts.joined(separator: "  ")
    }

    static func json(_ token: AccessToken) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("name", token.name)
            writer.field("role", token.role.rawValue)
            writer.array("departments", token.departments) { $0.string($1) }
            writer.array("report_prefixes", token.reportPrefixes?.prefixes ?? []) { $0.string($1) }
            writer.field("expires", token.lastDay?.text)
            writer.endObject()
        }
    }

    static func tellReload(_ path: String, _ language: Language) {
        Terminal.printError(
            LocalText(
                zh: "已写入 \(path)。正在运行的服务收到 SIGHUP 或 POST /-/reload 后生效。",
                en: "Written to \(path). A running server takes it at SIGHUP or POST /-/reload.")[language])
    }
}

/// The option `--department` of a token or a key.
enum DepartmentOption {
    /// - Throws: `CommandFault` when the role `department` names none, or another role names one.
    static func check(_ departments: [String], isDepartment: Bool) throws {
        guard isDepartment != departments.isEmpty else {
            throw CommandFault(
                .usage, zh: "--department 只用于 department 角色，且此角色必须写明",
                en: "--department belongs to the role department, which needs at least one")
        }
    }
}

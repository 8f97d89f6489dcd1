import CommandArguments
import HazardApp
internal import Wording

/// `hazard completion` and `hazard man`: descriptions of the commands for shells and for `man`.
let programVerbs = [
    Verb(
        path: ["completion"],
        summary: LocalText(
            zh: "输出命令行补全脚本，供 shell 读取", en: "print the completion of commands and options, for a shell to read"),
        positionals: [
            Positional(
                "SHELL", choices: Shell.allCases.map(\.rawValue),
                summary: LocalText(zh: "bash、zsh 或 fish", en: "bash, zsh or fish"))
        ]
    ) { arguments in
        let name = arguments.positional("SHELL") ?? ""
        guard let shell = Shell(rawValue: name) else {
            throw CommandFault(
                .usage, zh: "不支持“\(ForeignText.line(name))”：可用 bash、zsh 或 fish",
                en: "there is no completion for \"\(ForeignText.line(name))\": use bash, zsh or fish")
        }
        Terminal.print(Main.program.completion(for: shell, in: arguments.language))
        return .done
    },
    Verb(
        path: ["man"],
        summary: LocalText(
            zh: "输出手册页（roff），如 hazard man | man -l -", en: "print the manual page in roff, as: hazard man | man -l -")
    ) { arguments in
        Terminal.print(Main.program.manual(ManualPage.facts, in: arguments.language))
        return .done
    },
]

/// The parts of the manual page that are not in the table of commands.
private enum ManualPage {
    static let facts = ManualFacts(
        version: Version.text,
        environment: [
            ("HAZARD_CONFIG", LocalText(zh: "配置文件，代替 --config", en: "configuration file, in place of --config")),
            ("HAZARD_SERVER", LocalText(zh: "服务地址，代替 --server", en: "address of the server, in place of --server")),
            (
                "HAZARD_TOKEN_FILE",
                LocalText(zh: "存放令牌的文件，代替 --token-file", en: "file that holds the token, in place of --token-file")
            ),
            (
                "HAZARD_CA_FILE",
                LocalText(zh: "信任的根证书，代替 --ca-file", en: "roots that are trusted, in place of --ca-file")
            ),
            (
                "LC_ALL, LC_MESSAGES, LANG",
                LocalText(zh: "以 zh 开头时用中文，否则用英文", en: "Chinese when the value begins with zh, else English")
            ),
            ("NO_COLOR", LocalText(zh: "设置后不用颜色", en: "no colours when it is set")),
            (
                "SSL_CERT_FILE",
                LocalText(zh: "签发服务证书的机构（PEM）", en: "the authority of the server's certificate, in PEM")
            ),
        ],
        files: [
            (
                "config/hazard.yaml",
                LocalText(zh: "未指定时读取的配置文件", en: "the configuration when no other is named")
            ),
            (
                "/etc/hazard/hazard.yaml",
                LocalText(zh: "当前目录没有它时读取", en: "read when the current directory does not have it")
            ),
        ])
}

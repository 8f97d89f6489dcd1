package import Credentials
internal import Digest
package import HazardCore
internal import Wording

/// The file that `api.tokens_file` names, as `hazard token` reads and writes it.
package struct TokensFile: Sendable {
    package var tokens: [AccessToken]

    package init(tokens: [AccessToken] = []) {
        self.tokens = tokens
    }

    /// The path that `api.tokens_file` gives; nil when it is not set.
    ///
    /// Other problems of the configuration do not matter here: the file may still be missing.
    package static func path(
        file: String, overrides: [String] = [], environment: [String: String] = [:]
    ) -> String? {
        let problems = ProblemCollector()
        let root = PolicyFiles.tree(file, problems)
        let sources = SettingSources(root: root, flags: overrides, environment: environment, problems: problems)
        let reader = SettingReader(sources: sources, directory: ConfigFile.directory(of: file), problems: problems)
        guard let (node, origin) = reader.node("api.tokens_file"), let name = node.text, !name.isEmpty else {
            return nil
        }
        return reader.resolver(for: origin)(name)
    }

    /// The tokens of a file, with its problems.
    package static func read(_ path: String) -> Result<TokensFile, ConfigProblems> {
        let problems = ProblemCollector()
        var tokens: [AccessToken] = []
        if let root = PolicyFiles.tree(path, problems) { tokens = TokenList(problems).read(file: root) }
        return problems.isEmpty ? .success(TokensFile(tokens: tokens)) : .failure(problems.sorted)
    }

    /// The file's text. Comments of an earlier text are lost.
    package var text: String {
        var lines = [
            "# Tokens of the HTTP API, written by `hazard token`. Only hashes are here, never the tokens.", "tokens:",
        ]
        if tokens.isEmpty { lines[1] = "tokens: []" }
        for token in tokens {
            lines.append("  - name: \(token.name)")
            lines.append("    role: \(token.role.rawValue)")
            lines.append("    token_sha256: \"\(Hex.encode(token.sha256))\"")
            if !token.departments.isEmpty {
                lines.append("    departments: [\(token.departments.joined(separator: ", "))]")
            }
            if let prefixes = token.reportPrefixes?.prefixes {
                lines.append("    report_prefixes: [\(prefixes.map { "\"\($0)\"" }.joined(separator: ", "))]")
            }
            if let link = token.link {
                lines.append("    link_sha256: \"\(Hex.encode(link.sha256))\"")
                lines.append("    link_until: \(link.until)")
            }
            if let day = token.lastDay { lines.append("    expires: \"\(day.text)\"") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension AccessToken {
    /// The last day on which the token is valid, in UTC; nil for a token that never expires.
    package var lastDay: CivilDate? {
        get { expiresAt.map { CivilDate(daysSince1970: Int($0 / Self.day) - 1) } }
        set { expiresAt = newValue.map { Int64($0.daysSince1970 + 1) * Self.day } }
    }

    /// The milliseconds of a day.
    private static let day: Int64 = 86_400_000
}

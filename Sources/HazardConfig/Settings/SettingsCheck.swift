internal import Credentials
internal import HazardCore
package import Wording

/// Checks settings against one another and against the policy.
struct SettingsCheck {
    let settings: Settings
    let policy: Policy
    let file: String
    let reader: SettingReader

    func run() {
        checkRetention()
        checkListening()
        checkLog()
        checkTopics()
        checkTokens()
        checkSigning()
    }

    /// Reports a problem at the place where a key was given.
    private func report(
        _ key: String, at placeKey: String? = nil, value: String? = nil, _ problem: LocalText, hint: LocalText? = nil
    ) {
        reader.problems.add(
            at: reader.place(of: placeKey ?? key, else: file), key, value: value, problem, hint: hint)
    }

    private func checkRetention() {
        guard settings.intake.maxAge >= settings.retention.cases else { return }
        let limit = DurationText.text(settings.retention.cases)
        report(
            "intake.max_age", value: DurationText.text(settings.intake.maxAge),
            LocalText(zh: "应短于 retention.cases 的 \(limit)", en: "must be shorter than retention.cases (\(limit))"),
            hint: LocalText(
                zh: "否则已清除的上报编号会被当作新上报重新立卷", en: "else a report whose id was forgotten could open a second case"))
    }

    private func checkListening() {
        guard settings.api.tokens.isEmpty else { return }
        for address in settings.api.listen where !address.isLoopback {
            report(
                "api.listen", value: address.description,
                LocalText(
                    zh: "没有配置令牌，能连到此地址的任何人都能做任何操作",
                    en: "no tokens are configured, so anybody who can reach this address could do anything"),
                hint: LocalText(
                    zh: "配置 api.tokens 或 api.tokens_file，或只监听 127.0.0.1",
                    en: "configure api.tokens or api.tokens_file, or listen on 127.0.0.1"))
        }
    }

    private func checkLog() {
        let log = settings.log
        if log.kind == .kafka, log.kafka.bootstrapServers.isEmpty {
            report(
                "log.kafka.bootstrap_servers", at: "log.kind", .missing,
                hint: LocalText(
                    zh: "log.kind 为 kafka，至少要写一个服务器，如 localhost:9092",
                    en: "log.kind is kafka: name at least one broker, such as localhost:9092"))
        }
        if log.kind == .embedded, log.embedded.directory == settings.store.directory {
            report(
                "log.embedded.directory", value: log.embedded.directory,
                LocalText(zh: "不能与 store.directory 相同", en: "must not be store.directory"),
                hint: LocalText(
                    zh: "store 目录可以随时删除重建，日志目录绝不能删",
                    en: "the store can be deleted and rebuilt at any time, the log must never be deleted"))
        }
    }

    private func checkTopics() {
        let names = settings.topics.names
        var seen: [String: String] = [:]
        for (key, topic) in names.byKey {
            if let first = seen[topic] {
                report(
                    "topics.\(key)", value: topic,
                    LocalText(zh: "与 topics.\(first) 同名", en: "topics.\(first) has the same name"))
            }
            seen[topic] = key
        }
        for department in policy.departments.keys.sorted() where Fields.isIdentifier(department) {
            let queue = names.dispatch(department)
            if let key = seen[queue] {
                report(
                    "topics.\(key)", value: queue,
                    LocalText(
                        zh: "与部门 \(department) 的队列同名", en: "the queue of \(department) has the same name"),
                    hint: LocalText(zh: "见 topics.dispatch_prefix", en: "see topics.dispatch_prefix"))
            } else if !TopicSettings.isLegalName(queue) {
                report(
                    "topics.dispatch_prefix", value: queue,
                    LocalText(
                        zh: "部门 \(department) 的队列名不是合法的 Kafka 主题名",
                        en: "is not a legal topic name for the queue of \(department)"))
            }
        }
    }

    private func checkTokens() {
        for token in settings.api.tokens {
            for department in token.departments where policy.departments[policy.currentDepartment(department)] == nil {
                report(
                    "api.tokens", value: department,
                    LocalText(
                        zh: "令牌 \(token.name) 所写的部门不存在",
                        en: "token \(token.name) names a department that does not exist"),
                    hint: NearestName.hint(for: department, among: policy.departments.keys))
            }
        }
    }

    private func checkSigning() {
        let signing = settings.signing
        for key in signing.keys {
            for department in key.departments where policy.departments[policy.currentDepartment(department)] == nil {
                report(
                    "signing.keys", value: department,
                    LocalText(
                        zh: "密钥 \(key.id) 所写的部门不存在", en: "key \(key.id) names a department that does not exist"),
                    hint: NearestName.hint(for: department, among: policy.departments.keys))
            }
        }
        guard !signing.require.isEmpty, signing.serverSecrets.isEmpty else { return }
        report(
            "signing.server_key_file", at: "signing.require", .missing,
            hint: LocalText(
                zh: "没有它，经 HTTP 来的消息无法签名，全部会被拒绝", en: "without it, everything that comes over HTTP would be refused"))
    }
}

extension Settings {
    /// What `config check` warns of: messages whose sender nobody can know.
    package var signingWarnings: [LocalText] {
        let unsigned = [SignedInput.feedback, .commands].filter { !signing.require.contains($0) }
        var warnings: [LocalText] = []
        if log.kind == .kafka, !unsigned.isEmpty {
            let names = unsigned.map(\.rawValue)
            warnings.append(
                LocalText(
                    zh: "提醒：signing.require 不含 \(names.joined(separator: "、"))：能写这些主题的任何人都可冒充任何人。",
                    en:
                        "warning: signing.require does not name \(names.joined(separator: " and ")): whoever may write these "
                        + "topics can speak for anybody."))
        }
        if !signing.require.isEmpty, api.tokens.isEmpty {
            warnings.append(
                LocalText(
                    zh: "提醒：要求签名，但没有 api.tokens：本机上的任何人都可经 HTTP 冒充任何人。",
                    en:
                        "warning: signatures are required while api.tokens is empty: whoever is on this machine can speak for "
                        + "anybody over HTTP."))
        }
        return warnings
    }
}

internal import Credentials
internal import HazardCore
internal import Wording

/// What settings must be true of one another.
struct SettingsCheck {
    let settings: Settings
    let policy: Policy
    let file: String
    let reader: SettingReader
    private var findings: Findings { reader.findings }

    func run() {
        checkRetention()
        checkListening()
        checkLog()
        checkTopics()
        for token in settings.api.tokens {
            for department in token.departments where policy.departments[department] == nil {
                findings.add(
                    at: reader.place(of: "api.tokens", else: file), "api.tokens", value: department,
                    "token \(token.name) names no department of ours",
                    hint: NearestName.english(for: department, among: policy.departments.keys))
            }
        }
    }

    private func checkRetention() {
        guard settings.intake.maxAge >= settings.retention.cases else { return }
        findings.add(
            at: reader.place(of: "intake.max_age", else: file), "intake.max_age",
            value: DurationText.text(settings.intake.maxAge),
            "must be shorter than retention.cases (\(DurationText.text(settings.retention.cases)))",
            hint: "else a report id that was forgotten could come back as a new case")
    }

    private func checkListening() {
        guard settings.api.tokens.isEmpty else { return }
        for address in settings.api.listen where !address.isLoopback {
            findings.add(
                at: reader.place(of: "api.listen", else: file), "api.listen", value: address.description,
                "anybody who reaches this address could do anything: no tokens are configured",
                hint: "configure api.tokens or api.tokens_file, or listen on 127.0.0.1")
        }
    }

    private func checkLog() {
        let log = settings.log
        if log.kind == .kafka, log.kafka.bootstrapServers.isEmpty {
            findings.add(
                at: reader.place(of: "log.kind", else: file), "log.kafka.bootstrap_servers", "is missing",
                hint: "log.kind is kafka: name at least one broker, such as localhost:9092")
        }
        if log.kind == .embedded, log.embedded.directory == settings.store.directory {
            findings.add(
                at: reader.place(of: "log.embedded.directory", else: file), "log.embedded.directory",
                value: log.embedded.directory, "must not be store.directory",
                hint: "the store may be deleted at any time, the log never")
        }
    }

    private func checkTopics() {
        let topics = settings.topics
        var seen: [String: String] = [:]
        for (key, topic) in topics.named {
            if let first = seen[topic] {
                findings.add(
                    at: reader.place(of: "topics.\(key)", else: file), "topics.\(key)", value: topic,
                    "topics.\(first) has this name too")
            }
            seen[topic] = key
        }
        for department in policy.departments.keys.sorted() where Fields.isIdentifier(department) {
            let queue = topics.dispatch(department)
            if let key = seen[queue] {
                findings.add(
                    at: reader.place(of: "topics.\(key)", else: file), "topics.\(key)", value: queue,
                    "the queue of \(department) has this name too", hint: "see topics.dispatch_prefix")
            } else if !TopicSettings.isLegal(queue) {
                findings.add(
                    at: reader.place(of: "topics.dispatch_prefix", else: file), "topics.dispatch_prefix", value: queue,
                    "is no legal name for the queue of \(department)")
            }
        }
    }
}

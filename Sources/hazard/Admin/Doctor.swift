import CaseStore
import EmbeddedLog
import Foundation
import HazardApp
import HazardConfig
import HazardCore
import MessageLog
import Telemetry
internal import Wording

/// The checks of `hazard doctor`. They change nothing, and a server may run.
struct Doctor {
    private let configuration: LoadedConfig
    private var settings: Settings { configuration.settings }

    /// Less free space than this stops an installation soon.
    private static let freeBytes: Int64 = 1 << 30

    init(_ configuration: LoadedConfig) {
        self.configuration = configuration
    }

    func examine() -> [DoctorFinding] {
        [version(), config()] + log() + store() + [disk(), clock(), calendar()] + policy() + secrets()
    }

    private func version() -> DoctorFinding {
        .ok(
            "version",
            LocalText(
                zh: "hazard \(Version.text)（Swift \(Version.swift)）",
                en: "hazard \(Version.text) (Swift \(Version.swift))"))
    }

    private func config() -> DoctorFinding {
        let exposed = configuration.exposedSecrets
        guard exposed.isEmpty else {
            let keys = exposed.joined(separator: ", ")
            return .warning(
                "config", LocalText(zh: "\(keys) 由 --set 给出，ps 可以看到", en: "\(keys) given by --set can be seen in ps"),
                fix: LocalText(zh: "改用文件或环境变量", en: "use a file or the environment"))
        }
        return .ok("config", LocalText(zh: configuration.file, en: configuration.file))
    }

    // MARK: - The log

    private func log() -> [DoctorFinding] {
        if settings.log.kind == .embedded { return [embeddedLog()] }
        do throws(LogFailure) {
            let log = try LogOpening.open(settings, logger: Logger(to: LogSink { _ in }))
            defer { log.close(within: .seconds(5)) }
            let plan = TopicPlan(settings: settings, departments: configuration.policy.departments.keys.sorted())
            let steps = plan.compare(with: try log.describe(plan.wanted.map(\.name)))
            let wrong = steps.filter { if case .fine = $0 { false } else { true } }.map(\.topic.name)
            let servers = settings.log.kafka.bootstrapServers
            let reached = DoctorFinding.ok("broker", LocalText(zh: "可以连到 \(servers)", en: "\(servers) answers"))
            guard !wrong.isEmpty else {
                return [
                    reached,
                    .ok(
                        "topics",
                        LocalText(zh: "\(steps.count) 个主题齐备", en: "all \(steps.count) topics are as they should be")),
                ]
            }
            let names = wrong.prefix(8).joined(separator: ", ")
            return [
                reached,
                .bad(
                    "topics",
                    LocalText(
                        zh: "\(wrong.count) 个主题缺少或设置不符：\(names)",
                        en: "\(wrong.count) topics are missing or differ: \(names)"),
                    fix: LocalText(
                        zh: "执行 `hazard topics plan`，再执行 `hazard topics apply`",
                        en: "hazard topics plan, then hazard topics apply")),
            ]
        } catch {
            var finding = DoctorFinding.bad(
                "broker", error.sentence,
                fix: LocalText(
                    zh: "检查 log.kafka.bootstrap_servers、网络和证书",
                    en: "check log.kafka.bootstrap_servers, the network and certificates"))
            finding.isUnreachable = true
            return [finding]
        }
    }

    private func embeddedLog() -> DoctorFinding {
        let path = settings.log.embedded.directory + "/log.db"
        guard FileManager.default.fileExists(atPath: path) else {
            return .warning(
                "log", LocalText(zh: "还没有日志 \(path)", en: "there is no log \(path) yet"),
                fix: LocalText(zh: "用 `hazard serve` 启动一次", en: "start once with hazard serve"))
        }
        if let damage = LogBackup.damage(of: settings.log.embedded.directory) { return damaged("log", path, damage) }
        return .ok("log", LocalText(zh: "\(path) 完好", en: "\(path) is sound"))
    }

    private func damaged(_ check: String, _ path: String, _ reason: String) -> DoctorFinding {
        .bad(
            check, LocalText(zh: "\(path) 已损坏（\(reason)）", en: "\(path) is damaged: \(reason)"),
            fix: check == "log"
                ? LocalText(
                    zh: "停止服务，用 `hazard restore` 恢复备份", en: "stop the server and put a backup back with hazard restore")
                : LocalText(zh: "停止服务，执行 `hazard rebuild`", en: "stop the server and run hazard rebuild"))
    }

    // MARK: - Files

    private func store() -> [DoctorFinding] {
        var sound = 0
        var findings: [DoctorFinding] = []
        for shard in 0..<settings.log.shards {
            let path = StoreDirectory.file(ofShard: shard, in: settings.store.directory)
            guard FileManager.default.fileExists(atPath: path) else { continue }
            do throws(StoreFault) {
                if let damage = try StoreReader(path: path, shard: shard).damage() {
                    findings.append(damaged("store", path, damage))
                } else {
                    sound += 1
                }
            } catch {
                findings.append(
                    .bad(
                        "store", error.text,
                        fix: LocalText(zh: "停止服务，执行 `hazard rebuild`", en: "stop the server and run hazard rebuild")))
            }
        }
        guard findings.isEmpty else { return findings }
        return [.ok("store", LocalText(zh: "\(sound) 个分片文件完好", en: "\(sound) shard files are sound"))]
    }

    private func disk() -> DoctorFinding {
        let places = Set([
            settings.store.directory,
            settings.log.kind == .embedded ? settings.log.embedded.directory : settings.store.directory,
        ])
        let free = places.compactMap(Self.free).min()
        guard let free else {
            return .warning(
                "disk", LocalText(zh: "数据目录还不存在", en: "the data directories do not exist yet"),
                fix: LocalText(zh: "启动一次服务后再查", en: "start the server once, then look again"))
        }
        let text = LocalText(zh: "剩余 \(free >> 20) MB", en: "\(free >> 20) MB are free")
        guard free < Self.freeBytes else { return .ok("disk", text) }
        return .bad("disk", text, fix: LocalText(zh: "清出空间：至少 1024 MB", en: "make room: 1024 MB at least"))
    }

    /// The bytes that are free where the nearest existing directory lies.
    private static func free(_ path: String) -> Int64? {
        var url = URL(filePath: path)
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url.deleteLastPathComponent() }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: url.path)
        return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
    }

    /// Compares the wall clock with the times of the files that the service writes.
    private func clock() -> DoctorFinding {
        let now = Date()
        let files = ["\(settings.log.embedded.directory)/log.db", settings.store.directory]
        let latest = files.compactMap { path in
            (try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate]) as? Date
        }.max()
        if let latest, latest.timeIntervalSince(now) > 120 {
            let seconds = Int(latest.timeIntervalSince(now))
            return .bad(
                "clock",
                LocalText(
                    zh: "本机时钟比文件时间落后 \(seconds) 秒", en: "the clock is \(seconds) s behind the times of our files"),
                fix: LocalText(zh: "校准时钟（chrony、timedatectl）", en: "set the clock (chrony, timedatectl)"))
        }
        let text = ZoneText(settings.zone).text(Instant(milliseconds: Int64(now.timeIntervalSince1970 * 1000)))
        return .ok("clock", LocalText(zh: text, en: text))
    }

    // MARK: - The policy and the secrets

    private func calendar() -> DoctorFinding {
        let calendar = configuration.policy.calendar
        guard let year = calendar.yearWanted(at: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        else {
            return .ok("calendar", LocalText(zh: "覆盖 60 天以内", en: "covers the next 60 days"))
        }
        return .warning(
            "calendar", LocalText(zh: "没有 \(year) 年的日历", en: "there is no calendar of \(year)"),
            fix: LocalText(
                zh: "在 \(settings.policy.calendar) 中加入 \(year).yaml",
                en: "add \(year).yaml to \(settings.policy.calendar)"))
    }

    private func policy() -> [DoctorFinding] {
        let problems = OpenCaseCheck.problems(of: configuration.policy, in: settings)
        guard !problems.isEmpty else {
            return [
                .ok(
                    "policy",
                    LocalText(zh: "未结案卷用到的部门和类别都在", en: "knows every department and category of the open cases"))
            ]
        }
        return problems.map {
            .bad("policy", $0, fix: LocalText(zh: "改正后发送 SIGHUP", en: "correct it, then send SIGHUP"))
        }
    }

    private func secrets() -> [DoctorFinding] {
        let key = StoreDirectory.accountKeyPath(beside: settings.store.directory)
        let open = [key].filter { path in
            let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]) as? NSNumber
            return mode.map { $0.intValue & 0o077 != 0 } ?? false
        }
        guard open.isEmpty else {
            let names = open.joined(separator: " ")
            return [
                .bad(
                    "secrets", LocalText(zh: "其他用户可读：\(names)", en: "others can read \(names)"),
                    fix: LocalText(zh: "执行 chmod 600 \(names)", en: "chmod 600 \(names)"))
            ]
        }
        return [.ok("secrets", LocalText(zh: "只有所有者可读", en: "only their owner can read them"))]
    }
}

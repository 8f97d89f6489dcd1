import CommandArguments
import Foundation
import HazardApp
import HazardConfig
import HazardCore
internal import HazardText
import HazardWire
import MessageLog
internal import Wording

/// `hazard demo`: runs the whole service on this machine and plays a day of reports through its API.
let demoVerb = Verb(
    path: ["demo"],
    summary: LocalText(zh: "在本机演示：无需 Kafka，播放一天的上报与处置", en: "play a day of reports on this machine, no broker needed"),
    options: [
        Option("speed", .value("N"), summary: LocalText(zh: "快慢倍数，默认 1", en: "how many times faster, 1 by default")),
        Option(
            "exit",
            summary: LocalText(
                zh: "播放后结束；结果全部符合预期才以 0 退出", en: "end after the play; 0 only when everything came out right")),
        Option(
            "port", .value("PORT"),
            summary: LocalText(zh: "监听端口，默认任选空闲端口", en: "port to listen on, any free one by default")),
        Option(
            "directory", .value("DIR"),
            summary: LocalText(
                zh: "数据目录（须为空），默认临时目录，结束即删",
                en: "empty directory for the data; by default a temporary one, deleted at the end")),
    ] + Configuration.options
) { arguments in
    let stop = StopSignal()
    let isShort = arguments.flag("exit")
    let speed = try DemoHost.speed(arguments) ?? (isShort ? .infinity : 1)
    let host = try DemoHost(arguments, stop)
    defer { host.stop() }
    let words = AnswerWords(language: arguments.language, names: PolicyNames(host.configuration.policy))
    Terminal.print(
        words("演示服务：\(host.url)（数据在 \(host.directory)）", "The demo's server: \(host.url) (data in \(host.directory))"))
    let server = Server(url: host.url, zone: ZoneText(host.configuration.settings.zone), words: words)
    let watch = DemoWatch(server: server, lines: host.lines(words))
    guard watch.start(seconds: 10) else {
        throw CommandFault(.failed, zh: "10 秒内未能打开数据流", en: "the live stream did not open within 10 s")
    }
    let notices = DemoNotices(log: host.log, topic: host.noticesTopic, words: words)
    notices.start()
    defer { notices.stop() }
    let stage = DemoStage(
        server: server, watch: watch, notices: notices, words: words, pace: DemoPace(speed: speed, stop: stop))
    do {
        try DemoBridge(stage: stage).play()
        try DemoDay(stage: stage).play()
        try DemoModel(stage: stage).play()
    } catch is DemoStopped {
        // An interrupted demo has checked nothing.
        return stop.hasFailed || isShort ? .failed : .done
    }
    let isRight = stage.summary()
    guard !isShort else { return isRight ? .done : .failed }
    stage.printSuggestions(host.url)
    let failed = stop.wait()
    return failed || !isRight ? .failed : .done
}

/// The demo's own service, with its data in its own directory.
struct DemoHost {
    let directory: String
    let configuration: LoadedConfig
    private let isTemporary: Bool
    private let service: Service

    init(_ arguments: Arguments, _ stop: StopSignal) throws {
        let port = try arguments.integer("port", in: 0...65_535) ?? 0
        isTemporary = arguments.value("directory") == nil
        directory =
            try arguments.value("directory").map(DemoHost.empty)
            ?? FileManager.default.temporaryDirectory.appending(path: "hazard-demo-\(UUID().uuidString)").path
        let models = try DemoModel.write(into: directory + "/models")
        configuration = try Configuration.load(
            arguments,
            overrides: [
                "log.kind=embedded", "log.embedded.directory=\(directory)/log", "store.directory=\(directory)/store",
                "api.listen=127.0.0.1:\(port)", "log_level=error", "log_format=text", "policy.models=\(models)",
                "api.access_log=\(directory)/access.log",
            ])
        guard configuration.settings.api.tokens.isEmpty else {
            throw CommandFault(
                .usage, zh: "演示不带令牌访问：请用未配置 api.tokens 的配置",
                en: "the demo calls without a token: use a configuration without api.tokens")
        }
        var options = ServiceOptions()
        options.onFailure = { failure in
            Terminal.printError(failure, arguments.language)
            stop.fail()
        }
        do throws(AppFault) {
            service = try Service(
                configuration, options: options, logger: Configuration.logger(configuration.settings))
            try service.start()
        } catch {
            throw CommandFault(error)
        }
        guard service.waitUntilReady(within: .seconds(30)) else {
            service.stop(within: .seconds(5))
            throw CommandFault(
                .failed, zh: "演示服务 30 秒内未就绪", en: "the demo's server was not ready within 30 s")
        }
    }

    var log: any MessageLog { service.log }

    var noticesTopic: String { configuration.settings.topics.names.notices }

    var url: String { service.addresses.first ?? "" }

    func lines(_ words: AnswerWords) -> LiveLines {
        LiveLines(
            zone: ZoneText(configuration.settings.zone), words: words, hasColours: Terminal.hasColours)
    }

    func stop() {
        service.stop(within: .seconds(10))
        if isTemporary { try? FileManager.default.removeItem(atPath: directory) }
    }

    static func speed(_ arguments: Arguments) throws(CommandFault) -> Double? {
        guard let text = arguments.value("speed") else { return nil }
        guard let speed = Double(text), speed > 0 else {
            throw CommandFault(
                .usage, zh: "--speed 应为大于 0 的数，不能是“\(text)”", en: "--speed must be a number above 0, not \"\(text)\"")
        }
        return speed
    }

    private static func empty(_ directory: String) throws(CommandFault) -> String {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        guard found.isEmpty else {
            throw CommandFault(
                .usage, zh: "--directory：\(directory) 不是空目录，演示要从零开始",
                en: "--directory: \(directory) is not empty: the demo begins with nothing")
        }
        return directory
    }
}

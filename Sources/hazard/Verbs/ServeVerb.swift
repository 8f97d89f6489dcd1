import CommandArguments
import HazardApp
import HazardConfig
import MessageLog
import Telemetry
internal import Wording

/// `hazard serve`: runs the service until it receives SIGTERM.
let serveVerb = Verb(
    path: ["serve"],
    summary: LocalText(zh: "运行全部服务，直到收到 SIGTERM", en: "run everything until SIGTERM"),
    options: Configuration.options + [
        Option(
            "from-oldest",
            summary: LocalText(
                zh: "消费组位点丢失时，从最早的记录重新读取（按编号去重，不会重复派单）",
                en: "when the group lost its positions, read from the oldest records (ids make it harmless)")),
        Option(
            "accept-gap",
            summary: LocalText(
                zh: "承认因保留期而丢失的未读记录，继续运行", en: "go on although unread records were lost to retention")),
        .acceptCreateTime,
        Option(
            "new-account-key",
            summary: LocalText(
                zh: "原账户密钥已丢失：改用新密钥（认不出以前的上报人）",
                en: "the account key is lost: go on with a new one (earlier reporters are not recognised)")),
    ]
) { arguments in
    var options = ServiceOptions()
    options.startsFromOldest = arguments.flag("from-oldest")
    options.acceptsGap = arguments.flag("accept-gap")
    options.acceptsNewKey = arguments.flag("new-account-key")
    return try serve(arguments, options)
}

/// `hazard board`: the desk of all shards, on any number of servers.
let boardVerb = Verb(
    path: ["board"],
    summary: LocalText(
        zh: "全部分片的工作台：只读日志中的案卷，操作写回日志；可与 serve 并行",
        en: "the desk of all shards: follows the cases in the log, actions go through the log; beside serve"),
    options: Configuration.options + [.acceptCreateTime]
) { arguments in
    var options = ServiceOptions()
    options.isBoard = true
    return try serve(arguments, options)
}

/// Runs the service until SIGTERM.
private func serve(_ arguments: Arguments, _ given: ServiceOptions) throws -> ExitCode {
    let stop = StopSignal()
    let configuration = try Configuration.load(arguments)
    let logger = Configuration.logger(configuration.settings)
    if let note = Configuration.secretsNote(configuration) {
        logger.warning("secrets-on-command-line", ["reason": .string(note.en)])
    }
    var options = given
    options.acceptsCreateTime = arguments.flag("accept-create-time")
    options.load = Configuration.reader(arguments)
    options.onFailure = { failure in
        logger.error("log-failed", ["code": .string(failure.code), "reason": .string(failure.reason)])
        stop.fail()
    }
    let service: Service
    do throws(AppFault) {
        service = try Service(configuration, options: options, logger: logger)
        try service.start()
    } catch {
        guard options.isBoard, configuration.settings.log.kind == .embedded else { throw CommandFault(error) }
        throw CommandFault(
            AppFault(
                error.kind,
                LocalText(
                    zh: error.text.zh + " 内置日志由一台服务器独占，它的工作台已显示全部分片。",
                    en: error.text.en
                        + " One server has the embedded log for itself, and its own desk shows every shard.")))
    }
    let reloading = service.reloading
    stop.onHangUp { _ = reloading.reload() }
    while !stop.isStopping {
        guard service.waitUntilReady(within: .milliseconds(200)) else { continue }
        let shards = service.shards.map(String.init).joined(separator: ",")
        Terminal.printError("ready \(service.addresses.joined(separator: " ")) shards=\(shards)")
        break
    }
    let failed = stop.wait()
    service.stop(within: configuration.settings.limits.stopWithin)
    return failed ? .failed : .done
}

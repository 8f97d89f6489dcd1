import CommandArguments
import Foundation
import HazardBridge
import HazardConfig
import HazardCore
import Telemetry
internal import Wording

/// `hazard bridge open311` and `hazard bridge webhook`: processes that carry queues to where no consumer of Kafka is.
let bridgeVerbs = [
    Verb(
        path: ["bridge", "open311"],
        summary: LocalText(
            zh: "把部门的任务送往其 Open311 接口，跟踪状态并代其反馈，直到收到 SIGTERM",
            en: "carry departments' tasks to their Open311 endpoints, and answer for them, until SIGTERM"),
        options: KafkaSigner.options + Server.options,
        positionals: [
            Positional(
                "DEPARTMENT", .any,
                summary: LocalText(
                    zh: "部门编号；不写则为 departments.yaml 中有 open311 的全部部门",
                    en: "ids of departments; without one all that have open311 in departments.yaml"))
        ]
    ) { arguments in
        let configuration = try Configuration.load(arguments)
        let chosen = try BridgePlan.chosen(arguments, among: configuration.bridges.open311, key: "open311")
        let plan = try BridgePlan(arguments, configuration)
        return try plan.run(
            try chosen.map { name, endpoint in
                let key = try endpoint.keyFile.map(BridgePlan.secret)
                let bridge = try plan.open311(name, endpoint, key: key)
                return BridgePlan.Runner(name: "open311-\(name)") { () throws(BridgeFault) in try bridge.bridge.run() }
            })
    },
    Verb(
        path: ["bridge", "webhook"],
        summary: LocalText(
            zh: "把任务或通知以签名的 POST 或群机器人消息送出，直到收到 SIGTERM",
            en: "post tasks or notices, signed or to a chat robot, until SIGTERM"),
        options: [
            Option(
                "since", .value("TIME"), form: .timeOrAge,
                summary: LocalText(
                    zh: "首次启动时只送此时以来的记录：时间、日期，或多久以前，如 1h；默认全部，群机器人为 1h",
                    en: "on the first start only records since a time, a day, or so long ago, as 1h; by default all, "
                        + "for chat robots 1h"))
        ] + [.caFile] + Configuration.options,
        positionals: [
            Positional(
                "QUEUE", .any,
                summary: LocalText(
                    zh: "部门编号，或 notices；不写则为配置了 webhook 的全部",
                    en: "ids of departments, or notices; without one all that have a webhook"))
        ]
    ) { arguments in
        let configuration = try Configuration.load(arguments)
        var endpoints = configuration.bridges.webhooks
        endpoints[BridgePlan.notices] = configuration.settings.bridge.notices
        let chosen = try BridgePlan.chosen(arguments, among: endpoints, key: "webhook")
        let plan = try BridgePlan(arguments, configuration)
        return try plan.run(
            try chosen.map { name, endpoint in
                let bridge = try plan.webhook(name, endpoint, since: arguments.value("since"))
                return BridgePlan.Runner(name: "webhook-\(name)") { () throws(BridgeFault) in try bridge.bridge.run() }
            })
    },
]

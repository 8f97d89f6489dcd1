import Foundation
import KafkaLog
import MessageLog
import Synchronization
import TestSupport

extension LogUnderTest {
    /// A real Kafka, when there is a broker.
    static let kafka: [LogUnderTest] =
        KafkaBroker.isAvailable
        ? [
            LogUnderTest(name: "kafka") { topics in
                let installation = try KafkaInstallation(KafkaBroker.shared())
                try installation.log.create(
                    topics.map { topic in
                        var named = topic
                        named.name = installation.name(topic.name)
                        return named
                    })
                return installation
            }
        ] : []
}

/// The topics of one test on a broker; a prefix separates them from those of other tests.
final class KafkaInstallation: Installation, @unchecked Sendable {
    let prefix = "t\(UUID().uuidString.prefix(8).lowercased())-"
    let settings: KafkaSettings
    let diagnostics = RecordedDiagnostics()
    private(set) var kafka: KafkaLog
    private let others = Mutex<[KafkaLog]>([])

    /// A log on that broker; its session timeout is two seconds where the broker allows it.
    init(_ broker: KafkaBroker, more: [String: String] = [:]) throws {
        var all = ["session.timeout.ms": KafkaBroker.isOurs ? "2000" : "6000", "heartbeat.interval.ms": "300"]
        if let debug = ProcessInfo.processInfo.environment["HAZARD_TEST_DEBUG"] { all["debug"] = debug }
        all.merge(more) { _, new in new }
        settings = KafkaSettings(bootstrapServers: broker.bootstrap, settings: all)
        kafka = try KafkaLog(settings, diagnostics: diagnostics.handler)
    }

    var log: any MessageLog { kafka }

    func anotherOwner() throws -> any MessageLog { try another() }

    func another() throws -> KafkaLog {
        let log = try KafkaLog(settings, diagnostics: diagnostics.handler)
        others.withLock { $0.append(log) }
        return log
    }

    func crash() throws {
        kafka.abandon()
        kafka = try KafkaLog(settings, diagnostics: diagnostics.handler)
    }

    func close() {
        for log in others.withLock({ $0 }) + [kafka] { log.close(within: .seconds(10)) }
    }
}

extension Installation {
    /// The values of a partition: reads until there are `count` (at most a minute), and then to the end.
    func texts(_ topic: String, _ partition: Int, waitingFor count: Int) throws -> [String] {
        let reader = try log.reader(of: at(topic, partition), from: 0)
        let deadline = Date(timeIntervalSinceNow: 60)
        var texts: [String] = []
        while true {
            let batch = try reader.read(max: 10_000, timeout: .seconds(1))
            texts += batch.records.map(\.text)
            if batch.atEnd, texts.count >= count || deadline.timeIntervalSinceNow < 0 { return texts }
        }
    }
}

/// Records the diagnostics of a log.
final class RecordedDiagnostics: Sendable {
    private let all = Mutex<[Diagnostic]>([])

    var handler: DiagnosticHandler {
        { [self] diagnostic in
            all.withLock { $0.append(diagnostic) }
            if ProcessInfo.processInfo.environment["HAZARD_TEST_DIAGNOSTICS"] != nil { print("\(diagnostic)") }
        }
    }

    func has(_ event: String) -> Bool { all.withLock { $0.contains { $0.event == event } } }
}

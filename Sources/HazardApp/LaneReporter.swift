import CaseStore
import Dispatcher
import HazardAPI
import HazardCore
import HazardWire
import MessageLog
import Telemetry
import Wording

/// Publishes what lanes do: log lines, metrics, the shards' status, and the live stream.
final class LaneReporter: LaneObserver {
    private let logger: Logger
    private let metrics: ServiceMetrics
    private let status: ShardStatus
    private let hub: ChangeHub
    /// Called when the phase of a shard changes, so that the ready line can be printed.
    private let onPhase: @Sendable () -> Void

    init(
        logger: Logger, metrics: ServiceMetrics, status: ShardStatus, hub: ChangeHub,
        onPhase: @escaping @Sendable () -> Void
    ) {
        self.logger = logger
        self.metrics = metrics
        self.status = status
        self.hub = hub
        self.onPhase = onPhase
    }

    func reached(_ point: FaultInjectionPoint, shard: Int) {}

    func logCommitted(_ tally: Tally, shard: Int) {}

    func heartbeat(_ beat: LaneHeartbeat) {
        status.heartbeat(beat)
        if beat.isCaughtUp { metrics.lag.seconds.series(String(beat.shard)).set(0.0) }
    }

    func committed(_ step: CommittedStep) {
        status.committed(step)
        count(step)
        if hub.isListening { hub.publish(commit(step)) }
        if let times = step.times { metrics.stages.count(times) }
        if logger.writes(.info) { for change in step.changes { logChange(change.value, shard: step.shard) } }
    }

    private func commit(_ step: CommittedStep) -> HubCommit {
        HubCommit(
            shard: step.shard, changelogNext: step.changelogNext, changes: step.changes, outcomes: step.answers,
            changelogRecords: step.changelogRecords)
    }

    private func count(_ step: CommittedStep) {
        let shard = String(step.shard)
        for (topic, count) in step.consumedByTopic { metrics.intake.recordsConsumed.series(topic, shard).add(count) }
        for (department, count) in step.dispatched { metrics.intake.dispatched.series(department).add(count) }
        for (reason, count) in step.rejected { metrics.intake.deadLetters.series(reason.rawValue).add(count) }
        for (kind, count) in step.notices { metrics.intake.notices.series(kind.rawValue).add(count) }
        metrics.intake.duplicates.add(step.tally.duplicates)
        if step.capped > 0 { tellCapped(step) }
        if step.tally.consumed > 0 { metrics.intake.batchRecords.observe(Double(step.tally.consumed)) }
        metrics.commit.transactionSeconds.observe(Double(step.commitMilliseconds) / 1000)
        metrics.commit.storeSeconds.observe(Double(step.storeMilliseconds) / 1000)
        metrics.commit.walBytes.series(shard).set(step.walBytes)
        metrics.lag.seconds.series(shard).set(Double(step.lagMilliseconds ?? 0) / 1000)
        for (reason, count) in step.rejected {
            logger.warning(
                "records-rejected",
                ["shard": .int(step.shard), "reason": .string(reason.rawValue), "count": .int(count)])
        }
    }

    private func tellCapped(_ step: CommittedStep) {
        metrics.intake.timesCapped.add(step.capped)
        guard let first = step.firstCapped else { return }
        logger.with(shard: step.shard).warning(
            "time-capped",
            [
                "count": .int(step.capped), "topic": .string(first.topic), "partition": .int(first.partition),
                "offset": .int(Int(first.offset)), "timestamp": .int(Int(first.timestamp)),
            ])
    }

    /// Logs one line per change of state. The opening of a case is not logged: it is frequent and has no new information.
    private func logChange(_ value: Case, shard: Int) {
        guard let last = value.history.last, last.from != last.to || last.kind == .refused, value.version > 1 else {
            return
        }
        logger.info(
            "case-changed",
            [
                "case": .string(value.id.text), "shard": .int(shard), "kind": .string(last.kind.word),
                "from": .string(last.from?.rawValue ?? ""), "to": .string(last.to.rawValue),
                "role": .string(last.actor.role.rawValue),
            ])
    }

    func entered(_ phase: LanePhase, shard: Int) {
        status.entered(phase, shard: shard)
        let logger = logger.with(shard: shard)
        switch phase {
        case .recovering: logger.info("shard-recovering")
        case .restoring(let done, let total):
            metrics.lag.restoreRemainingRecords.series(String(shard)).set(Double(total - done))
            metrics.lag.viewRecords.series(String(shard)).set(Double(total - done))
        case .running:
            metrics.lag.restoreRemainingRecords.series(String(shard)).set(0.0)
            metrics.lag.viewRecords.series(String(shard)).set(0.0)
            logger.info("shard-running")
        case .waiting(let reason): logger.warning("shard-waiting", ["reason": .string(reason.en)])
        case .stopped(let reason): logger.error("shard-stopped", ["reason": .string(reason.en)])
        case .ended: logger.info("shard-gone")
        }
        if phase == .running || phase == .ended { hub.shardsChanged() }
        metrics.membership.shardsOwned.set(status.running.count)
        onPhase()
    }

    func failed(_ fault: LaneFault, shard: Int) {
        let logger = logger.with(shard: shard)
        status.failed(fault.text, shard: shard)
        switch fault {
        case .release(let failure):
            logger.warning("shard-fenced", ["code": .string(failure.code), "reason": .string(failure.reason)])
        case .recover(let failure):
            metrics.commit.aborts.series(failure.code).add()
            logger.warning("step-failed", ["code": .string(failure.code), "reason": .string(failure.reason)])
        case .wait(let fault): logger.error("store-unwritable", ["reason": .string(fault.description)])
        case .stop(let sentence): logger.error("shard-needs-help", ["reason": .string(sentence.en)])
        }
    }

    func timeWentBack(by milliseconds: Int64, shard: Int) {
        logger.with(shard: shard).warning("time-went-back", ["seconds": .int(Int(milliseconds / 1000))])
    }

    func clockSettled(shard: Int) { logger.with(shard: shard).warning("clock-settled") }

    func topicReplaced(_ at: TopicPartition, shard: Int) {
        metrics.topics.replaced.series(at.topic).add()
        logger.with(shard: shard).error(
            "topic-replaced",
            [
                "topic": .string(at.topic), "partition": .int(at.partition),
                "meaning": .string(
                    "it was deleted and made anew; it is read from its beginning, repeats have no effect"),
                "do": .string("run `hazard topics apply` and ask the gateways to send again what they sent since then"),
            ])
    }

    func foreign(_ records: [ForeignRecord], shard: Int) {
        for (topic, records) in Dictionary(grouping: records, by: \.at.topic) {
            metrics.topics.foreign.series(topic).add(records.count)
            // The first few name the stranger's work; the count says how much there is.
            let places = records.prefix(10).map { "\($0.offset)" + ($0.key.map { " " + $0 } ?? "") }
            logger.with(shard: shard).error(
                "foreign-records",
                [
                    "topic": .string(topic), "partition": .int(records[0].at.partition), "count": .int(records.count),
                    "offsets": .string(places.joined(separator: ", ")),
                    "meaning": .string("another program wrote them; they have no effect"),
                    "do": .string("let only the dispatcher write this topic (ACLs)"),
                ])
        }
    }

    func readsExtra(_ partitions: [TopicPartition], shard: Int) {
        metrics.topics.extra.series(String(shard)).set(partitions.count)
        guard !partitions.isEmpty else { return }
        logger.with(shard: shard).error(
            "partitions-added",
            [
                "partitions": .string(partitions.map(\.description).joined(separator: " ")),
                "meaning": .string("there are more partitions than log.shards; this shard reads them too"),
            ])
    }

    func emergenciesWait(_ count: Int, since: Instant, at now: Instant, shard: Int) {
        let seconds = max(0, (now.milliseconds - since.milliseconds) / 1000)
        logger.with(shard: shard).warning(
            "emergency-waiting", ["count": .int(count), "oldest_seconds": .int(Int(seconds))])
    }

    func queue(_ department: String, refused: LogFailure?, shard: Int) {
        let logger = logger.with(shard: shard)
        guard let refused else {
            logger.info("queue-back", ["department": .string(department)])
            return
        }
        logger.error(
            "queue-refused",
            [
                "department": .string(department), "code": .string(refused.code), "reason": .string(refused.reason),
            ])
    }
}

import CaseStore
import Glibc
import HazardCore
import HazardWire
import MessageLog
import Synchronization

/// The thread that owns a shard: it takes records, decides them, commits the result to the log, and applies it to the
/// store.
///
/// Read `step` first: it is the whole service. One transaction of the log is the commit (`DECISIONS.md` #1). The store
/// follows the log and is never ahead of it. `run` is called once, on the lane's own thread.
final class Lane: Sendable {
    let session: any ShardSession
    private let log: any MessageLog
    /// Replaced with the rules; only the lane's own thread uses it.
    private nonisolated(unsafe) var context: StepContext
    private let rules: LaneRules
    private nonisolated(unsafe) var generation: Int
    let shard: Int
    private let directory: StoreDirectory
    private let machine: MachineClock
    private let stopping = Mutex(false)

    init(session: any ShardSession, log: any MessageLog, dependencies: LaneDependencies) {
        self.session = session
        self.log = log
        rules = dependencies.rules
        shard = session.shard
        generation = rules.generation
        context = StepContext(settings: rules.settings, shard: session.shard, observer: dependencies.observer)
        directory = dependencies.directory
        machine = dependencies.machine
    }

    /// Asks the lane to release its shard after the current step.
    func stop() { stopping.withLock { $0 = true } }

    private var isStopping: Bool { stopping.withLock { $0 } }

    // MARK: - Lifecycle

    /// Recovers, then runs steps until `stop` is called.
    ///
    /// A fault leads back to recovery, except one that needs a person or that takes the shard away.
    func run() {
        let observer = context.observer
        var delay = RetryDelay(first: context.settings.pace.retry)
        let buffer = EncodeBuffer()
        var isDamaged = false
        while !isStopping {
            do throws(LaneFault) {
                observer.entered(.recovering, shard: shard)
                var (store, state) = try recover(rebuilding: isDamaged)
                isDamaged = false
                observer.entered(.running, shard: shard)
                delay.reset()
                try look.writeAgain(store, &state)
                while !isStopping {
                    try step(store, buffer, &state)
                    heartbeat(state, isProgressing: true)
                    try reportWaitingEmergencies(store, &state)
                    try look.lookWhenDue(store, &state)
                }
                try? store.checkpointWhenIdle()
            } catch {
                observer.failed(error, shard: shard)
                isDamaged = isDamaged || error.isDamagedFile
                switch error {
                case .recover, .wait:
                    observer.entered(.waiting(reason: error.text), shard: shard)
                    wait(delay.next())
                case .release:
                    stop()
                case .stop(let sentence):
                    observer.entered(.stopped(reason: sentence), shard: shard)
                    waitForStop()
                }
            }
        }
        session.close()
        observer.entered(.ended, shard: shard)
    }

    private var look: TopicLook {
        TopicLook(context: context, session: session, log: log, machine: machine)
    }

    /// `rebuilding` deletes the file first, because it is known to be damaged.
    private func recover(rebuilding: Bool) throws(LaneFault) -> (ShardStore, LaneState) {
        let recovery = Recovery(
            context: context, session: session, log: log, directory: directory, machine: machine,
            isStopping: { self.isStopping })
        return try recovery.run(rebuilding: rebuilding)
    }

    /// Uses the rules that replaced the present ones, if any did.
    private func followRules(_ state: inout LaneState) {
        guard rules.generation != generation else { return }
        generation = rules.generation
        context = StepContext(settings: rules.settings, shard: shard, observer: context.observer)
        state.isToppedUp = false
        state.hasFollowedPolicy = false
    }

    // MARK: - The step

    /// Takes a batch, decides it, commits it, and applies it.
    ///
    /// A batch whose commit is aborted is decided and committed again until it succeeds, the lane stops, or a fault
    /// ends the step.
    private func step(_ store: ShardStore, _ buffer: EncodeBuffer, _ state: inout LaneState) throws(LaneFault) {
        let batch = try take(store)
        followRules(&state)
        state.isCaughtUp = batch.atEnd
        try reached(.taken)
        var delay = RetryDelay(first: context.settings.pace.retry)
        while true {
            let step = try decide(batch, store, buffer, state)
            var times = StageTimes(appended: batch.records.lazy.map(\.timestamp), now: machine.wall())
            try reached(.decided)
            let isOverdue = !batch.next.isEmpty && state.watch.mustCommit(at: machine.steady())
            guard step.hasEffect || isOverdue else {
                state.clock = step.clock
                state.isToppedUp = step.isToppedUp
                state.hasFollowedPolicy = step.hasFollowedPolicy
                return try commitTimers(step, store)
            }
            switch try commit(step, batch, state) {
            case .committed(let next, let milliseconds):
                times.committed = .now
                context.observer.logCommitted(step.tally, shard: shard)
                try reached(.logCommitted)
                let start = machine.steady()
                try apply(step, batch, store, next)
                try reached(.storeCommitted)
                var committed = step.committed(
                    batch, changelogNext: next.first { $0.at == context.changelog }?.next ?? 0)
                committed.commitMilliseconds = milliseconds
                committed.storeMilliseconds = machine.steady() - start
                committed.walBytes = store.walBytes
                committed.lagMilliseconds = batch.records.last.map { max(0, machine.wall() - $0.timestamp) }
                committed.times = times
                finish(step, &state, committed)
                if batch.atEnd { state.repeats = nil }
                return try look.committed(step.outbox, next, store, &state)
            case .retry(let change):
                rollback(store)
                if isStopping { return }
                heartbeat(state, isProgressing: false)
                switch change {
                case .blockedQueue(let department): state.health.refused(department, at: step.clock.last)
                case .tooLarge: if !state.trimming.tighten() { wait(delay.next()) }
                case .nothing: wait(delay.next())
                }
            }
        }
    }

    /// The next records of the shard. The store checkpoints its WAL when there are none.
    private func take(_ store: ShardStore) throws(LaneFault) -> LogBatch {
        let pace = context.settings.pace
        do throws(LogFailure) {
            let batch = try session.poll(max: pace.batchRecords, timeout: pace.poll)
            if batch.records.isEmpty { try? store.checkpointWhenIdle() }
            return batch
        } catch {
            throw .recover(error)
        }
    }

    /// Decides every record of the batch and then the timers that are due, within the store's open transaction.
    private func decide(
        _ batch: LogBatch, _ store: ShardStore, _ buffer: EncodeBuffer, _ state: LaneState
    ) throws(LaneFault) -> Step {
        do {
            try store.begin()
        } catch {
            throw LaneFault(error)
        }
        do throws(LaneFault) {
            var step = Step(context: context, store: store, buffer: buffer, state: state)
            if let milliseconds = step.clock.wentBack {
                store.goBack(to: step.clock.last)
                context.observer.timeWentBack(by: milliseconds, shard: shard)
            }
            if step.clock.hasSettled { context.observer.clockSettled(shard: shard) }
            store.latestBelieved = step.clock.latestAllowed
            for record in batch.records { try step.decide(record) }
            try step.decideTimers(inputsRead: batch.atEnd)
            try step.write()
            try reached(.applied)
            return step
        } catch {
            rollback(store)
            throw error
        }
    }

    private enum CommitResult {
        case committed([Position], milliseconds: Int64)
        /// The batch is decided again, with this change.
        case retry(RetryChange)
    }

    /// What changes before a batch is decided again.
    private enum RetryChange {
        case nothing
        /// The circuit breaker of this department's queue, or of the topic of notices, opens.
        case blockedQueue(String)
        /// Records that leave as they came are trimmed more (`DECISIONS.md` #8).
        case tooLarge
    }

    /// Writes the records and the input positions in one transaction of the log: this is the commit.
    private func commit(_ step: Step, _ batch: LogBatch, _ state: LaneState) throws(LaneFault) -> CommitResult {
        let start = machine.steady()
        var positions = batch.next
        if let first = state.transfers.first, !positions.contains(where: { $0.at == first.at }) {
            positions.append(first)
        }
        do throws(CommitFailure) {
            let next = try session.commit(
                step.outbox.records, positions: positions, watched: context.changelogs)
            return .committed(next, milliseconds: machine.steady() - start)
        } catch {
            switch error {
            case .aborted(let failure):
                context.observer.failed(.recover(failure), shard: shard)
                return .retry(.nothing)
            case .refused(let topic, let failure): return .retry(retryChange(after: failure, of: topic))
            case .unknown(let failure): throw .recover(failure)
            case .fenced(let failure): throw .release(failure)
            }
        }
    }

    /// What to change after a topic refuses a record. One unavailable queue, or one very large record, must not stop
    /// the shard.
    private func retryChange(after failure: LogFailure, of topic: String) -> RetryChange {
        let isNotices = topic == context.settings.topics.notices
        if let department = isNotices ? QueueHealth.notices : context.settings.topics.department(of: topic) {
            context.observer.queue(department, refused: failure, shard: shard)
            return .blockedQueue(department)
        }
        context.observer.failed(.recover(failure), shard: shard)
        let leavesAsItCame =
            topic == context.settings.topics.deadLetters || context.settings.topics.inputs.contains(topic)
        return leavesAsItCame && failure.isTooLarge ? .tooLarge : .nothing
    }

    /// Ends a step that writes nothing to the log: commits the timers that it moved in the store, or rolls back.
    private func commitTimers(_ step: Step, _ store: ShardStore) throws(LaneFault) {
        guard step.isPostponing else { return rollback(store) }
        try stored { () throws(StoreFault) in try store.commit(positions: [], shardTime: step.clock.last) }
    }

    /// Commits the store after the log. When this fails, recovery reads the changelog again.
    private func apply(_ step: Step, _ batch: LogBatch, _ store: ShardStore, _ next: [Position]) throws(LaneFault) {
        do {
            try store.commit(
                positions: batch.next + next, shardTime: step.clock.last)
        } catch {
            throw LaneFault(error)
        }
    }

    private func finish(_ step: Step, _ state: inout LaneState, _ committed: CommittedStep) {
        state.numbers = step.numbers
        state.clock = step.clock
        state.isToppedUp = step.isToppedUp
        state.hasFollowedPolicy = step.hasFollowedPolicy
        state.health = step.health
        state.trimming = RecordTrimming()
        state.transfers.first = nil
        for department in state.health.committed() {
            context.observer.queue(department, refused: nil, shard: shard)
        }
        var committed = committed
        committed.unavailableQueues = state.health.unavailable
        context.observer.committed(committed)
    }

    /// Reports emergencies that wait in triage: at once when the first begins to wait, then every minute.
    private func reportWaitingEmergencies(_ store: ShardStore, _ state: inout LaneState) throws(LaneFault) {
        let now = machine.steady()
        if let last = state.emergenciesReportedAt, now - last < 60_000 { return }
        guard let waiting = try stored({ () throws(StoreFault) in try store.waitingEmergencies() }) else {
            state.emergenciesReportedAt = nil
            return
        }
        state.emergenciesReportedAt = now
        context.observer.emergenciesWait(
            waiting.count, since: waiting.since, at: state.clock.emergencyTime, shard: shard)
    }

    // MARK: - Details

    private func heartbeat(_ state: LaneState, isProgressing: Bool) {
        context.observer.heartbeat(
            LaneHeartbeat(
                shard: shard, at: machine.steady(), clockJump: state.clock.jump, isProgressing: isProgressing,
                isCaughtUp: state.isCaughtUp && isProgressing))
    }

    private func reached(_ point: FaultInjectionPoint) throws(LaneFault) {
        try context.observer.reached(point, shard: shard)
    }

    private func rollback(_ store: ShardStore) {
        // If the rollback fails, the next `begin` reports the open transaction.
        try? store.rollback()
    }

    /// Blocks the lane's own thread, and returns early when the lane is asked to stop.
    private func wait(_ delay: Duration) {
        let end = ContinuousClock.now + delay
        while !isStopping, ContinuousClock.now < end { usleep(10_000) }
    }

    private func waitForStop() {
        while !isStopping { usleep(50_000) }
    }
}

import CaseStore
import Glibc
import HazardCore
import HazardWire
import MessageLog
import Synchronization

/// The thread that owns a shard: takes records, decides them, commits what follows, applies it to the store.
///
/// Read `step` first: it is the whole of the service. One Kafka transaction is the commit; the store follows it and is
/// never ahead. `run` is called once, on a thread of the lane's own.
final class Lane: Sendable {
    let session: any ShardSession
    private let log: any MessageLog
    private let context: StepContext
    private let directory: StoreDirectory
    private let machine: MachineClock
    private let stopping = Mutex(false)

    var shard: Int { context.shard }

    init(session: any ShardSession, log: any MessageLog, parts: LaneDependencies) {
        self.session = session
        self.log = log
        context = StepContext(settings: parts.settings, shard: session.shard, observer: parts.observer)
        directory = parts.directory
        machine = parts.machine
    }

    /// Asks the lane to let go after the step it is in.
    func stop() { stopping.withLock { $0 = true } }

    private var isStopping: Bool { stopping.withLock { $0 } }

    // MARK: - Life

    /// Recovers, then steps until asked to stop; whatever goes wrong leads back to recovery, or ends the lane.
    func run() {
        let observer = context.observer
        var delay = RetryDelay(first: context.settings.pace.retry)
        let scribe = EncodeBuffer()
        var isDamaged = false
        while !isStopping {
            do throws(LaneFault) {
                observer.became(.recovering, shard: shard)
                var (store, state) = try recover(anew: isDamaged)
                isDamaged = false
                observer.became(.running, shard: shard)
                delay.reset()
                while !isStopping {
                    try step(store, scribe, &state)
                    turned(state, isWell: true)
                    try tellOfEmergencies(store, &state)
                }
                try? store.checkpointWhenIdle()
            } catch {
                observer.troubled(error, shard: shard)
                isDamaged = isDamaged || error.isOfDamagedFile
                switch error {
                case .recover, .wait:
                    observer.became(.waiting(reason: error.sentence), shard: shard)
                    wait(delay.next())
                case .letGo:
                    stop()
                case .stop(let sentence):
                    observer.became(.stopped(reason: sentence), shard: shard)
                    waitForStop()
                }
            }
        }
        session.close()
        observer.became(.gone, shard: shard)
    }

    /// `anew` says that the file is known to be damaged.
    private func recover(anew: Bool) throws(LaneFault) -> (ShardStore, LaneState) {
        let recovery = Recovery(
            context: context, session: session, log: log, directory: directory, machine: machine,
            isStopping: { self.isStopping })
        return try recovery.run(anew: anew)
    }

    // MARK: - The step

    /// Take, decide, commit, apply.
    private func step(_ store: ShardStore, _ scribe: EncodeBuffer, _ state: inout LaneState) throws(LaneFault) {
        let batch = try take(store)
        state.isCaughtUp = batch.atEnd
        try reach(.taken)
        var delay = RetryDelay(first: context.settings.pace.retry)
        while true {
            let step = try decide(batch, store, scribe, state)
            try reach(.decided)
            guard step.hasEffect else {
                state.clock = step.clock
                state.isToppedUp = step.isToppedUp
                return try endQuietly(step, store)
            }
            switch try commit(step, batch) {
            case .committed(let next, let milliseconds):
                context.observer.logCommitted(step.tally, shard: shard)
                try reach(.logCommitted)
                let began = machine.steady()
                try apply(step, batch, store, next)
                try reach(.storeCommitted)
                var done = step.committed(batch, changelogNext: next.first { $0.at == context.changelog }?.next ?? 0)
                done.commitMilliseconds = milliseconds
                done.storeMilliseconds = machine.steady() - began
                done.walBytes = store.walBytes
                done.lagMilliseconds = batch.records.last.map { max(0, machine.wall() - $0.timestamp) }
                finish(step, &state, done)
                return
            case .again(let change):
                rollback(store)
                if isStopping { return }
                turned(state, isWell: false)
                switch change {
                case .without(let department): state.health.refused(department, at: step.clock.last)
                case .omittingLargeValues: state.omitsLargeValues = true
                case .nothing: wait(delay.next())
                }
            }
        }
    }

    /// The next records of the shard; an empty batch is time to look at the timers and to tidy up.
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

    /// Every record, then what fell due, over the store's open transaction.
    private func decide(
        _ batch: LogBatch, _ store: ShardStore, _ scribe: EncodeBuffer, _ state: LaneState
    ) throws(LaneFault) -> Step {
        do {
            try store.begin()
        } catch {
            throw LaneFault(error)
        }
        do throws(LaneFault) {
            var step = Step(context: context, store: store, scribe: scribe, state: state)
            if let milliseconds = step.clock.wentBack {
                store.goBack(to: step.clock.last)
                context.observer.timeWentBack(by: milliseconds, shard: shard)
            }
            if step.clock.hasSettled { context.observer.clockSettled(shard: shard) }
            store.latestBelieved = step.clock.latestBelieved
            for record in batch.records { try step.decide(record) }
            try step.decideTimers(inputsRead: batch.atEnd)
            try step.write()
            try reach(.applied)
            return step
        } catch {
            rollback(store)
            throw error
        }
    }

    private enum Commit {
        case committed([Position], milliseconds: Int64)
        /// Decide the same batch again.
        case again(Change)
    }

    /// What is different when a batch is decided again.
    private enum Change {
        case nothing
        /// This department's queue, or the topic of notices, is at rest.
        case without(String)
        /// Dead letters that their topic cannot hold go without their bytes, which stay where they came from.
        case omittingLargeValues
    }

    /// Records and positions, all or nothing: this is the commit.
    private func commit(_ step: Step, _ batch: LogBatch) throws(LaneFault) -> Commit {
        let began = machine.steady()
        do throws(CommitFailure) {
            let next = try session.commit(
                step.outbox.records, positions: batch.next, watched: context.changelogs)
            return .committed(next, milliseconds: machine.steady() - began)
        } catch {
            switch error {
            case .aborted(let failure):
                context.observer.troubled(.recover(failure), shard: shard)
                return .again(.nothing)
            case .refused(let topic, let failure): return .again(answer(topic, failure))
            case .unknown(let failure): throw .recover(failure)
            case .fenced(let failure): throw .letGo(failure)
            }
        }
    }

    /// What to change when a topic refuses a record: one bad queue, or one huge record, must not stop the shard.
    private func answer(_ topic: String, _ failure: LogFailure) -> Change {
        let isNotices = topic == context.settings.topics.notices
        if let department = isNotices ? QueueHealth.notices : context.settings.topics.department(of: topic) {
            context.observer.queue(department, refused: failure, shard: shard)
            return .without(department)
        }
        context.observer.troubled(.recover(failure), shard: shard)
        return topic == context.settings.topics.deadLetters && failure.isTooLarge ? .omittingLargeValues : .nothing
    }

    /// A step without anything for the log: at most it set timers anew.
    private func endQuietly(_ step: Step, _ store: ShardStore) throws(LaneFault) {
        guard step.isPostponing else { return rollback(store) }
        try stored { () throws(StoreFault) in try store.commit(positions: [], shardTime: step.clock.last) }
    }

    /// The store follows the log; should it fail, recovery reads the changelog again.
    private func apply(_ step: Step, _ batch: LogBatch, _ store: ShardStore, _ next: [Position]) throws(LaneFault) {
        do {
            try store.commit(
                positions: batch.next + next, shardTime: step.clock.last)
        } catch {
            throw LaneFault(error)
        }
    }

    private func finish(_ step: Step, _ state: inout LaneState, _ done: CommittedStep) {
        state.numbers = step.numbers
        state.clock = step.clock
        state.isToppedUp = step.isToppedUp
        state.health = step.health
        state.omitsLargeValues = false
        for department in state.health.committed() {
            context.observer.queue(department, refused: nil, shard: shard)
        }
        var done = done
        done.troubledQueues = state.health.troubled
        context.observer.committed(done)
    }

    /// Each minute, and at once when the first begins to wait.
    private func tellOfEmergencies(_ store: ShardStore, _ state: inout LaneState) throws(LaneFault) {
        let now = machine.steady()
        if let told = state.emergenciesToldAt, now - told < 60_000 { return }
        guard let waiting = try stored({ () throws(StoreFault) in try store.waitingEmergencies() }) else {
            state.emergenciesToldAt = nil
            return
        }
        state.emergenciesToldAt = now
        context.observer.emergenciesWait(
            waiting.count, since: waiting.since, at: state.clock.emergencyTime, shard: shard)
    }

    // MARK: - Details

    private func turned(_ state: LaneState, isWell: Bool) {
        context.observer.turned(
            LaneTurn(
                shard: shard, at: machine.steady(), clockJump: state.clock.jump, isWell: isWell,
                isCaughtUp: state.isCaughtUp && isWell))
    }

    private func reach(_ point: FaultInjectionPoint) throws(LaneFault) {
        try context.observer.reached(point, shard: shard)
    }

    private func rollback(_ store: ShardStore) {
        // A rollback that fails leaves a transaction that the next begin refuses: that one is reported.
        try? store.rollback()
    }

    /// Waits on the lane's own thread, at most until the lane is asked to stop.
    private func wait(_ delay: Duration) {
        let end = ContinuousClock.now + delay
        while !isStopping, ContinuousClock.now < end { usleep(10_000) }
    }

    private func waitForStop() {
        while !isStopping { usleep(50_000) }
    }
}

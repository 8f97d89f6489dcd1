internal import CaseStore
internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import MessageLog
internal import Telemetry
internal import Wording

/// `GET /v1/stream`: opens a client's stream of changes, from now on or from its last event.
struct LiveStream: Sendable {
    let context: APIContext
    let readers: ShardReaders
    let similar: SimilarCases
    let metrics: APIMetrics
    private let replaying = ConcurrencyLimit()
    /// What a stream holds for a client that reads slowly: little, for there may be hundreds of streams.
    private static let bufferBytes = 64 * 1024

    init(context: APIContext, readers: ShardReaders, similar: SimilarCases, metrics: APIMetrics) {
        self.context = context
        self.readers = readers
        self.similar = similar
        self.metrics = metrics
    }

    /// Opens the stream.
    ///
    /// The order matters: the stream listens first and then reads the positions of the stores. The hub delivers later
    /// commits; the log has those that the client missed before.
    ///
    /// - Throws: A 400 for wrong filters or a wrong `Last-Event-ID`, a 410 for a position of another log, a 503 when too
    ///   many streams read the log.
    func open(_ request: RoutedRequest) throws(Problem) -> HTTPAnswer {
        let caller = try request.caller
        var query = request.query
        let selection = try CaseSelection(&query, policy: context.policy, caller: caller)
        let wantsSimilar = query.flag("similar") ?? false
        if wantsSimilar, caller.role == .department {
            query.refuse("similar", Self.notForDepartments, hint: Self.leaveOut)
        }
        try query.finish()
        let given = try lastEventID(request)
        let feed = StreamFeed(
            context: context, selection: selection, caller: caller, language: request.language, metrics: metrics,
            similar: wantsSimilar ? similar : nil)
        let stream = EventStream(bufferLimit: Self.bufferBytes, refill: { feed.refill($0) })
        feed.listen(stream)
        stream.onClose { [hub = context.hub, metrics] end in
            hub.ignore(feed.listener)
            feed.finishReplay()
            if end == .tooSlow { metrics.streamsDropped.add() }
        }
        do throws(Problem) {
            try start(feed, from: given)
        } catch {
            stream.end()
            throw error
        }
        stream.wake()
        request.reads.noteStream()
        return .stream(stream)
    }

    private static let notForDepartments = LocalText(
        zh: "部门只看自己的案卷，不能查看可能相同的案卷", en: "a department sees its own cases only, so not what may be the same")
    private static let leaveOut = LocalText(zh: "请去掉它", en: "leave it out")

    private static let positionGone = Problem(
        410, "position-gone", zh: "Last-Event-ID 属于另一份日志：请重新读取案卷，再不带它订阅",
        en: "Last-Event-ID belongs to another log: read the cases anew, then stream without it")

    private func lastEventID(_ request: RoutedRequest) throws(Problem) -> StreamPosition? {
        guard let text = request.header("last-event-id") else { return nil }
        guard let position = StreamPosition(text, shards: context.shards) else {
            throw .invalid(
                "Last-Event-ID",
                LocalText(zh: "应为此数据流中一个事件的 id", en: "expected the id of an event of this stream"),
                hint: LocalText(zh: "去掉它则从现在开始", en: "leave it out to begin with now"))
        }
        return position
    }

    private func start(_ feed: StreamFeed, from given: StreamPosition?) throws(Problem) {
        var position = given ?? StreamPosition()
        var missed: [(shard: Int, next: Int64)] = []
        for shard in readers.here {
            // A file without a position has applied nothing of its partition yet.
            let stored = try readers.read(shard) { reader throws(StoreFault) in
                try reader.position(topic: context.topics.cases, partition: shard) ?? 0
            }
            guard let stored else { continue }
            if let from = position[shard] {
                // A stream sends events after the store has them, so this installation never sent a position ahead of it.
                guard from <= StreamPosition.Place(next: stored) else { throw Self.positionGone }
                if from.next < stored { missed.append((shard, from.next)) }
            } else {
                position[shard] = StreamPosition.Place(next: stored)
            }
        }
        var replay: [ChangelogReplay] = []
        if !missed.isEmpty {
            guard let permit = replaying.permit(most: context.limits.replays) else {
                throw Problem(
                    503, "too-many-replays", zh: "正在补读的连接太多：请稍后再试",
                    en: "too many streams are reading what they missed: come back in a moment",
                    headers: ["Retry-After": "2"])
            }
            feed.holdReplay(permit)
            for part in missed { replay.append(try reader(of: part.shard, from: part.next)) }
        }
        feed.start(at: position, replay: replay)
    }

    private func reader(of shard: Int, from next: Int64) throws(Problem) -> ChangelogReplay {
        do throws(LogFailure) {
            let at = TopicPartition(context.topics.cases, shard)
            return ChangelogReplay(shard: shard, reader: try context.log.reader(of: at, from: next), context: context)
        } catch {
            context.logger.with(shard: shard).warning("stream-not-resumed", ["reason": .string(error.description)])
            if error.code == "beyond-end" { throw Self.positionGone }
            throw Problem.logUnavailable(error)
        }
    }
}

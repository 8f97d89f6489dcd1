internal import CaseStore
internal import HTTP
internal import HazardCore
internal import JSONText
internal import Synchronization

/// A case that is possibly the same as another, for people.
struct SimilarCase: Sendable {
    var id: CaseID
    var state: CaseState
    var openedAt: Instant
    var resemblance: Resemblance
    /// A report of it came by a programme that hides its sources.
    var hidesSource: Bool
}

/// Suggests cases that are possibly the same, when somebody asks (`DECISIONS.md` #46). It merges nothing.
///
/// What is compared of a case is kept for the next question, until the case changes.
final class SimilarCases: Sendable {
    private struct Known {
        var version: Int
        var state: CaseState
        var programmes: Set<String>
        var facts: ResemblanceFacts
    }

    /// About 1 KB each.
    private static let mostKnown = 8_192

    private let context: APIContext
    private let readers: ShardReaders
    private let known = Mutex<[CaseID: Known]>([:])

    init(context: APIContext, readers: ShardReaders) {
        self.context = context
        self.readers = readers
    }

    /// `GET /v1/cases/{case_id}/similar`.
    func show(_ request: RoutedRequest, _ cases: StoredCases) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let caller = try request.caller
        let id = try cases.caseID(of: request)
        let value = try StoredCases.decode(try cases.storedBody(of: id), context)
        let found = visible(try similar(to: value), to: value, for: caller)
        request.reads.note(cases: [id.text] + found.map(\.id.text))
        return .json(bytes(found, to: value, for: caller))
    }

    /// The cases that people should look at, the likest first, at most `Resemblance.most`.
    ///
    /// - Throws: A 503 when the shard cannot be read, or a case in it.
    func similar(to value: Case) throws(Problem) -> [SimilarCase] {
        guard ![.merged, .cancelled, .rejected].contains(value.state) else { return [] }
        let facts = ResemblanceFacts(value)
        let linked = Set(value.links.map(\.caseID))
        let candidates = try readers.read(value.id.shard) { reader throws(StoreFault) in
            try reader.comparable(to: value)
        }
        var found: [SimilarCase] = []
        for candidate in candidates ?? [] where !linked.contains(candidate.id.text) {
            guard let other = try known(candidate), let resemblance = facts.resemblance(to: other.facts),
                resemblance.isWorthALook
            else { continue }
            found.append(
                SimilarCase(
                    id: candidate.id, state: other.state, openedAt: other.facts.openedAt, resemblance: resemblance,
                    hidesSource: hidesSource(other.programmes)))
        }
        found.sort {
            $0.resemblance == $1.resemblance
                ? $0.id.text > $1.id.text : Resemblance.comesFirst($0.resemblance, $1.resemblance)
        }
        return Array(found.prefix(Resemblance.most))
    }

    /// Those that this caller may see: where sources are hidden, nearness would tell the place of a report.
    func visible(_ found: [SimilarCase], to value: Case, for caller: Caller) -> [SimilarCase] {
        if caller.seesAccounts { return found }
        return hidesSource(Set(value.reports.map(\.programme))) ? [] : found.filter { !$0.hidesSource }
    }

    /// The answer for this caller, who sees only what is `visible`.
    func bytes(_ found: [SimilarCase], to value: Case, for caller: Caller) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("case_id", value.id.text)
            writer.array("similar", visible(found, to: value, for: caller)) { writer, similar in
                similar.write(&writer, context.zone)
            }
            writer.endObject()
        }
    }

    private func hidesSource(_ programmes: Set<String>) -> Bool {
        programmes.contains { context.policy.programmes[$0]?.demands.hideSource == true }
    }

    private func known(_ candidate: ComparableCase) throws(Problem) -> Known? {
        if let entry = known.withLock({ $0[candidate.id] }), entry.version == candidate.version { return entry }
        let body = try readers.read(candidate.id.shard) { reader throws(StoreFault) in
            try reader.body(of: candidate.id)
        }
        guard let body, let body else { return nil }
        let value = try StoredCases.decode(body, context)
        let entry = Known(
            version: candidate.version, state: value.state, programmes: Set(value.reports.map(\.programme)),
            facts: ResemblanceFacts(value))
        known.withLock { known in
            if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
            known[candidate.id] = entry
        }
        return entry
    }
}

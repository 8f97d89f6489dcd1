internal import Digest
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Wording

/// Makes feedback from what the remote did.
///
/// An `event_id` is a function of the task, the request and the remote's status. The same status gives the same id, and the
/// dispatcher ignores the second.
struct Open311Feedback {
    private let department: String
    /// Who speaks, in the case's history.
    private let remote: String
    private let zone: ZoneOffset

    init(department: String, remote: String, zone: ZoneOffset) {
        self.department = department
        self.remote = remote
        self.zone = zone
    }

    private static let mostCharacters = 1000

    /// The remote has the request.
    func accepted(_ task: BridgedTask, id: String?, at now: Instant) throws(BridgeFault) -> FeedbackMessage {
        try message(.accept, task, "", at: now) {
            $0.note = id.map { "Open311 \($0)" } ?? "Open311: the remote gave no id, its status cannot be followed"
        }
    }

    /// The remote will not do it.
    func returned(
        _ task: BridgedTask, reason: String, status: String, at now: Instant
    ) throws(BridgeFault) -> FeedbackMessage {
        try message(.return, task, status, at: now) {
            $0.reason = Self.cut("Open311: \(reason)")
            $0.suggestedDepartment = "unknown"
        }
    }

    /// The remote's work is done.
    func resolved(
        _ task: BridgedTask, _ request: RemoteRequest, at now: Instant
    ) throws(BridgeFault) -> FeedbackMessage {
        try message(.resolve, task, request.fingerprint, at: now) {
            $0.result = request.closeCode.flatMap { TaskResult(rawValue: $0) } ?? .solved
            $0.note = request.notes.map(Self.cut)
            if let picture = request.mediaURL, picture.hasPrefix("https://"), picture.utf8.count <= 500 {
                $0.media = [Media(ref: picture)]
            }
        }
    }

    /// The remote says something new about open work.
    func noted(_ task: BridgedTask, _ request: RemoteRequest, at now: Instant) throws(BridgeFault) -> FeedbackMessage {
        // Words that come back later are another note.
        try message(.note, task, request.fingerprint + (request.updated ?? ""), at: now) {
            $0.note = Self.cut(request.notes ?? "Open311: \(request.status)")
        }
    }

    private static func cut(_ text: String) -> String { String(text.prefix(mostCharacters)) }

    private func message(
        _ kind: FeedbackKind, _ task: BridgedTask, _ status: String, at now: Instant, _ fill: (inout Feedback) -> Void
    ) throws(BridgeFault) -> FeedbackMessage {
        let parts = [task.taskID, String(task.cycle), kind.rawValue, status, String(task.refusals)]
        let digest: [UInt8]
        do throws(DigestFailure) {
            digest = try SHA256.digest(of: Array(parts.joined(separator: "\u{1E}").utf8))
        } catch {
            throw .digest("\(error)")
        }
        let eventID = "o311-" + Hex.encode(Array(digest.prefix(20)))
        guard let caseID = CaseID(task.taskID.split(separator: "/").first.map(String.init) ?? "") else {
            throw .settings(.init(zh: "任务编号有误：\(task.taskID)", en: "\(task.taskID) is no id of a task"))
        }
        var feedback = Feedback(
            eventID: eventID, caseID: caseID, actor: FeedbackActor(role: .department, ref: "open311 \(remote)"),
            kind: kind, at: now)
        feedback.department = department
        fill(&feedback)
        let body = JSONWriter.bytes { FeedbackCodec.encode(feedback, zone: zone, to: &$0) }
        return FeedbackMessage(eventID: eventID, caseID: caseID.text, shard: task.shard, body: body)
    }
}

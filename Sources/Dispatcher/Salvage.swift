import CaseStore
import ChineseText
import Digest
import HazardCore
import HazardWire
import MessageLog

/// An emergency that was reported in a record that cannot be used. The record becomes a dead letter too
/// (`config/contracts/README.md`, Report).
struct Salvaged {
    var received: ReceivedReport
    /// Why the record cannot be used.
    var rejection: Rejection
    /// All faults that were found, for the evidence of the case.
    var faults: [Evidence]
}

extension Triage {
    /// What becomes of a report that cannot be used: an emergency gets a case beside the dead letter. A report whose
    /// signature does not fit never does.
    ///
    /// `report` is present when the record could be decoded.
    ///
    /// - Throws: `LaneFault.stop` when libcrypto fails.
    func salvage(
        _ record: Record, _ value: [UInt8], _ rejection: Rejection, _ report: Report? = nil, at now: Instant
    ) throws(LaneFault) -> Triaged {
        guard rejection.reason != .badSignature,
            var readable = report.map({ ReadableReport($0, fault: rejection) }) ?? ReportCodec.readable(value, at: now),
            settings.policy.classify(readable.report).speaksOfEmergency
        else { return .rejected(rejection, report) }
        // A report that could not be decoded was not compared with its signer's prefixes yet.
        if let refusal = senders.refusal(of: readable.report, record, value) { return .rejected(refusal) }
        let home = readable.namesHome ? home(of: readable.report) : shard
        guard home == shard else { return .misplaced(home: home) }
        readable.report.reportID = try presentable(readable.report.reportID)
        // Fields that cannot be read are made up, so only the record itself says whether it is the same.
        var received = try received(readable.report, record, content: report == nil ? value : nil, at: now)
        received.entry.isSalvaged = true
        let faults = readable.faults.map { Evidence.fault($0.reason, field: $0.field) }
        return .salvaged(Salvaged(received: received, rejection: rejection, faults: faults))
    }

    /// An id that nobody is known by: one that holds the number of a person is replaced by its keyed hash.
    private func presentable(_ id: String) throws(LaneFault) -> String {
        guard Masking.holdsPerson(id: id) else { return id }
        do throws(DigestFailure) {
            return "contact-in-id:" + String(try settings.hashes.text(of: Array("id\u{0}\(id)".utf8)).suffix(16))
        } catch {
            throw .stop(error.text)
        }
    }
}

extension Step {
    /// Writes the dead letter of the record, and opens a case for the emergency in it, or adds it to the case that its id
    /// belongs to. The same record again has no effect.
    mutating func decideSalvaged(_ salvaged: Salvaged, _ record: Record, at now: Instant) throws(LaneFault) {
        let received = salvaged.received
        let known = try known(received.report.reportID)
        let isSame = known.map { StoredHash.canBe($0.contentHash, received.entry.contentHash, record.value ?? []) }
        guard known?.isErased != true, isSame != true else {
            tally.duplicates += 1
            return
        }
        deadLetter(record, salvaged.rejection)
        tally.salvaged += 1
        if let known {
            try add(received, faults: salvaged.faults, to: known.caseID, record, at: now)
        } else {
            let opened = context.opening.open(received, id: try nextNumber(at: now), faults: salvaged.faults)
            try file(opened, received.report, record, at: now)
        }
    }

    /// A report under an id that was used for other content: it completes a report whose record had faults. Else it is a
    /// dead letter, and an emergency in it is not only that.
    mutating func decideOtherContent(
        _ received: ReceivedReport, of known: KnownReport, _ record: Record, at now: Instant
    ) throws(LaneFault) {
        if let entry = try find(known.caseID), entry.value.isSalvaged(received.report.reportID) {
            try complete(entry, with: received, faults: [], record, at: now)
            return
        }
        let rejection = Rejection.idReused(received.report.reportID, by: known.caseID)
        deadLetter(record, rejection)
        guard context.settings.policy.classify(received.report).speaksOfEmergency else { return }
        tally.salvaged += 1
        let faults = [Evidence.fault(rejection.reason, field: rejection.field)]
        try add(received, faults: faults, to: known.caseID, record, at: now)
    }

    /// Adds an emergency to the case of its id. A case that has ended stays ended: the emergency opens one of its own.
    private mutating func add(
        _ received: ReceivedReport, faults: [Evidence], to id: CaseID, _ record: Record, at now: Instant
    ) throws(LaneFault) {
        guard let entry = try find(id) else { return }
        if entry.value.isSalvaged(received.report.reportID) {
            return try complete(entry, with: received, faults: faults, record, at: now)
        }
        guard entry.value.state.isEnded else {
            let opened = context.opening.open(received, id: id, faults: faults)
            tally.merged += 1
            guard context.decider.addEmergency(opened, to: &entry.value, at: now) else { return }
            try markChanged(entry)
            return send(entry, trace: record.header(HeaderName.traceparent), at: now)
        }
        var received = received
        received.report.reportID = Identifier.derived(received.report.reportID, received.entry.contentHash)
        received.entry.reportID = received.report.reportID
        received.entry.isSalvaged = true
        guard try known(received.report.reportID) == nil else {
            tally.merged += 1
            return
        }
        let own = try open(context.opening.open(received, id: try nextNumber(at: now), faults: faults))
        let link = MergeLink(kind: .related, reason: MatchReason(.sameID), needsReview: true)
        context.decider.link(&own.value, with: &entry.value, by: link, at: now)
        try markChanged(own)
        tally.opened += 1
        send(own, trace: record.header(HeaderName.traceparent), at: now)
    }

    private mutating func complete(
        _ entry: TrackedCase, with received: ReceivedReport, faults: [Evidence], _ record: Record, at now: Instant
    ) throws(LaneFault) {
        let opened = context.opening.open(received, id: entry.value.id, faults: faults)
        context.decider.complete(&entry.value, with: opened, at: now)
        unitOfWork.assign(opened.reports, to: entry.value.id)
        try markChanged(entry)
        tally.merged += 1
        send(entry, trace: record.header(HeaderName.traceparent), at: now)
    }
}

extension Case {
    /// Whether the record of this report of the case had faults.
    fileprivate func isSalvaged(_ reportID: String) -> Bool {
        reports.contains { $0.reportID == reportID && $0.isSalvaged }
    }
}

internal import ChineseText

/// By what later reports find a case: its place and address with its category, and of each report its photos, its words
/// with their author, and its chat thread.
///
/// Derived from the case alone, so that a store built anew has the same. Whatever is found by a trace is compared before
/// anything is decided.
package struct SearchKeys: Hashable, Sendable {
    /// Codes of `PlaceCode`, and numbers below zero for addresses, segments and numbers of things.
    package var places: [Int64] = []
    /// Those of them that stand for the number of a thing: a lamp post, a cover, a cabinet.
    package var things: [Int64] = []
    /// What a report with this place asks for beside points: the numbers of things, and its address among all cases, or among
    /// those without a point when it has one itself, for two points say more than a name that many places share.
    package var asked: [Int64] = []
    /// Milliseconds at which the case closed, 0 while it is open; nil when it can be found by place no more.
    package var closed: Int64?

    package init(_ value: Case) { self.init(SearchKeyInputs(value)) }

    /// `words` stand in where the finding has none.
    package init(_ finding: SearchKeyInputs, words: SearchKeyInputs.Words? = nil) {
        closed = finding.closed
        let category = finding.category
        guard let words = finding.words ?? words else { return }
        let location = words.location
        things = ThingNumbers.found(words.text, location?.address).map { Self.code("thing", category, $0) }
        places = things
        asked = things
        guard let location else { return }
        if let point = location.wgs84 { places.append(PlaceCode.code(category, point)) }
        let hasPoint = location.wgs84 != nil
        if let key = location.address.flatMap(AddressLikeness.key) { name("address", category, key, hasPoint) }
        if let key = location.segment.flatMap(SegmentPlaces.key) { name("segment", category, key, hasPoint) }
    }

    private mutating func name(_ kind: String, _ category: String, _ key: String, _ hasPoint: Bool) {
        let all = Self.code(kind, category, key)
        let pointless = Self.code("pointless " + kind, category, key)
        places.append(all)
        if !hasPoint { places.append(pointless) }
        asked.append(hasPoint ? pointless : all)
    }

    /// What is not a point among them.
    package var addresses: [Int64] { places.filter { $0 < 0 } }

    private static func code(_ kind: String, _ category: String, _ key: String) -> Int64 {
        Int64(bitPattern: Fingerprint(kind, category, key).value | 1 << 63)
    }
}

/// What of a case decides by what it is found.
package struct SearchKeyInputs: Hashable, Sendable {
    /// What it says of its place.
    package struct Words: Hashable, Sendable {
        var text: String?
        var location: Location?
    }

    /// Its code.
    package var category: String
    /// Milliseconds at which it closed, 0 while it is open; nil when it ended in another way.
    package var closed: Int64?
    /// Nil where they are not at hand.
    package var words: Words?
    /// Those that have left their own traces; nil where they are not at hand.
    package var reports: [CaseReport]?
    /// The minutes in which its reports came.
    package var minutes: [Int64] = []

    package init(category: String, closed: Int64?) {
        self.category = category
        self.closed = closed
    }

    package init(_ value: Case) {
        category = value.category.code
        switch value.state {
        case .closed: closed = value.closedAt?.milliseconds
        case .cancelled, .rejected, .merged: closed = nil
        case .triage, .registered, .dispatched, .inProgress, .suspended, .resolved, .checking: closed = 0
        }
        words = Words(text: value.text, location: value.location)
        reports = value.reports
        minutes = value.reports.map { $0.receivedAt.milliseconds / 60_000 }
    }

    /// Whether it is found by the same places.
    package func isPlaced(like other: SearchKeyInputs) -> Bool {
        category == other.category && closed == other.closed && words == other.words
    }
}

/// What of a single report is found again within a day or so.
extension CaseReport {
    /// Its photos, its words with their author, its thread.
    package var traces: [Int64] {
        var found = mediaHashes.map(CaseReport.mediaKey)
        if let trace = textKey { found.append(trace) }
        if let trace = threadKey { found.append(trace) }
        return found
    }

    package static func mediaKey(_ hash: String) -> Int64 { Int64(bitPattern: Fingerprint("media", hash).value) }

    /// The same words count only from the same reporter.
    package var textKey: Int64? {
        guard let textHash, let account else { return nil }
        return Int64(bitPattern: Fingerprint("text", account, textHash).value)
    }

    package var threadKey: Int64? {
        threadID.map { Int64(bitPattern: Fingerprint("thread", programme, $0).value) }
    }
}

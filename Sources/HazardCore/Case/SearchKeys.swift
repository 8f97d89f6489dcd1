internal import ChineseText

/// The keys under which the index finds a case for a later report: place and address with the category.
///
/// They are computed from the case only, so a rebuilt store has the same keys. The index finds candidates, and
/// `MergeRule` compares each of them (`DECISIONS.md` #25).
package struct SearchKeys: Hashable, Sendable {
    /// Codes of `PlaceCode`, and negative numbers for addresses, segments and numbers of things.
    package var places: [Int64] = []
    /// The negative numbers among `places` that identify a thing: a lamp post, a cover, a cabinet.
    package var things: [Int64] = []
    /// The keys that a new report with this place looks up besides nearby points: the numbers of things, and its
    /// address. A report with a point looks up its address only among cases without one, because two points say more
    /// than a name that many places share.
    package var asked: [Int64] = []
    /// When the case closed, in milliseconds since 1970; 0 while it is open; nil when it is not found by place any
    /// more.
    package var closed: Int64?

    package init(_ value: Case) { self.init(SearchKeyInputs(value)) }

    /// `words` replaces the words of the inputs when those have none.
    package init(_ inputs: SearchKeyInputs, words: SearchKeyInputs.Words? = nil) {
        closed = inputs.closed
        let category = inputs.category
        guard let words = inputs.words ?? words else { return }
        let location = words.location
        things = ThingNumbers.found(words.text, location?.address).map { Self.code("thing", category, $0) }
        places = things
        asked = things
        guard let location else { return }
        if let point = location.wgs84 { places.append(PlaceCode.code(category, point)) }
        // Nearer than a coarse point an address says where a thing is.
        let hasPoint = location.wgs84 != nil && !location.isCoarser(than: Location.exactMetres)
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

    /// The keys that are not points.
    package var addresses: [Int64] { places.filter { $0 < 0 } }

    private static func code(_ kind: String, _ category: String, _ key: String) -> Int64 {
        Int64(bitPattern: Fingerprint(kind, category, key).value | 1 << 63)
    }
}

/// Inputs of the search keys.
package struct SearchKeyInputs: Hashable, Sendable {
    /// The words that describe the place of a case.
    package struct Words: Hashable, Sendable {
        var text: String?
        var location: Location?
    }

    /// The category's code.
    package var category: String
    /// When the case closed, in milliseconds since 1970; 0 while it is open; nil when it ended in another way.
    package var closed: Int64?
    /// Nil when they are not loaded.
    package var words: Words?
    /// The reports with search keys of their own; nil when they are not loaded.
    package var reports: [CaseReport]?
    /// The minutes, counted since 1970, of the reports' `mergeTime`.
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
        minutes = value.reports.map { $0.mergeTime.milliseconds / 60_000 }
    }

    /// Whether both give the same keys of place.
    package func isPlaced(like other: SearchKeyInputs) -> Bool {
        category == other.category && closed == other.closed && words == other.words
    }
}

/// The search keys of a single report, which the index holds for a few days.
extension CaseReport {
    /// The keys of its photos, of its words together with their author, and of its thread.
    package var searchKeys: [Int64] {
        var found = mediaHashes.map(CaseReport.mediaKey)
        if let key = textKey { found.append(key) }
        if let key = threadKey { found.append(key) }
        return found
    }

    package static func mediaKey(_ hash: String) -> Int64 { Int64(bitPattern: Fingerprint("media", hash).value) }

    /// The key of the words; nil when the report is anonymous, because the same words count only from the same
    /// reporter.
    package var textKey: Int64? {
        guard let textHash, let account else { return nil }
        return Int64(bitPattern: Fingerprint("text", account, textHash).value)
    }

    package var threadKey: Int64? {
        thread.map { Int64(bitPattern: Fingerprint("thread", programme, $0).value) }
    }
}

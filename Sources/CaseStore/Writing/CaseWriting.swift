package import HazardCore
internal import SQLite

extension ShardStore {
    /// Makes the file show this case from now on, with the exact bytes of its record on `hazard.cases`.
    ///
    /// `wakeAt` is when a timer of the case is due next. Call it between `begin` and `commit`. What the case is found by
    /// follows, unless `isNoted` says that `note` was told of this very state; `before` is what it was found by, which the
    /// store knows itself of a case that no report has left.
    ///
    /// - Throws: `.refused` for a case of another shard, or outside a transaction.
    package func put(
        _ value: Case, body: [UInt8], wakeAt: Instant?, isNoted: Bool = false, before: CaseFinding? = nil
    ) throws(StoreFault) {
        let key = try key(of: value.id)
        try sql { () throws(SQLiteError) in
            if !isNoted {
                var before = before
                if before == nil { before = try rows.finding(of: key) }
                try traceRows.put(
                    value, key: key, before: before, traces: CaseTraces(value),
                    latest: max(marks.latestEvent, value.history.last?.at.milliseconds ?? 0))
            }
            try rows.put(value, key: key, body: body, wakeAt: wakeAt, marks: &marks)
        }
    }

    /// Removes everything of a case whose tombstone was written; nothing when there is none.
    package func forget(_ id: CaseID) throws(StoreFault) {
        let key = try key(of: id)
        try sql { () throws(SQLiteError) in try rows.forget(id.text, key: key, rows: &marks.rows) }
    }

    /// Looks at the case again then, although nothing about it has changed; forgotten when the file is built anew, which
    /// only looks earlier.
    package func postpone(_ id: CaseID, until instant: Instant) throws(StoreFault) {
        let key = try key(of: id)
        try sql { () throws(SQLiteError) in try rows.wake(key, at: instant) }
    }

    /// Adds to a monthly count, which stays when its cases have gone.
    package func addCount(_ count: MonthlyCount) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in try counts.add(count) }
    }

    /// The counts of one month, `yyyy-mm`, as they stand in the open transaction.
    package func counts(of month: String) throws(StoreFault) -> [MonthlyCount] {
        try sql { () throws(SQLiteError) in try counts.counts(of: month) }
    }

    /// Replaces the counts of a month by those of the changelog, and takes up the `shard_seq` beside them.
    package func setCounts(
        _ list: [MonthlyCount], of month: String, shardSequence: Int64
    ) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in
            try counts.erase(month)
            for count in list { try counts.add(count) }
        }
        marks.shardSequence = max(marks.shardSequence, shardSequence)
    }

    func key(of id: CaseID) throws(StoreFault) -> Int64 {
        try requireTransaction()
        guard id.shard == shard, let key = CaseKey.key(of: id) else {
            throw refusal("case \(id) does not belong in shard \(shard)")
        }
        return key
    }

    func requireTransaction() throws(StoreFault) {
        guard connection.isInTransaction else { throw refusal("written to outside a transaction") }
    }

    private func refusal(_ reason: String) -> StoreFault {
        StoreFault(.refused(reason: reason), path: path, shard: shard)
    }
}

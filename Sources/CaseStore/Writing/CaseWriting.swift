package import HazardCore
internal import SQLite
internal import Wording

extension ShardStore {
    /// Writes a case with the exact bytes of its record on `hazard.cases`. Call it between `begin` and `commit`.
    ///
    /// `wakeAt` is when the next timer of the case is due. `isIndexed` means that `index` has written the search keys of this state
    /// of the case. `before` is the search data of the stored case; the store finds it itself unless reports have left the case.
    /// `isNew` means that the store has no such case, so that it need not look.
    ///
    /// - Throws: `.refused` for a case of another shard or outside a transaction; `.disk` or `.corrupt`.
    package func put(
        _ value: Case, body: [UInt8], wakeAt: Instant?, isIndexed: Bool = false, isNew: Bool = false,
        before: SearchKeyInputs? = nil
    ) throws(StoreFault) {
        let key = try key(of: value.id)
        try sql { () throws(SQLiteError) in
            if !isIndexed {
                var before = before
                if before == nil, !isNew { before = try rows.searchData(of: key) }
                try searchKeyRows.put(
                    value, key: key, before: before, searchKeys: SearchKeys(value),
                    latest: latest(summary.latestEvent, value.history.last?.at.milliseconds ?? 0))
            }
            try rows.put(value, key: key, body: body, wakeAt: wakeAt, isNew: isNew, summary: &summary)
            if let last = value.history.last {
                summary.latestEvent = latest(summary.latestEvent, last.at.milliseconds)
            }
        }
    }

    /// Removes a case whose tombstone was written, if it exists.
    ///
    /// - Throws: `.refused` for a case of another shard or outside a transaction; `.disk` or `.corrupt`.
    package func remove(_ id: CaseID) throws(StoreFault) {
        let key = try key(of: id)
        try sql { () throws(SQLiteError) in try rows.remove(key, rows: &summary.rows) }
    }

    /// Sets when the timers of an unchanged case are checked next. A rebuild loses it, and then they are only checked earlier.
    ///
    /// - Throws: `.refused` for a case of another shard or outside a transaction; `.disk` or `.corrupt`.
    package func postpone(_ id: CaseID, until instant: Instant) throws(StoreFault) {
        let key = try key(of: id)
        try sql { () throws(SQLiteError) in try rows.wake(key, at: instant) }
    }

    /// Adds to a monthly count, which remains when its cases are removed.
    ///
    /// - Throws: `.refused` outside a transaction; `.disk` or `.corrupt`.
    package func addCount(_ count: MonthlyCount) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in try counts.add(count) }
    }

    /// The counts of one month, `yyyy-mm`, with the changes of the open transaction.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func counts(of month: String) throws(StoreFault) -> [MonthlyCount] {
        try sql { () throws(SQLiteError) in try counts.counts(of: month) }
    }

    /// Replaces the counts of a month by those of the changelog, and raises the shard's `shard_seq` to that of the record.
    ///
    /// - Throws: `.refused` outside a transaction; `.disk` or `.corrupt`.
    package func setCounts(
        _ list: [MonthlyCount], of month: String, shardSequence: Int64
    ) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in
            try counts.delete(month)
            for count in list { try counts.add(count) }
        }
        summary.shardSequence = max(summary.shardSequence, shardSequence)
    }

    /// The row id of a case of this shard.
    ///
    /// - Throws: `.refused` for a case of another shard or outside a transaction.
    func key(of id: CaseID) throws(StoreFault) -> Int64 {
        try requireTransaction()
        guard id.shard == shard, let key = CaseKey.key(of: id) else {
            throw refusal(
                LocalText(zh: "案卷 \(id) 不属于分片 \(shard)", en: "case \(id) does not belong in shard \(shard)"))
        }
        return key
    }

    func requireTransaction() throws(StoreFault) {
        guard connection.isInTransaction else {
            throw refusal(LocalText(zh: "在事务之外写入", en: "written to outside a transaction"))
        }
    }

    private func refusal(_ reason: LocalText) -> StoreFault {
        StoreFault(.refused(reason: reason), path: path, shard: shard)
    }
}

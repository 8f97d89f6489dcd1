package import HazardCore
internal import SQLite

/// What an erasure looks for. It is rare, so it reads whole tables instead of keeping an index of accounts.
extension ShardStore {
    /// The cases of the shard that list the report or the account of an order.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func cases(for order: ErasureOrder) throws(StoreFault) -> [CaseID] {
        try sql { () throws(SQLiteError) in
            let query = try connection.prepare(ErasureQuery.cases(order))
            query.bind(order.report ?? order.account ?? "", at: 1)
            return try query.all { $0.string(0) }
        }.compactMap { CaseID($0) }
    }

    /// The ids and programmes of the ledger's entries of an account.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func rewards(ofAccount account: String) throws(StoreFault) -> [(entryID: String, programme: String)] {
        try sql { () throws(SQLiteError) in
            let query = try connection.prepare("SELECT entry_id, programme FROM rewards WHERE account = ?1")
            query.bind(account, at: 1)
            return try query.all { ($0.string(0), $0.string(1)) }
        }
    }
}

extension StoreReader {
    /// A case of the shard that lists the account; nil when there is none.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func caseID(ofAccount account: String) throws(StoreFault) -> String? {
        try query(ErasureQuery.cases(ErasureOrder(account: account)) + " LIMIT 1") { row throws(SQLiteError) in
            row.bind(account, at: 1)
            return try row.first { $0.string(0) }
        }
    }
}

private enum ErasureQuery {
    static func cases(_ order: ErasureOrder) -> String {
        if order.report != nil { return "SELECT case_id FROM reports WHERE report_id = ?1 ORDER BY case_id" }
        return """
            SELECT case_id FROM bodies JOIN cases USING (case_key)
            WHERE instr(body, CAST('"account":"' || ?1 || '"' AS BLOB)) > 0 ORDER BY case_key
            """
    }
}

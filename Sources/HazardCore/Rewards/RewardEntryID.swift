/// Makes the ids of ledger entries. The same input gives the same id, so repeating a step changes nothing.
package enum RewardEntryID {
    /// The entry of a rule for an account in a case: the case's number and a hash of the rest.
    package static func of(programme: String, caseID: CaseID, account: String, rule: String) -> String {
        caseID.text + "-" + hash([programme, account, rule])
    }

    /// Whether this case asked for the entry. Otherwise the entry came with a report from another case.
    package static func isOf(_ caseID: CaseID, _ entryID: String) -> Bool { entryID.hasPrefix(caseID.text + "-") }

    /// The id of the entry that reverses another one.
    package static func reversal(of entryID: String) -> String { entryID + "-reversal" }

    /// 16 hex digits (FNV-1a, 64 bit) of the parts.
    ///
    /// The hash need not resist attacks: accounts are keyed hashes that nobody can choose, and a case has a few hundred
    /// of them. The same account gives the same digits in every case, so a user who may not see accounts must not see
    /// entry ids.
    package static func hash(_ parts: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

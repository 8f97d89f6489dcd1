import CaseStore
import HazardConfig
import HazardCore
import HazardWire
import MessageLog

/// Compares the ledger with the store and with the cases, and looks for a reward that was given twice.
extension ConsistencyAudit {
    /// - Throws: `LogFailure` when the log cannot be read.
    func auditRewards() throws(LogFailure) {
        var entries: [UInt64: RewardEntry] = [:]
        for shard in 0..<settings.log.shards {
            try auditLedger(shard, &entries)
            step()
        }
        ledgerKeys = Set(entries.keys)
        checkTwice(entries.values)
        for reward in facts.rewards where entries[RowDigest.of(reward.key)] == nil {
            book.add(
                .rewards, zh: "案卷 \(reward.caseID) 的奖励 \(reward.key) 不在账本中",
                en: "reward \(reward.key) of case \(reward.caseID) is not in the ledger", fix: AuditFix.restoreTopic)
        }
        let granted = entries.values.count { $0.state == .granted && $0.reverses == nil }
        book.describe(
            .rewards, zh: "\(entries.count) 条账目，\(granted) 笔已发放", en: "\(entries.count) entries, \(granted) granted")
    }

    private func auditLedger(_ shard: Int, _ entries: inout [UInt64: RewardEntry]) throws(LogFailure) {
        let at = TopicPartition(settings.topics.names.rewards, shard)
        guard try log.partitions(of: at.topic) > shard else { return }
        var last: [UInt64: Record] = [:]
        _ = try each(at) { record in last[RowDigest.of(bytes: record.key)] = record }
        let next = images[shard]?.position(at)
        for (key, record) in last {
            let stored = images[shard]?.removeReward(key)
            let isApplied = next.map { record.offset < $0 } ?? false
            let name = String(decoding: record.key ?? [], as: UTF8.self)
            guard let body = record.value else {
                if isApplied, stored != nil {
                    differs(shard, name, zh: "已删除，但仍在存储中", en: "was removed, but is in the store")
                }
                continue
            }
            guard let content = try? RewardCodec.decode(key: name, body) else {
                foreign(record, .rewards)
                continue
            }
            if case .entry(let entry) = content {
                guard RewardCodec.key(entry) == name else {
                    foreign(record, .rewards)
                    continue
                }
                entries[key] = entry
            }
            guard isApplied else { continue }
            switch stored {
            case nil: differs(shard, name, zh: "不在存储中", en: "is not in the store")
            case .some(nil): differs(shard, name, zh: "的内容在磁盘上变了", en: "has changed on the disk")
            case .some(let sum?) where sum != ShardImage.checksum(body):
                differs(shard, name, zh: "与存储中的内容不同", en: "is not what the store has")
            default: break
            }
        }
        guard next != nil, let image = images[shard] else { return }
        for key in image.rewards.keys {
            let name = image.rewardKeys[key] ?? ""
            book.add(
                .rewards, zh: "\(name) 在存储中，但 \(at) 没有它的记录",
                en: "\(name) is in the store, but \(at) has no record of it", fix: AuditFix.restoreTopic)
        }
    }

    private func differs(_ shard: Int, _ key: String, zh: String, en: String) {
        book.add(.rewards, zh: "账目 \(key) \(zh)", en: "entry \(key) \(en)", fix: AuditFix.rebuild(shard))
    }

    /// A rule pays an account once in a case, a report once, and takes an entry back once.
    private func checkTwice(_ entries: some Collection<RewardEntry>) {
        var seen: [UInt64: String] = [:]
        func check(_ entry: RewardEntry, _ subject: UInt64) {
            guard let other = seen.updateValue(entry.entryID, forKey: subject) else { return }
            book.add(
                .rewards, zh: "同一奖励发放了两次：\(other) 和 \(entry.entryID)（\(entry.programme)）",
                en: "the same reward was given twice: \(other) and \(entry.entryID) of \(entry.programme)",
                fix: AuditFix.clawBack)
        }
        for entry in entries.sorted(by: { $0.entryID < $1.entryID }) {
            if let reversed = entry.reverses {
                check(entry, RowDigest.of("reversal", entry.programme, reversed))
            } else if entry.state.isLive {
                // An erased account is empty; then the report tells the entries apart.
                if !entry.account.isEmpty {
                    check(entry, RowDigest.of("account", entry.programme, entry.rule, entry.caseID.text, entry.account))
                }
                if let report = entry.reportID {
                    check(entry, RowDigest.of("report", entry.programme, entry.rule, report))
                }
            }
        }
    }
}

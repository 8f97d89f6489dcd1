import CaseStore
import HazardConfig
import HazardCore
import HazardWire
import MessageLog
import Wording

/// Compares the last record of each case with the store's file of its shard.
extension ConsistencyAudit {
    /// - Throws: `LogFailure` when the log cannot be read.
    func auditCases(_ shard: Int) throws(LogFailure) {
        let at = TopicPartition(settings.topics.names.cases, shard)
        guard try log.partitions(of: at.topic) > shard else {
            book.add(
                .cases, zh: "没有 \(at)", en: "there is no \(at)",
                fix: LocalText(zh: "执行 `hazard topics apply`", en: "hazard topics apply"))
            return
        }
        var last: [UInt64: Int64] = [:]
        let end = try each(at) { record in
            let key = String(decoding: record.key ?? [], as: UTF8.self)
            guard MonthCounts.isKey(key) || CaseID(key)?.shard == shard else { return foreign(record, .cases) }
            last[RowDigest.of(key)] = record.offset
        }
        step()
        let next = images[shard]?.position(at)
        if let next, next > end + 1 {
            book.add(
                .store, zh: "分片 \(shard) 的存储已到 \(next)，而 \(at) 止于 \(end)：主题丢失了记录",
                en:
                    "the store of shard \(shard) stands at \(next), but \(at) ends at \(end): the topic has lost records",
                fix: AuditFix.restoreTopic)
        }
        _ = try each(at, below: end) { record in
            let digest = RowDigest.of(bytes: record.key)
            guard last[digest] == record.offset else { return }
            let key = String(decoding: record.key ?? [], as: UTF8.self)
            guard let id = CaseID(key), id.shard == shard else { return }
            examine(record, id, digest, storeEnd: next)
        }
        step()
        guard next != nil else { return images[shard] = nil }
        for entry in images[shard]?.cases.values.map(\.caseID).sorted() ?? [] {
            book.add(
                .cases, zh: "案卷 \(entry) 在存储中，但 \(at) 没有它的记录",
                en: "case \(entry) is in the store, but \(at) has no record of it", fix: AuditFix.restoreTopic)
        }
    }

    /// Takes the last record of one case.
    private func examine(_ record: Record, _ id: CaseID, _ digest: UInt64, storeEnd: Int64?) {
        let stored = images[id.shard]?.remove(digest)
        let isApplied = storeEnd.map { record.offset < $0 } ?? false
        facts.cases[digest] = record.value != nil
        if storeEnd != nil, !isApplied { caseCounts.behind += 1 }
        guard let body = record.value else {
            guard isApplied, stored != nil else { return }
            return differs(id, zh: "已删除，但仍在存储中", en: "was removed, but is still in the store")
        }
        let value: Case
        do throws(WireFault) {
            value = try CaseCodec.decode(body)
        } catch {
            let reason = LocalText(describing: error)
            book.add(
                .cases, zh: "\(record.at) 位点 \(record.offset) 的案卷 \(id.text) 无法读取：\(reason.zh)",
                en: "case \(id.text) at \(record.at) offset \(record.offset) cannot be read: \(reason.en)",
                fix: AuditFix.foreign)
            return
        }
        guard value.id == id else { return foreign(record, .cases) }
        facts.add(value)
        caseCounts.cases += 1
        guard isApplied else { return }
        guard let stored else { return differs(id, zh: "不在存储中", en: "is not in the store") }
        caseCounts.compared += 1
        compare(value, body, with: stored)
    }

    private func compare(_ value: Case, _ body: [UInt8], with stored: ShardImage.Entry) {
        guard let sum = stored.body else {
            return differs(value.id, zh: "的内容在磁盘上变了", en: "has changed on the disk")
        }
        var expected = CaseDigest(value)
        // Hashes of the first edition are replaced by keyed ones when a file is built, so these differ.
        let isOld = value.reports.contains { $0.contentHash.hasPrefix("sha256:") }
        if isOld { expected.reports = stored.digest.reports }
        if !isOld, ShardImage.checksum(body) != sum {
            return differs(value.id, zh: "与存储中的内容不同", en: "is not what the store has")
        }
        let tables = [
            (expected.row == stored.digest.row, "cases"), (expected.tasks == stored.digest.tasks, "tasks"),
            (expected.reports == stored.digest.reports, "reports"),
        ].filter { !$0.0 }.map(\.1).joined(separator: ", ")
        guard !tables.isEmpty else { return }
        differs(value.id, zh: "与存储中的表不符：\(tables)", en: "differs from the store's tables \(tables)")
    }

    private func differs(_ id: CaseID, zh: String, en: String) {
        book.add(.cases, zh: "案卷 \(id.text) \(zh)", en: "case \(id.text) \(en)", fix: AuditFix.rebuild(id.shard))
    }

    /// A record that the dispatcher has not written.
    func foreign(_ record: Record, _ check: AuditCheck) {
        book.add(
            check, zh: "\(record.at) 位点 \(record.offset) 的记录不是派单服务写的",
            en: "the record at \(record.at) offset \(record.offset) is not the dispatcher's", fix: AuditFix.foreign)
    }

    /// What the checks of store and cases say when nothing is wrong.
    func describeCases() {
        let (files, counts) = (images.count, caseCounts)
        book.describe(
            .store, zh: "\(files) 个分片文件已读", en: "\(files) of \(settings.log.shards) shard files are here and were read")
        book.describe(
            .cases,
            zh: "\(counts.cases) 个案卷，\(counts.compared) 个与存储逐一比较，\(counts.behind) 个存储尚未应用",
            en:
                "\(counts.cases) cases, \(counts.compared) compared with the store, \(counts.behind) not yet applied there"
        )
        for (shard, image) in images.sorted(by: { $0.key < $1.key }) where image.strayRows > 0 {
            book.add(
                .store, zh: "分片 \(shard) 有 \(image.strayRows) 行不属于任何案卷",
                en: "\(image.strayRows) rows of shard \(shard) belong to no case", fix: AuditFix.rebuild(shard))
        }
    }
}

/// How many cases there are, and how many were compared with the store.
struct AuditCaseCounts {
    var cases = 0
    var compared = 0
    /// The store has not applied their last record yet.
    var behind = 0
}

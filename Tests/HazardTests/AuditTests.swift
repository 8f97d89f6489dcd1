import Foundation
import JSONText
import TestSupport
import Testing

/// `hazard audit` on the data of a whole day: it finds nothing there, and each damage.
struct AuditTests {
    private static let day = Task { try await DayOfData() }

    @Test func `a whole day has no mismatch`() async throws {
        let day = try await Self.day.value
        let outcome = try await day.audit(day.path)
        #expect(outcome.code == 0, "\(outcome.output)")
        let lines = try outcome.lines.map { try JSONValue(reading: Array($0.utf8)) }
        #expect(lines.count == 10)
        #expect(lines.allSatisfy { $0["status"] == "ok" && $0["fix"]?.string == nil })
        let reports = lines.first { $0["check"] == "reports" }?["detail"]?.string ?? ""
        #expect(reports.contains("20 in cases, 1 sent again or forwarded, 1 dead letters"), "\(reports)")
    }

    @Test(arguments: Damage.all)
    func `a damage is named with its fix`(damage: Damage) async throws {
        let day = try await Self.day.value
        let copy = try day.copy()
        defer { try? FileManager.default.removeItem(atPath: copy) }
        for file in try damage.files(in: copy) { try ShardRows.edit(path: file, damage.sql) }
        let outcome = try await day.audit(copy)
        #expect(outcome.code == 1, "\(damage.name)")
        for (check, text, fix) in damage.found {
            let isThere = outcome.lines.contains {
                $0.contains("\"check\":\"\(check)\",\"status\":\"bad\"") && $0.contains(text) && $0.contains(fix)
            }
            #expect(isThere, "\(damage.name), \(check): \(outcome.output)")
        }
    }

    @Test func `without a log there is nothing to audit`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let outcome = try await Hazard.run(["audit"] + folder.settings)
        #expect(outcome.code == 1 && outcome.errorOutput.contains("log.db"), "\(outcome.errorOutput)")
    }

    @Test func `beside a running server nothing is wrong`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let serving = try RunningHazard(["serve"] + folder.settings)
        let url = try #require(await ServerWalkTests().address(of: serving))
        for number in 1...3 {
            let sent = try await Hazard.run([
                "report", "--programme", "jianyang.sentinel", "--category", "T02", "--text", "沱江一号桥", "--district",
                "510185", "--id", "beside-\(number)", "--wait", "20", "--server", url,
            ])
            #expect(sent.code == 0, "\(sent.errorOutput)")
            let outcome = try await Hazard.run(["audit", "--json"] + folder.settings)
            #expect(outcome.code == 0, "\(outcome.output)")
        }
        #expect(await serving.stop().code == 0)
    }
}

/// One damage, as SQL, and what the audit must say of it.
struct Damage: Sendable, CustomTestStringConvertible {
    var name: String
    /// Nil: the log. Else every shard's file.
    var isStore: Bool
    var sql: String
    /// Check, a part of the detail, and a part of the fix.
    var found: [(String, String, String)]

    var testDescription: String { name }

    func files(in path: String) throws -> [String] {
        guard isStore else { return [path + "/log/log.db"] }
        return try FileManager.default.contentsOfDirectory(atPath: path + "/store").filter { $0.hasSuffix(".db") }
            .map { "\(path)/store/\($0)" }
    }

    static let all = [
        Damage(
            name: "a row of a case", isStore: true, sql: "UPDATE cases SET district = 'nowhere'",
            found: [("cases", "differs from the store's tables cases", "hazard rebuild --shard")]),
        Damage(
            name: "tasks that are gone", isStore: true, sql: "DELETE FROM task_rows",
            found: [("cases", "differs from the store's tables tasks", "hazard rebuild --shard")]),
        Damage(
            name: "a report in another role", isStore: true, sql: "UPDATE report_rows SET role = 'supplement'",
            found: [("cases", "tables reports", "hazard rebuild --shard")]),
        Damage(
            name: "the body of another case", isStore: true,
            sql: """
                UPDATE bodies SET (checksum, body) = (SELECT checksum, body FROM bodies ORDER BY case_key DESC LIMIT 1)
                """,
            found: [("cases", "is not what the store has", "hazard rebuild --shard")]),
        Damage(
            name: "bodies that the disk has changed", isStore: true, sql: "UPDATE bodies SET body = zeroblob(100)",
            found: [("cases", "has changed on the disk", "hazard rebuild --shard")]),
        Damage(
            name: "cases that are gone", isStore: true,
            sql: "DELETE FROM cases; DELETE FROM bodies",
            found: [
                ("cases", "is not in the store", "hazard rebuild --shard"),
                ("store", "belong to no case", "hazard rebuild"),
            ]),
        Damage(
            name: "a store ahead of its topic", isStore: true,
            sql: "UPDATE positions SET next = next + 100 WHERE topic = 'hazard.cases'",
            found: [("store", "the topic has lost records", "restore the topic")]),
        Damage(
            name: "an entry of the ledger", isStore: true, sql: "DELETE FROM rewards",
            found: [("rewards", "is not in the store", "hazard rebuild")]),
        Damage(
            name: "a queue without its first record", isStore: false,
            sql: "DELETE FROM records WHERE id IN (SELECT min(r.id) \(of("hazard.dispatch.%")) GROUP BY p.id)",
            found: [("sequence", "has no task record with shard_seq", "hazard topics resend")]),
        Damage(
            name: "empty queues", isStore: false,
            sql: "DELETE FROM records WHERE id IN (SELECT r.id \(of("hazard.dispatch.%")))",
            found: [("queues", "is not on its queue, which has 0", "hazard topics resend")]),
        Damage(
            name: "a stranger's task", isStore: false,
            sql: appended(
                "hazard.dispatch.%", "CAST(replace(CAST(value AS TEXT), '-000001', '-000777') AS BLOB)", key: "r.key",
                where: "CAST(r.value AS TEXT) LIKE '%-000001%'"),
            found: [("queues", "whose case does not exist", "let only the dispatcher write")]),
        Damage(
            name: "a stranger's case", isStore: false, sql: appended("hazard.cases", "x'7B7D'", key: "x'6162'"),
            found: [("cases", "is not the dispatcher's", "let only the dispatcher write")]),
        Damage(
            name: "cases without records", isStore: false,
            sql: "DELETE FROM records WHERE id IN (SELECT r.id \(of("hazard.cases")))",
            found: [
                ("cases", "has no record of it", "restore the topic"), ("reports", "is in no case", "same id"),
                ("feedback", "is in no case", "same id"), ("commands", "is in no case", "same id"),
            ]),
        Damage(
            name: "a dead letter that is gone", isStore: false,
            sql: "DELETE FROM records WHERE id IN (SELECT r.id \(of("hazard.dead-letters")))",
            found: [("reports", "is in no case and is no dead letter", "same id")]),
        Damage(
            name: "two dead letters of one record", isStore: false,
            sql: appended("hazard.dead-letters", "r.value", key: "r.key"),
            found: [("dead-letters", "has two dead letters", "let only")]),
        Damage(
            name: "a reward given twice", isStore: false,
            sql: appended(
                "hazard.rewards",
                """
                CAST(json_set(CAST(value AS TEXT), '$.entry_id', json_extract(CAST(value AS TEXT), '$.entry_id') || 'x')
                AS BLOB)
                """, key: "CAST(CAST(r.key AS TEXT) || 'x' AS BLOB)",
                where: "json_extract(CAST(value AS TEXT), '$.state') = 'granted'"),
            found: [("rewards", "the same reward was given twice", "claw-back")]),
        Damage(
            name: "rewards that are gone", isStore: false,
            sql: "DELETE FROM records WHERE id IN (SELECT r.id \(of("hazard.rewards")))",
            found: [
                ("rewards", "has no record of it", "restore the topic"), ("transfers", "is in no case", "same id"),
            ]),
    ]

    /// The records of topics, as `r`, with their partitions, as `p`.
    private static func of(_ topic: String) -> String {
        """
        FROM records r JOIN partitions p ON p.id = r.id >> 40 JOIN topics t ON t.id = p.topic
        WHERE t.name LIKE '\(topic)'
        """
    }

    /// Writes a record like the last one of the partition with the most records.
    private static func appended(
        _ topic: String, _ value: String, key: String, where condition: String = "true"
    ) -> String {
        """
        INSERT INTO records (id, time, key, value, headers)
        SELECT p.id << 40 | p.next, r.time, \(key), \(value), r.headers \(of(topic)) AND \(condition)
        ORDER BY r.id DESC LIMIT 1;
        UPDATE partitions SET next = next + 1 WHERE id = (SELECT max(id) FROM records) >> 40 OR id IN
        (SELECT p.id \(of(topic)))
        """
    }
}

/// The log and the store that `hazard demo` has left.
private struct DayOfData: Sendable {
    let path: String

    init() async throws {
        let folder = try HazardFolder()
        path = folder.path
        let played = try await Hazard.run([
            "demo", "--speed", "300", "--exit", "--directory", path, "--config", Hazard.config.path + "/hazard.yaml",
        ])
        guard played.code == 0 else { throw CocoaError(.fileReadUnknown, userInfo: ["demo": played.errorOutput]) }
    }

    func copy() throws -> String {
        let copy = path + "-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        return copy
    }

    func audit(_ path: String) async throws -> Hazard.Outcome {
        try await Hazard.run([
            "audit", "--json", "--lang", "en", "--config", Hazard.config.path + "/hazard.yaml", "--set",
            "log.embedded.directory=\(path)/log", "--set", "store.directory=\(path)/store",
        ])
    }
}

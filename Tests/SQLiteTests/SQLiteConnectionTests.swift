import Foundation
import SQLite
import TestSupport
import Testing
import Wording

struct SQLiteConnectionTests {
    private struct Stop: Error {}

    private func table(_ path: String) throws -> SQLiteConnection {
        let database = try SQLiteConnection(path, mode: .readWriteCreate, busyTimeout: .zero)
        try database.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT) STRICT")
        return database
    }

    @Test func `a transaction that throws writes nothing`() throws {
        let database = try table(":memory:")
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.execute("INSERT INTO t VALUES (1, 'a')")
                throw Stop()
            }
        }
        #expect(!database.isInTransaction)
        #expect(try database.integer("SELECT count(*) FROM t") == 0)
        try database.transaction { try database.execute("INSERT INTO t VALUES (1, 'a')") }
        #expect(try database.text("SELECT b FROM t") == "a")
    }

    @Test func `changes and the last row id are those of the last statement`() throws {
        let database = try table(":memory:")
        try database.execute("INSERT INTO t VALUES (7, 'a'), (9, 'b')")
        #expect(database.changes == 2)
        #expect(database.lastInsertRowID == 9)
        try database.execute("DELETE FROM t WHERE a > 100")
        #expect(database.changes == 0)
    }

    @Test func `a second row with the same key is a constraint error with its name and statement`() throws {
        let database = try table(":memory:")
        let insert = try database.prepare("INSERT INTO t VALUES (?1, ?2)")
        insert.bind(1, "a")
        try insert.run()
        do {
            insert.bind(1, "b")
            try insert.run()
            Issue.record("the second row was written")
        } catch {
            #expect(error.isConstraint && error.code == "SQLITE_CONSTRAINT_PRIMARYKEY")
            #expect(error.sql == "INSERT INTO t VALUES (?1, ?2)")
            #expect(error.description.contains("UNIQUE constraint failed: t.a"))
        }
        insert.bind(2, "b")
        try insert.run()
        #expect(try database.integer("SELECT count(*) FROM t") == 2)
    }

    @Test func `a read-only connection reads committed rows and cannot write`() throws {
        let file = try TemporaryDatabase()
        let writer = try table(file.path)
        try writer.execute("PRAGMA journal_mode=WAL; INSERT INTO t VALUES (1, 'a')")
        let reader = try SQLiteConnection(file.path, mode: .readOnly)
        try writer.begin()
        try writer.execute("INSERT INTO t VALUES (2, 'b')")
        #expect(try reader.integer("SELECT count(*) FROM t") == 1)
        try writer.commit()
        #expect(try reader.integer("SELECT count(*) FROM t") == 2)
        do {
            try reader.execute("INSERT INTO t VALUES (3, 'c')")
            Issue.record("a read-only connection wrote")
        } catch { #expect(error.code == "SQLITE_READONLY") }
    }

    @Test func `a lock held by another connection is busy`() throws {
        let file = try TemporaryDatabase()
        let holder = try table(file.path)
        try holder.begin()
        let other = try SQLiteConnection(file.path, mode: .readWriteCreate, busyTimeout: .zero)
        do {
            try other.begin()
            Issue.record("two connections hold the write lock")
        } catch { #expect(error.isBusy) }
        try holder.rollback()
        try other.begin()
        try other.rollback()
    }

    @Test func `the error of an absent file, or of a file that is not a database, has its path`() throws {
        let file = try TemporaryDatabase()
        do {
            _ = try SQLiteConnection(file.path, mode: .readOnly)
            Issue.record("an absent file was opened")
        } catch {
            #expect(error.code == "SQLITE_CANTOPEN")
            #expect(error.message.contains(file.path))
        }
        try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: file.path))
        let connection = try SQLiteConnection(file.path, mode: .readOnly)
        do {
            _ = try connection.integer("PRAGMA user_version")
            Issue.record("a text file was read as a database")
        } catch { #expect(error.isCorrupt) }
    }

    @Test func `a full database is reported as full and keeps its rows`() throws {
        let database = try table(":memory:")
        try database.execute("INSERT INTO t VALUES (1, 'a'); PRAGMA max_page_count=4")
        do {
            try database.execute("INSERT INTO t VALUES (2, hex(zeroblob(200000)))")
            Issue.record("200 KB went into four pages")
        } catch {
            #expect(error.isFull && error.code == "SQLITE_FULL")
            #expect(error.text.zh.hasPrefix("磁盘已满："))
        }
        #expect(try database.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func `interrupt from another thread ends a running statement`() async throws {
        let database = try SQLiteConnection(":memory:", mode: .readWriteCreate)
        let endless = try database.prepare(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i % 1000000 = 0")
        #expect(try endless.step())
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                database.interrupt()
                done.resume()
            }
        }
        do {
            try endless.run()
            Issue.record("an endless statement ended by itself")
        } catch { #expect(error.isInterrupted) }
    }
}

import SQLite
import Testing

struct StatementTests {
    private func memory() throws -> SQLiteConnection { try SQLiteConnection(":memory:", mode: .readWriteCreate) }

    @Test func `every kind of value is read as it was bound`() throws {
        let database = try memory()
        let select = try database.prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6")
        select.bind(Int64.min, 0.5, "车道\u{0}受阻", [UInt8]([0, 255, 0]), String?.none, true)
        #expect(try select.step())
        #expect(select.int64(0) == .min)
        #expect(select.double(1) == 0.5)
        #expect(select.string(2) == "车道\u{0}受阻")
        #expect(select.bytes(3) == [0, 255, 0])
        #expect(select.isNull(4) && select.optionalString(4) == nil)
        #expect(select.bool(5))
        #expect(try !select.step())
    }

    @Test func `an empty text and an empty blob are not NULL`() throws {
        let select = try memory().prepare("SELECT ?1, ?2, typeof(?1), typeof(?2)")
        select.bind("", [UInt8]())
        #expect(try select.step())
        #expect(select.optionalString(0) == "" && select.optionalBytes(1) == [])
        #expect(select.string(2) == "text" && select.string(3) == "blob")
    }

    @Test func `a reused statement starts with every parameter NULL`() throws {
        let select = try memory().prepare("SELECT ?1, ?2")
        select.bind(1, 2)
        #expect(try select.step())
        select.bind(3, at: 1)
        #expect(try select.step())
        #expect(select.int(0) == 3)
        #expect(select.isNull(1))
    }

    @Test func `a bound text may be released before the statement runs`() throws {
        let select = try memory().prepare("SELECT ?1")
        for number in 0..<100 {
            do {
                let text = String(repeating: "x", count: 500) + String(number)
                select.bind(text)
            }
            #expect(try select.first { $0.string(0).suffix(number < 10 ? 1 : 2) } == Substring(String(number)))
        }
    }

    @Test func `a parameter that does not exist is an error of the next step, and only of that`() throws {
        let select = try memory().prepare("SELECT ?1")
        select.bind(1, 2)
        #expect(throws: SQLiteError.self) { try select.step() }
        do {
            select.bind(1, 2)
            try select.run()
        } catch { #expect(error.code == "SQLITE_RANGE") }
        select.bind(7)
        #expect(try select.first { $0.int(0) } == 7)
    }

    @Test func `all reads every row in order, first reads only the first`() throws {
        let select = try memory().prepare("WITH n(i) AS (VALUES (1), (2), (3)) SELECT i FROM n ORDER BY i")
        #expect(try select.all { $0.int(0) } == [1, 2, 3])
        #expect(try select.first { $0.int(0) } == 1)
        #expect(try select.all { $0.int(0) } == [1, 2, 3])
    }

    @Test func `a statement keeps its connection open`() throws {
        let select: Statement
        do { select = try memory().prepare("SELECT 5") }
        #expect(try select.first { $0.int(0) } == 5)
    }
}

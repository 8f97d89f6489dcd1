internal import CSQLite

/// A compiled statement for repeated use: bind, step, read columns.
///
/// A statement that has reached its end, has failed, or is bound again before its end is reset, and its bindings become NULL.
/// Parameters count from 1, columns from 0. Stepping allocates nothing; reading a string or bytes does. The next `step` throws
/// an error that occurred while binding.
package final class Statement: @unchecked Sendable {
    /// Owned: compiled by `SQLiteConnection.prepare`, finalised by `deinit`, before the connection it holds is released.
    private let handle: OpaquePointer
    private let connection: SQLiteConnection
    /// Bound texts, valid until the next `reset`; freed by `deinit`.
    private let texts = UnsafeMutablePointer<CChar>.allocate(capacity: Statement.textCapacity)
    private var textUsed = 0
    /// In bytes.
    private static let textCapacity = 512
    private var isStepping = false
    private var bindError: SQLiteError?

    init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit {
        sqlite3_finalize(handle)
        texts.deallocate()
    }

    package var sql: String { String(cString: sqlite3_sql(handle)) }

    // MARK: Running

    /// Moves to the next row; false at the end, where the statement is reset.
    ///
    /// - Throws: `SQLiteError` when the statement or an earlier binding fails.
    package func step() throws(SQLiteError) -> Bool {
        if let failure = bindError {
            reset()
            throw failure
        }
        isStepping = true
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            reset()
            return false
        default:
            let failure = connection.lastError(in: sql)
            reset()
            throw failure
        }
    }

    /// Steps to the end and ignores rows.
    ///
    /// - Throws: `SQLiteError` as `step` does.
    package func run() throws(SQLiteError) {
        while try step() {}
    }

    /// Reads the first row; nil when there is none.
    ///
    /// - Throws: `SQLiteError` as `step` does.
    package func first<Value>(_ read: (Statement) -> Value) throws(SQLiteError) -> Value? {
        guard try step() else { return nil }
        defer { reset() }
        return read(self)
    }

    /// Reads every row.
    ///
    /// - Throws: `SQLiteError` as `step` does.
    package func all<Value>(_ read: (Statement) -> Value) throws(SQLiteError) -> [Value] {
        var values: [Value] = []
        while try step() { values.append(read(self)) }
        return values
    }

    /// Ends this use: releases the row and the read lock, and clears the bindings.
    package func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        textUsed = 0
        isStepping = false
        bindError = nil
    }

    // MARK: Binding

    /// Binds every parameter in order, from the first.
    @inlinable
    package func bind<each Value: Bindable>(_ value: repeat each Value) {
        var index = 1
        repeat bindNext(each value, &index)
    }

    @usableFromInline
    package func bindNext(_ value: some Bindable, _ index: inout Int) {
        value.bind(to: self, at: index)
        index += 1
    }

    package func bind(_ value: Int64, at index: Int) {
        resetIfStepping()
        check(sqlite3_bind_int64(handle, Int32(index), value))
    }

    package func bind(_ value: Double, at index: Int) {
        resetIfStepping()
        check(sqlite3_bind_double(handle, Int32(index), value))
    }

    /// Short texts are copied to the statement's own buffer, longer ones by SQLite, which allocates memory for each.
    package func bind(_ value: String, at index: Int) {
        resetIfStepping()
        var text = value
        check(
            text.withUTF8 { utf8 in
                let count = utf8.count
                guard let start = utf8.baseAddress, count <= Self.textCapacity - textUsed else {
                    return utf8.withMemoryRebound(to: CChar.self) { bytes in
                        sqlite3_bind_text64(
                            handle, Int32(index), bytes.baseAddress ?? UnsafePointer(texts), UInt64(count), Self.copied,
                            UInt8(SQLITE_UTF8))
                    }
                }
                let place = texts + textUsed
                UnsafeMutableRawPointer(place).copyMemory(from: start, byteCount: count)
                textUsed += count
                return sqlite3_bind_text64(handle, Int32(index), place, UInt64(count), nil, UInt8(SQLITE_UTF8))
            })
    }

    /// SQLite copies the bytes before it returns; no bytes are an empty blob, not NULL.
    package func bind(_ value: [UInt8], at index: Int) {
        value.withUnsafeBytes { bind($0, at: index) }
    }

    /// SQLite copies the bytes before it returns; no bytes are an empty blob, not NULL.
    package func bind(_ value: UnsafeRawBufferPointer, at index: Int) {
        resetIfStepping()
        guard let start = value.baseAddress, !value.isEmpty else {
            check(sqlite3_bind_zeroblob(handle, Int32(index), 0))
            return
        }
        check(sqlite3_bind_blob64(handle, Int32(index), start, UInt64(value.count), Self.copied))
    }

    /// Binds bytes without a copy and steps to the end.
    ///
    /// - Throws: `SQLiteError` as `step` does.
    package func run(binding bytes: [UInt8], at index: Int) throws(SQLiteError) {
        resetIfStepping()
        let failure: SQLiteError? = bytes.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress, !bytes.isEmpty {
                check(sqlite3_bind_blob64(handle, Int32(index), start, UInt64(bytes.count), nil))
            } else {
                check(sqlite3_bind_zeroblob(handle, Int32(index), 0))
            }
            do throws(SQLiteError) {
                try run()
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    package func bind(_ value: Int, at index: Int) { bind(Int64(value), at: index) }

    /// A nil value is bound as NULL.
    package func bind<Value: Bindable>(_ value: Value?, at index: Int) { value.bind(to: self, at: index) }

    package func bindNull(at index: Int) {
        resetIfStepping()
        check(sqlite3_bind_null(handle, Int32(index)))
    }

    // MARK: Reading a row

    package func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

    /// The column as an integer; NULL reads as 0.
    package func int64(_ column: Int) -> Int64 {
        assert(column < sqlite3_data_count(handle), "no column \(column) in: \(sql)")
        return sqlite3_column_int64(handle, Int32(column))
    }

    /// The column as an integer; NULL reads as 0.
    package func int(_ column: Int) -> Int { Int(int64(column)) }

    package func bool(_ column: Int) -> Bool { int64(column) != 0 }

    /// The column as a number; NULL reads as 0.
    package func double(_ column: Int) -> Double {
        assert(column < sqlite3_data_count(handle), "no column \(column) in: \(sql)")
        return sqlite3_column_double(handle, Int32(column))
    }

    /// The column as text; NULL reads as empty.
    package func string(_ column: Int) -> String {
        assert(column < sqlite3_data_count(handle), "no column \(column) in: \(sql)")
        guard let start = sqlite3_column_text(handle, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The column's bytes, copied; NULL reads as no bytes.
    package func bytes(_ column: Int) -> [UInt8] { withBytes(column) { Array($0) } }

    package func optionalInt64(_ column: Int) -> Int64? { isNull(column) ? nil : int64(column) }
    package func optionalInt(_ column: Int) -> Int? { isNull(column) ? nil : int(column) }
    package func optionalDouble(_ column: Int) -> Double? { isNull(column) ? nil : double(column) }
    package func optionalString(_ column: Int) -> String? { isNull(column) ? nil : string(column) }
    package func optionalBytes(_ column: Int) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    /// The column's bytes in SQLite's own memory: valid only inside `body`.
    package func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        assert(column < sqlite3_data_count(handle), "no column \(column) in: \(sql)")
        let start = sqlite3_column_blob(handle, Int32(column))
        return body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column)))))
    }

    // MARK: Inside

    /// SQLITE_TRANSIENT, whose macro Swift cannot import: SQLite copies what it is given before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private func resetIfStepping() {
        if isStepping { reset() }
    }

    private func check(_ code: Int32) {
        guard code != SQLITE_OK, bindError == nil else { return }
        bindError = connection.lastError(in: sql)
    }
}

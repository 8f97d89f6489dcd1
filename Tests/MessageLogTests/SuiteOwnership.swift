import MessageLog
import Testing

/// A shard has one owner at a time; assignment and revocation of shards.
struct SuiteOwnership {
    @Test(arguments: LogUnderTest.available)
    func `an older writer of a shard cannot commit after a newer one was opened`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let older = try made.join()
        _ = try older.commit([made.record("out", "older")], positions: [], watched: [])
        let other = try made.anotherOwner()
        defer { other.leave(within: .seconds(10)) }
        let newer = try made.join(other, group: "rival")
        #expect(older.commitFailure([made.record("out", "late")])?.kind == "fenced")
        _ = try newer.commit([made.record("out", "newer")], positions: [], watched: [])
        #expect(try made.texts("out") == ["older", "newer"])
    }

    @Test(arguments: LogUnderTest.available)
    func `a reopened writer continues after its predecessor`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let session = try made.join()
        _ = try session.commit([made.record("out", "1")], positions: [], watched: [])
        try session.openWriter()
        _ = try session.commit([made.record("out", "2")], positions: [], watched: [])
        #expect(try made.texts("out") == ["1", "2"])
    }

    @Test(arguments: LogUnderTest.available)
    func `every shard is assigned, and each is revoked before leave returns`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under, partitions: 3)
        defer { made.close() }
        let host = LaneHost()
        try made.log.join(made.membership(shards: 3), host: host)
        let sessions = try (0..<3).map { try host.session($0) }
        #expect(sessions.map(\.shard) == [0, 1, 2])
        made.log.leave(within: .seconds(20))
        #expect(host.revoked == [0: false, 1: false, 2: false])
    }

    @Test(arguments: LogUnderTest.available)
    func `a revoked session commits nothing more`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let session = try made.join()
        made.log.leave(within: .seconds(20))
        #expect(session.commitFailure([made.record("out", "late")])?.kind == "fenced")
        #expect(throws: LogFailure.self) { try session.poll(max: 1, timeout: .zero) }
        #expect(try made.texts("out").isEmpty)
    }

    @Test(arguments: LogUnderTest.available)
    func `every call of a closed session is fenced, and it may be closed twice`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let session = try made.join()
        session.close()
        session.close()
        #expect(session.commitFailure([made.record("out", "late")])?.kind == "fenced")
        do throws(CommitFailure) {
            try session.openWriter()
            Issue.record("a closed session opened a writer")
        } catch { #expect(error.kind == "fenced") }
    }

    @Test(arguments: LogUnderTest.available)
    func `a group that left joins again and has its positions`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let first = try made.join()
        _ = try first.commit([], positions: [Position(made.at("in"), next: 0)], watched: [])
        made.log.leave(within: .seconds(20))
        #expect(try made.join().committed() == [Position(made.at("in"), next: 0)])
    }
}

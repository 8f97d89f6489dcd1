import MessageLog
import Testing

/// A commit writes records and positions together or not at all.
struct SuiteCommit {
    @Test(arguments: LogUnderTest.available)
    func `records and positions are visible when a commit returns`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append([made.record("in", "a"), made.record("in", "b")])
        let session = try made.join()
        #expect(try session.committed().isEmpty)
        try session.start(at: [])
        let batch = try session.take(2)
        #expect(batch.records.map(\.text) == ["a", "b"])
        _ = try session.commit(
            [made.record("out", "A"), made.record("out", "B")], positions: batch.next, watched: [])
        #expect(try made.texts("out") == ["A", "B"])
        #expect(try session.committed() == [Position(made.at("in"), next: 2)])
    }

    @Test(arguments: LogUnderTest.available)
    func `a commit returns the position after its last record in each watched partition`(
        _ under: LogUnderTest
    ) throws {
        let made = try inputsAndOutput(under, partitions: 2)
        defer { made.close() }
        let session = try made.join()
        let first = try session.commit(
            [made.record("out", "a"), made.record("out", "b"), made.record("in", 1, "c")], positions: [],
            watched: [made.at("out"), made.at("out", 1)])
        #expect(first == [Position(made.at("out"), next: 2)])
        let second = try session.commit([made.record("out", "d")], positions: [], watched: [made.at("out")])
        let last = try #require(try made.contents("out").last)
        #expect(second == [Position(made.at("out"), next: last.offset + 1)])
    }

    @Test(arguments: LogUnderTest.available)
    func `a commit may have positions only`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append([made.record("in", "a")])
        let session = try made.join()
        _ = try session.commit([], positions: [Position(made.at("in"), next: 1)], watched: [])
        #expect(try session.committed() == [Position(made.at("in"), next: 1)])
    }

    @Test(arguments: LogUnderTest.available)
    func `a missing topic is named, and nothing of the commit is written`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append([made.record("in", "a")])
        let session = try made.join()
        let failure = session.commitFailure(
            [made.record("out", "neighbour"), made.record("absent", "lost")],
            positions: [Position(made.at("in"), next: 1)])
        #expect(failure?.kind == "refused \(made.name("absent"))")
        #expect(try made.texts("out").isEmpty)
        #expect(try session.committed().isEmpty)
        _ = try session.commit(
            [made.record("out", "again")], positions: [Position(made.at("in"), next: 1)], watched: [])
        #expect(try made.texts("out") == ["again"])
    }

    @Test(arguments: LogUnderTest.available)
    func `a record larger than its topic allows is refused with the topic, and nothing of the commit is written`(
        _ under: LogUnderTest
    ) throws {
        let made = try under.install([
            TopicDescription(name: "in", partitions: 1), TopicDescription(name: "out", partitions: 1),
            TopicDescription(name: "small", partitions: 1, settings: ["max.message.bytes": "1000"]),
        ])
        defer { made.close() }
        let session = try made.join()
        // Kafka measures the compressed size, so the text must not compress.
        let large = String((0..<5000).compactMap { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() })
        let failure = session.commitFailure([made.record("out", "neighbour"), made.record("small", large)])
        #expect(failure?.kind == "refused \(made.name("small"))")
        #expect(try made.texts("out").isEmpty)
        _ = try session.commit([made.record("small", "fits")], positions: [], watched: [])
        #expect(try made.texts("small") == ["fits"])
    }

    @Test(arguments: LogUnderTest.available)
    func `records that were read but not committed are read again`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append((0..<6).map { made.record("in", "\($0)") })
        var session = try made.join()
        try session.start(at: [])
        _ = try session.take(2)
        _ = try session.commit([made.record("out", "01")], positions: [Position(made.at("in"), next: 2)], watched: [])
        #expect(try session.take(4).records.map(\.text) == ["2", "3", "4", "5"])
        try made.crash()
        session = try made.join()
        let positions = try session.committed()
        #expect(positions == [Position(made.at("in"), next: 2)])
        try session.start(at: positions)
        #expect(try session.take(4).records.map(\.text) == ["2", "3", "4", "5"])
        #expect(try made.texts("out") == ["01"])
    }

    @Test(arguments: LogUnderTest.available)
    func `committed records survive a crash`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let session = try made.join()
        for number in 0..<20 {
            _ = try session.commit(
                [made.record("out", "\(number)")], positions: [Position(made.at("in"), next: Int64(number))],
                watched: [])
        }
        let cluster = try made.log.clusterID()
        try made.crash()
        #expect(try made.log.clusterID() == cluster)
        #expect(try made.texts("out") == (0..<20).map(String.init))
        #expect(try made.join().committed() == [Position(made.at("in"), next: 19)])
    }
}

import Foundation
import MessageLog
import Testing

/// How a lane receives the records of its inputs.
struct SuitePolling {
    @Test(arguments: LogUnderTest.available)
    func `poll returns at most the requested number of records, in order, and reports the end correctly`(
        _ under: LogUnderTest
    ) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append((0..<25).map { made.record("in", "\($0)") })
        let session = try made.join()
        try session.start(at: [])
        var texts: [String] = []
        while true {
            let batch = try session.poll(max: 10, timeout: .seconds(10))
            #expect(batch.records.count <= 10)
            texts += batch.records.map(\.text)
            if batch.atEnd { break }
        }
        #expect(texts == (0..<25).map(String.init))
    }

    @Test(arguments: LogUnderTest.available)
    func `poll returns records of every input of the shard and of no other shard`(_ under: LogUnderTest) throws {
        let made = try under.install([
            TopicDescription(name: "in", partitions: 2), TopicDescription(name: "feedback", partitions: 2),
        ])
        defer { made.close() }
        _ = try made.log.append([
            made.record("in", 0, "report"), made.record("feedback", 0, "answer"), made.record("in", 1, "other shard"),
        ])
        let session = try made.join(inputs: ["in", "feedback"])
        try session.start(at: [])
        let batch = try session.take(2)
        #expect(Set(batch.records.map(\.text)) == ["report", "answer"])
        #expect(Set(batch.next) == [Position(made.at("in"), next: 1), Position(made.at("feedback"), next: 1)])
        #expect(try session.poll(max: 5, timeout: .milliseconds(50)).records.isEmpty)
    }

    @Test(arguments: LogUnderTest.available)
    func `a waiting poll returns a record that is appended meanwhile`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let session = try made.join()
        try session.start(at: [])
        let (log, record) = (made.log, made.record("in", "late"))
        Thread.detachNewThread { _ = try? log.append([record]) }
        var texts: [String] = []
        while texts.isEmpty { texts += try session.poll(max: 10, timeout: .seconds(30)).records.map(\.text) }
        #expect(texts == ["late"])
    }

    @Test(arguments: LogUnderTest.available)
    func `a second start moves the inputs back`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append((0..<4).map { made.record("in", "\($0)") })
        let session = try made.join()
        try session.start(at: [])
        #expect(try session.take(4).records.count == 4)
        try session.start(at: [Position(made.at("in"), next: 2)])
        #expect(try session.take(2).records.map(\.text) == ["2", "3"])
    }

    @Test(arguments: LogUnderTest.available)
    func `bounds are the offset of the oldest record and the next offset`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let session = try made.join()
        #expect(try session.bounds(of: made.at("out")) == (0, 0))
        _ = try made.log.append([made.record("out", "a"), made.record("out", "b")])
        #expect(try session.bounds(of: made.at("out")) == (0, 2))
    }
}

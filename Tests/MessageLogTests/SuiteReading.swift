import Foundation
import MessageLog
import Testing

/// Reading one partition outside of lanes.
struct SuiteReading {
    @Test(arguments: LogUnderTest.available)
    func `a reader reports the end only after it has returned every record`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append((0..<10).map { made.record("in", "\($0)") })
        let reader = try made.log.reader(of: made.at("in"), from: 0)
        var seen = 0
        while true {
            let batch = try reader.read(max: 4, timeout: .seconds(10))
            #expect(batch.records.count <= 4)
            seen += batch.records.count
            if batch.atEnd { break }
            #expect(seen <= 10)
        }
        #expect(seen == 10)
    }

    @Test(arguments: LogUnderTest.available)
    func `an empty partition is read to its end`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        #expect(try made.contents("in").isEmpty)
    }

    @Test(arguments: LogUnderTest.available)
    func `a reader starts at its position, and at the oldest record when the position is negative`(
        _ under: LogUnderTest
    ) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append((0..<5).map { made.record("in", "\($0)") })
        #expect(try made.texts("in", from: 3) == ["3", "4"])
        #expect(try made.texts("in", from: -1) == ["0", "1", "2", "3", "4"])
        #expect(try made.texts("in", from: 5) == [])
    }

    @Test(arguments: LogUnderTest.available)
    func `a waiting reader returns a record that is appended meanwhile`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let reader = try made.log.reader(of: made.at("in"), from: 0)
        while try !reader.read(max: 10, timeout: .seconds(10)).atEnd {}
        let log = made.log
        let record = made.record("in", "late")
        Thread.detachNewThread { _ = try? log.append([record]) }
        var texts: [String] = []
        while texts.isEmpty { texts += try reader.read(max: 10, timeout: .seconds(30)).records.map(\.text) }
        #expect(texts == ["late"])
    }

    @Test(arguments: LogUnderTest.available)
    func `every waiting reader returns a record that is appended meanwhile`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let (log, record, at) = (made.log, made.record("in", "late"), made.at("in"))
        let (ready, seen) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        for _ in 0..<4 {
            Thread.detachNewThread {
                guard let reader = try? log.reader(of: at, from: 0) else { return }
                while let batch = try? reader.read(max: 1, timeout: .seconds(10)), !batch.atEnd {}
                ready.signal()
                while let batch = try? reader.read(max: 1, timeout: .seconds(600)), batch.records.isEmpty {}
                seen.signal()
            }
        }
        for _ in 0..<4 { ready.wait() }
        _ = try log.append([record])
        for _ in 0..<4 { #expect(seen.wait(timeout: .now() + 60) == .success) }
    }

    @Test(arguments: LogUnderTest.available)
    func `a reader without new records returns after its timeout`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let reader = try made.log.reader(of: made.at("in"), from: 0)
        while try !reader.read(max: 10, timeout: .seconds(10)).atEnd {}
        #expect(try reader.read(max: 10, timeout: .milliseconds(20)).records.isEmpty)
    }

    @Test(arguments: LogUnderTest.available)
    func `a reader reaches the end over the control records of transactions`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let session = try made.join()
        for number in 0..<3 {
            _ = try session.commit([made.record("out", "\(number)")], positions: [], watched: [])
        }
        let reader = try made.log.reader(of: made.at("out"), from: 0)
        var texts: [String] = []
        var next: [Position] = []
        while true {
            let batch = try reader.read(max: 100, timeout: .seconds(10))
            texts += batch.records.map(\.text)
            next = batch.next
            if batch.atEnd { break }
        }
        #expect(texts == ["0", "1", "2"])
        let end = try session.bounds(of: made.at("out")).next
        #expect(next == [Position(made.at("out"), next: end)])
    }

    @Test(arguments: LogUnderTest.available)
    func `reading a missing topic fails`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        #expect(throws: LogFailure.self) {
            _ = try made.log.reader(of: made.at("absent"), from: 0).read(max: 1, timeout: .seconds(1))
        }
    }
}

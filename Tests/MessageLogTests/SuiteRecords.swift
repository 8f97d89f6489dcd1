import MessageLog
import Testing

/// Records: where they are written, and that they are read unchanged.
struct SuiteRecords {
    @Test(arguments: LogUnderTest.available)
    func `records of a partition are read in the order in which they were appended`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under, partitions: 2)
        defer { made.close() }
        for round in 0..<5 {
            _ = try made.log.append((0..<20).map { made.record("in", $0 % 2, "\(round)-\($0)") })
        }
        for partition in 0..<2 {
            let wanted = (0..<5).flatMap { round in (0..<20).filter { $0 % 2 == partition }.map { "\(round)-\($0)" } }
            #expect(try made.texts("in", partition) == wanted)
        }
    }

    @Test(arguments: LogUnderTest.available)
    func `append returns where each record is, with its time, in the order of the records`(_ under: LogUnderTest) throws
    {
        let made = try inputsAndOutput(under, partitions: 2)
        defer { made.close() }
        let places = try made.log.append([
            made.record("in", 1, "a"), made.record("in", 0, "b"), made.record("in", 1, "c"),
        ])
        #expect(places.map(\.at) == [made.at("in", 1), made.at("in", 0), made.at("in", 1)])
        #expect(places.map(\.offset) == [0, 0, 1])
        let second = try #require(try made.contents("in", 1).last)
        #expect(second.text == "c" && second.offset == places[2].offset && second.timestamp == places[2].timestamp)
        #expect(places.allSatisfy { $0.timestamp > 1_600_000_000_000 })
    }

    @Test(arguments: LogUnderTest.available)
    func `a tombstone, an empty value and a missing key are returned unchanged`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        _ = try made.log.append([
            made.record("in", key: "k", nil), made.record("in", key: "k", ""), made.record("in", key: nil, "v"),
            made.record("in", key: "", "v"),
        ])
        let records = try made.contents("in")
        #expect(records.map(\.value) == [nil, [], [118], [118]])
        #expect(records.map(\.key) == [[107], [107], nil, []])
    }

    @Test(arguments: LogUnderTest.available)
    func `headers keep their order, repeats and bytes`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let headers = [
            Header("hazard-shard", [51]), Header("twice", [0, 255, 10]), Header("twice", []), Header("原因", [1]),
        ]
        _ = try made.log.append([
            made.record("in", "with", headers: headers), made.record("in", "without"),
            made.record("in", "one", headers: [headers[0]]),
        ])
        #expect(try made.contents("in").map(\.headers) == [headers, [], [headers[0]]])
    }

    @Test(arguments: LogUnderTest.available)
    func `key and value may have any bytes`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        let bytes = (0...255).map { UInt8($0) }
        _ = try made.log.append([NewRecord(topic: made.name("in"), partition: 0, key: bytes, value: bytes.reversed())])
        let record = try #require(try made.contents("in").first)
        #expect(record.key == bytes && record.value == bytes.reversed())
    }

    @Test(arguments: LogUnderTest.available)
    func `a key chooses the partition that KeyPartitioner computes`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under, partitions: 5)
        defer { made.close() }
        let keys = ["21", "foobar", "abc", "510185", "简阳", "", "k1", "k2"]
        let places = try made.log.append(keys.map { made.record("in", nil, key: $0, "v") })
        #expect(places.map(\.at.partition) == keys.map { KeyPartitioner.partition(of: Array($0.utf8), among: 5) })
    }

    @Test(arguments: LogUnderTest.available)
    func `a record without partition and key goes to an existing partition`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under, partitions: 3)
        defer { made.close() }
        let places = try made.log.append((0..<9).map { made.record("in", nil, "\($0)") })
        #expect(places.count == 9 && places.allSatisfy { (0..<3).contains($0.at.partition) })
        #expect(try (0..<3).map { try made.contents("in", $0).count }.reduce(0, +) == 9)
    }

    @Test(arguments: LogUnderTest.available)
    func `appending to a missing topic fails and names the topic`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        do throws(LogFailure) {
            _ = try made.log.append([made.record("absent", "v")])
            Issue.record("a record was appended to a missing topic")
        } catch { #expect(error.reason.contains(made.name("absent"))) }
    }
}

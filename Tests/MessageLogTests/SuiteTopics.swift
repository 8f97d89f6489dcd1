import MessageLog
import Testing

/// Describing, creating and altering topics.
struct SuiteTopics {
    @Test(arguments: LogUnderTest.available)
    func `a topic is described as it was created, and a missing topic is not described`(_ under: LogUnderTest) throws {
        let made = try under.install([
            TopicDescription(
                name: "in", partitions: 3,
                settings: ["retention.ms": "60000", "message.timestamp.type": "LogAppendTime"])
        ])
        defer { made.close() }
        let found = try made.log.describe([made.name("in"), made.name("absent")])
        #expect(found.map(\.name) == [made.name("in")])
        let topic = try #require(found.first)
        #expect(topic.partitions == 3)
        #expect(topic.settings["retention.ms"] == "60000")
        #expect(topic.settings["message.timestamp.type"] == "LogAppendTime")
    }

    @Test(arguments: LogUnderTest.available)
    func `creating an existing topic does not change it`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under, partitions: 2)
        defer { made.close() }
        _ = try made.log.append([made.record("in", "kept")])
        try made.log.create([TopicDescription(name: made.name("in"), partitions: 7)])
        #expect(try made.log.describe([made.name("in")]).first?.partitions == 2)
        #expect(try made.texts("in") == ["kept"])
    }

    @Test(arguments: LogUnderTest.available)
    func `altering sets the named settings and no others`(_ under: LogUnderTest) throws {
        let made = try under.install([
            TopicDescription(
                name: "in", partitions: 1, settings: ["retention.ms": "60000", "cleanup.policy": "delete"])
        ])
        defer { made.close() }
        try made.log.alter(made.name("in"), settings: ["retention.ms": "120000"])
        // A broker may receive the change from the controller a moment later.
        let deadline = ContinuousClock.now + .seconds(30)
        var settings: [String: String] = [:]
        repeat {
            settings = try #require(try made.log.describe([made.name("in")]).first).settings
        } while settings["retention.ms"] != "120000" && ContinuousClock.now < deadline
        #expect(settings["retention.ms"] == "120000")
        #expect(settings["cleanup.policy"] == "delete")
    }

    @Test(arguments: LogUnderTest.available)
    func `altering a missing topic, or to an invalid value, fails`(_ under: LogUnderTest) throws {
        let made = try inputsAndOutput(under)
        defer { made.close() }
        #expect(throws: LogFailure.self) { try made.log.alter(made.name("absent"), settings: ["retention.ms": "1"]) }
        #expect(throws: LogFailure.self) { try made.log.alter(made.name("in"), settings: ["retention.ms": "soon"]) }
    }
}

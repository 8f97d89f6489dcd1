import KafkaLog
import MessageLog
import TestSupport
import Testing

/// Logins and access rules on a broker that denies by default.
@Suite(.enabled(if: KafkaBroker.isAvailable && KafkaBroker.isOurs))
struct KafkaSecurityTests {
    @Test
    func `a topic without write permission is named, and the error of a refused login says what to do`() throws {
        let broker = try KafkaBroker(secure: true)
        defer { broker.clean() }
        let made = try KafkaInstallation(broker, more: broker.login("admin"))
        defer { made.close() }
        try made.log.create(
            ["in", "out", "closed"].map { TopicDescription(name: made.name($0), partitions: 1) })
        for resource in [["--topic", "*"], ["--group", "*"], ["--transactional-id", "*"]] {
            try broker.tool(
                "acls", ["--add", "--allow-principal", "User:gateway", "--operation", "All"] + resource)
        }
        try broker.tool(
            "acls",
            ["--add", "--deny-principal", "User:gateway", "--operation", "Write", "--topic", made.name("closed")])

        let gateway = try KafkaInstallation(broker, more: broker.login("gateway"))
        defer { gateway.close() }
        let host = LaneHost()
        try gateway.log.join(made.membership(), host: host)
        let session = try host.session()
        try session.openWriter()
        let both = [made.record("out", "neighbour"), made.record("closed", "task")]
        #expect(session.commitFailure(both)?.kind == "refused \(made.name("closed"))")
        _ = try session.commit([made.record("out", "alone")], positions: [], watched: [])
        #expect(try made.texts("out") == ["alone"])

        try expectRefused(broker, wrong: ["sasl.password": "guessed"], says: "")
        if KafkaBroker.isVersion4 {
            try expectRefused(
                broker, wrong: ["sasl.mechanisms": "SCRAM-SHA-512"], says: "use sasl.mechanisms PLAIN over TLS")
        }
    }

    private func expectRefused(_ broker: KafkaBroker, wrong: [String: String], says sentence: String) throws {
        let settings = broker.login("gateway").merging(wrong) { $1 }
        let log = try KafkaLog(KafkaSettings(bootstrapServers: broker.bootstrap, settings: settings)) { _ in }
        defer { log.close(within: .seconds(5)) }
        do throws(LogFailure) {
            _ = try log.clusterID()
            Issue.record("let in with \(wrong)")
        } catch {
            #expect(error.reason.contains("uthentication failed"), "\(error)")
            #expect(sentence.isEmpty || error.reason.contains(sentence), "\(error)")
        }
    }
}

import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

struct CommandCodecTests {
    private static func rejection(_ bytes: [UInt8]) -> Rejection? {
        do throws(Rejection) {
            _ = try CommandCodec.decode(bytes)
            return nil
        } catch {
            #expect(TextCheck.problems(of: error.sentence).isEmpty)
            return error
        }
    }

    @Test func `the sample of the contract is accepted`() throws {
        let message = try CommandCodec.decode(
            Array(
                """
                {"schema_version":1,"command_id":"op-123","case_id":"20261122-03-000123","operator":"zhang",
                "role":"operator","kind":"close","at":"2026-11-22T08:20:00+08:00","reason":"13800138000 called",
                "arguments":{}}
                """.utf8))
        var expected = Command(
            commandID: "op-123", caseID: try #require(CaseID("20261122-03-000123")), operatorName: "zhang",
            role: .operator, kind: .close, at: Instant(milliseconds: 1_795_306_800_000))
        expected.reason = "138******** called"
        #expect(message == CommandMessage(expected))
        #expect(message.home == 3)
    }

    @Test func `contact data in a command's arguments is masked, and a point is not`() throws {
        let named = try CommandCodec.decode(
            Sample.command("classify", "{\"category\":\"13800138000 2号\",\"condition\":\"川 A12345\"}"))
        #expect(named.command.arguments.category == "138******** 2号")
        #expect(named.command.arguments.condition == "川*******")
        let places = [("张三13800138000 2号楼", "张三138******** 2号楼"), ("30.398121,104.503122", "30.398121,104.503122")]
        for (place, expected) in places {
            let granted = try CommandCodec.decode(
                Sample.command("grant", "{\"rule\":\"r\",\"unit\":\"13800138000\",\"place\":\"\(place)\"}"))
            #expect(granted.command.arguments.reward?.unit == "138********")
            #expect(granted.command.arguments.reward?.place == expected)
        }
    }

    @Test func `a command written and read is the same command`() throws {
        var seeded = Seeded(41)
        for _ in 0..<1000 {
            let message = seeded.command()
            let zone = seeded.zone()
            let bytes = JSONWriter.bytes { CommandCodec.encode(message, zone: zone, to: &$0) }
            try #require(try CommandCodec.decode(bytes) == message, "\(String(decoding: bytes, as: UTF8.self))")
            try #require(CommandCodec.problems(of: bytes).isEmpty)
        }
    }

    @Test(arguments: [
        ("classify", "category"), ("dispatch", "departments"), ("waive", "departments"), ("verify", "result"),
        ("merge", "into"), ("split", "reports"), ("link", "into"), ("suspend", "until"), ("approve", "request"),
        ("refuse", "request"), ("grant", "rule"), ("claw-back", "entry_id"),
    ])
    func `a kind without the argument it needs is invalid`(kind: String, argument: String) {
        for bytes in [Sample.command(kind, "{}"), Sample.command(kind, "null"), Sample.command(kind, "{\"x\":1}")] {
            let rejection = Self.rejection(bytes)
            #expect(rejection?.reason == .invalid)
            #expect(rejection?.field == "arguments." + argument)
            #expect(CommandCodec.problems(of: bytes).map(\.field) == ["arguments." + argument])
        }
    }

    @Test(arguments: [
        ("close", "{\"code\":\"not-found\"}", "arguments.code"), ("close", "{\"code\":\"done\"}", "arguments.code"),
        ("close", "[]", "arguments"), ("verify", "{\"result\":\"passed\"}", "arguments.result"),
        ("merge", "{\"into\":\"x\"}", "arguments.into"), ("suspend", "{\"until\":\"tomorrow\"}", "arguments.until"),
        ("split", "{\"reports\":[\"a\",\"\"]}", "arguments.reports[1]"),
        ("dispatch", "{\"departments\":[{\"role\":\"lead\"}]}", "arguments.departments[0].department"),
        ("dispatch", "{\"departments\":[{\"department\":\"x\",\"role\":\"boss\"}]}", "arguments.departments[0].role"),
        ("dispatch", "{\"departments\":[\"x\"]}", "arguments.departments[0]"), ("explode", "{}", "kind"),
        ("reward-settled", "{\"entry_id\":\"e\",\"state\":\"granted\"}", "kind"),
    ])
    func `a command with a fault names its field`(kind: String, arguments: String, field: String) {
        let rejection = Self.rejection(Sample.command(kind, arguments))
        #expect(rejection?.reason == .invalid)
        #expect(rejection?.field == field)
    }

    @Test func `a role that may send no command is invalid`() {
        #expect(Self.rejection(Sample.command("urge", "{}", role: "department"))?.field == "role")
    }

    @Test func `a department takes part as co unless the command says that it leads`() throws {
        func roles(_ entries: String) throws -> [TaskRole] {
            try CommandCodec.decode(Sample.command("dispatch", "{\"departments\":[\(entries)]}"))
                .command.arguments.departments.map(\.role)
        }
        #expect(try roles("{\"department\":\"a\"},{\"department\":\"b\"}") == [.co, .co])
        #expect(try roles("{\"department\":\"a\"},{\"department\":\"b\",\"role\":\"lead\"}") == [.co, .lead])
    }

    @Test func `one department is waived by name or in a list`() throws {
        for arguments in ["{\"department\":\"a\"}", "{\"departments\":[{\"department\":\"a\"}]}"] {
            let command = try CommandCodec.decode(Sample.command("waive", arguments)).command
            #expect(command.arguments.departments == [DepartmentRole("a", .co)])
        }
    }

    @Test func `a link names its case by either name`() throws {
        for name in ["into", "case_id"] {
            let command = try CommandCodec.decode(
                Sample.command("link", "{\"\(name)\":\"20261122-04-000001\",\"kind\":\"recurrence\"}")
            ).command
            #expect(command.arguments.into?.text == "20261122-04-000001")
            #expect(command.arguments.linkKind == "recurrence")
        }
    }

    @Test func `shards send only commands of shards, and name the shard that they are for`() throws {
        let grant = "{\"rule\":\"r\",\"programme\":\"p\",\"account\":\"ac\",\"report_id\":\"g1\"}"
        let message = try CommandCodec.decode(Sample.command("grant", grant, role: "system", more: ",\"shard\":5"))
        #expect(message.home == 5)
        #expect(message.command.arguments.reward?.account == "ac")
        #expect(Self.rejection(Sample.command("grant", grant, role: "system"))?.field == "shard")
        #expect(Self.rejection(Sample.command("grant", grant, more: ",\"shard\":5"))?.field == "shard")
        #expect(Self.rejection(Sample.command("urge", "{}", role: "system", more: ",\"shard\":5"))?.field == "kind")
        #expect(
            CommandCodec.problems(of: Sample.command("grant", "{}", role: "system")).map(\.field) == [
                "shard", "arguments.account", "arguments.programme", "arguments.report_id", "arguments.rule",
            ])
    }
}

extension Seeded {
    mutating func command() -> CommandMessage {
        let kind: CommandKind = any()
        let isOfShards =
            [CommandKind.grant, .claim, .clawBack, .link].contains(kind) && flag() || kind == .rewardSettled
        let role: CommandRole = isOfShards ? .system : [.dispatcher, .operator, .supervisor][int(0...2)]
        var command = Command(
            commandID: identifier(), caseID: caseID(), operatorName: text(5), role: role, kind: kind, at: instant())
        command.reason = maybe { $0.text() }
        command.arguments.category = kind == .classify ? text(4) : maybe { $0.text(4) }
        command.arguments.condition = maybe { $0.identifier() }
        if kind == .dispatch {
            command.arguments.departments =
                [DepartmentRole(identifier(), .lead)] + list(2) { DepartmentRole($0.identifier(), $0.any()) }
        }
        if kind == .waive { command.arguments.departments = [DepartmentRole(identifier(), .co)] }
        command.arguments.result = kind == .verify ? any() : maybe { $0.any() }
        command.arguments.code = maybe { $0.flag() ? .solved : .suggestionKept }
        command.arguments.into = kind == .merge || kind == .link ? caseID() : maybe { $0.caseID() }
        command.arguments.until = kind == .suspend ? instant() : maybe { $0.instant() }
        command.arguments.request = kind == .approve || kind == .refuse ? identifier() : maybe { $0.identifier() }
        command.arguments.reports = [identifier()]
        if kind == .link { command.arguments.linkKind = maybe { $0.identifier() } }
        var message = CommandMessage(command, shard: isOfShards ? int(0...200) : nil)
        if [.grant, .claim, .clawBack, .rewardSettled].contains(kind) {
            message.command.arguments.category = nil
            message.command.arguments.reward = rewardArguments()
        }
        return message
    }

    private mutating func rewardArguments() -> RewardArguments {
        var reward = RewardArguments()
        reward.entryID = identifier()
        reward.programme = identifier()
        reward.account = hash()
        reward.reportID = identifier()
        reward.rule = identifier()
        reward.kind = maybe { $0.any() }
        reward.amount = maybe { $0.int(-50...50) }
        reward.unit = maybe { $0.text(2) }
        reward.state = any()
        reward.reason = maybe { $0.text() }
        reward.category = maybe { $0.identifier() }
        reward.place = maybe { $0.text(4) }
        reward.receivedAt = maybe { $0.instant() }
        reward.claimUntil = maybe { $0.instant() }
        reward.claimedAt = maybe { $0.instant() }
        reward.version = maybe { $0.int(1...9) }
        reward.isByHand = flag()
        return reward
    }
}

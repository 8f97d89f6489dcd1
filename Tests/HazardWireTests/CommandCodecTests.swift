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
            role: .operator, action: .close(nil), at: Instant(milliseconds: 1_795_306_800_000))
        expected.reason = "138******** called"
        #expect(message == CommandMessage(expected))
        #expect(message.home == 3)
    }

    @Test func `contact data in a command's arguments is masked, and a point is not`() throws {
        let named = try CommandCodec.decode(
            Sample.command("classify", "{\"category\":\"13800138000 2号\",\"condition\":\"川 A12345\"}"))
        #expect(named.command.action == .classify(category: "138******** 2号", condition: "川*******"))
        let places = [("张三13800138000 2号楼", "张三138******** 2号楼"), ("30.398121,104.503122", "30.398121,104.503122")]
        for (place, expected) in places {
            let granted = try CommandCodec.decode(
                Sample.command(
                    "grant", Self.grant(unit: "13800138000", more: ",\"place\":\"\(place)\""), role: "system",
                    more: ",\"shard\":5"))
            guard case .ledger(.grant(let request)) = granted.command.action else {
                Issue.record("a grant between shards asks the ledger")
                continue
            }
            #expect(request.unit == "138********")
            #expect(request.place == expected)
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
            let command = try CommandCodec.decode(Sample.command("dispatch", "{\"departments\":[\(entries)]}")).command
            guard case .dispatch(let departments) = command.action else { return [] }
            return departments.map(\.role)
        }
        #expect(try roles("{\"department\":\"a\"},{\"department\":\"b\"}") == [.co, .co])
        #expect(try roles("{\"department\":\"a\"},{\"department\":\"b\",\"role\":\"lead\"}") == [.co, .lead])
    }

    @Test func `one department is waived by name or in a list`() throws {
        for arguments in ["{\"department\":\"a\"}", "{\"departments\":[{\"department\":\"a\"}]}"] {
            let command = try CommandCodec.decode(Sample.command("waive", arguments)).command
            #expect(command.action == .waive(["a"]))
        }
    }

    @Test func `a link names its case by either name`() throws {
        for name in ["into", "case_id"] {
            let command = try CommandCodec.decode(
                Sample.command("link", "{\"\(name)\":\"20261122-04-000001\",\"kind\":\"recurrence\"}")
            ).command
            #expect(command.action.other?.text == "20261122-04-000001")
            #expect(command.action == .link(try #require(command.action.other), .recurrence))
        }
    }

    @Test func `shards send only commands of shards, and name the shard that they are for`() throws {
        let grant = Self.grant()
        let message = try CommandCodec.decode(Sample.command("grant", grant, role: "system", more: ",\"shard\":5"))
        #expect(message.home == 5)
        guard case .ledger(.grant(let request)) = message.command.action else {
            Issue.record("a grant between shards asks the ledger")
            return
        }
        #expect(request.account == "ac" && request.amount == 20)
        #expect(Self.rejection(Sample.command("grant", grant, role: "system"))?.field == "shard")
        #expect(Self.rejection(Sample.command("grant", grant, more: ",\"shard\":5"))?.field == "shard")
        #expect(Self.rejection(Sample.command("urge", "{}", role: "system", more: ",\"shard\":5"))?.field == "kind")
        #expect(
            CommandCodec.problems(of: Sample.command("grant", "{}", role: "system")).map(\.field) == [
                "shard", "arguments.account", "arguments.amount", "arguments.entry_id", "arguments.kind",
                "arguments.programme", "arguments.report_id", "arguments.rule", "arguments.unit",
            ])
    }

    private static func grant(unit: String = "yuan", more: String = "") -> String {
        """
        {"rule":"r","programme":"p","account":"ac","report_id":"g1","entry_id":"e","kind":"immediate","amount":20,\
        "unit":"\(unit)"\(more)}
        """
    }
}

extension Seeded {
    mutating func command() -> CommandMessage {
        let action = commandAction()
        let isOfShards =
            switch action {
            case .ledger, .rewardSettled: true
            case .link: flag()
            default: false
            }
        let role: CommandRole = isOfShards ? .system : [.dispatcher, .operator, .supervisor][int(0...2)]
        var command = Command(
            commandID: identifier(), caseID: caseID(), operatorName: text(5), role: role, action: action, at: instant())
        command.reason = maybe { $0.text() }
        if case .ledger(.grant(var request)) = command.action {
            request.caseID = command.caseID
            command.action = .ledger(.grant(request))
        }
        return CommandMessage(command, shard: isOfShards ? int(0...200) : nil)
    }

    private mutating func commandAction() -> CommandAction {
        let choice = RequestChoice(
            request: identifier(), departments: list(2) { $0.identifier() }, until: maybe { $0.instant() })
        let code: CloseCode? = maybe { $0.flag() ? .solved : .suggestionKept }
        return pick([
            .classify(category: text(4), condition: maybe { $0.identifier() }),
            .dispatch([DepartmentRole(identifier(), .lead)] + list(2) { DepartmentRole($0.identifier(), $0.any()) }),
            .waive([identifier()] + list(2) { $0.identifier() }), .urge, .supervise, .escalate,
            .suspend(until: instant()), .resume, .approve(choice), .refuse(choice), .verify(any()), .close(code),
            .forceClose(code), .cancel, .reject, .reopen, .merge(into: caseID()), .split([identifier()]),
            .link(caseID(), pick(LinkKind.known + [.named("neighbour")])), .reveal(list(3) { $0.identifier() }),
            .grant(
                GrantOrder(
                    rule: identifier(), report: maybe { $0.identifier() }, amount: maybe { $0.int(-50...50) })),
            .claim(entry: identifier()), .clawBack(entry: identifier()), .ledger(ledgerQuestion()),
            .rewardSettled(ledgerAnswer()),
        ])
    }

    private mutating func ledgerQuestion() -> LedgerQuestion {
        var request = RewardRequest(
            caseID: caseID(), entryID: identifier(), programme: identifier(), account: hash(), rule: identifier(),
            worth: RewardWorth(kind: any(), amount: int(1...50), unit: text(2)))
        request.reportID = identifier()
        request.category = maybe { $0.identifier() }
        request.place = maybe { $0.text(4) }
        request.receivedAt = maybe { $0.instant() }
        request.reason = maybe { $0.text() }
        request.isByHand = flag()
        return pick([
            .grant(request), .claim(entry: identifier(), programme: identifier()),
            .clawBack(entry: identifier(), programme: identifier(), reason: maybe { $0.text() }),
        ])
    }

    private mutating func ledgerAnswer() -> LedgerAnswer {
        var answer = LedgerAnswer(entryID: identifier(), state: any())
        answer.reason = maybe { $0.text() }
        answer.amount = maybe { $0.int(-50...50) }
        answer.unit = maybe { $0.text(2) }
        answer.claimUntil = maybe { $0.instant() }
        answer.claimedAt = maybe { $0.instant() }
        answer.version = maybe { $0.int(1...9) }
        return answer
    }
}

import HazardCore
import HazardText
import Testing

/// Tests that every name of a closed list has a Chinese name.
struct NameListTests {
    @Test func `every state, role, move and code has a Chinese name`() {
        func check<Value: RawRepresentable<String> & CaseIterable>(_ table: LocalNames, _ type: Value.Type) {
            for value in type.allCases { #expect(table.has(value.rawValue), "\(type).\(value)") }
        }
        check(NameLists.caseStates, CaseState.self)
        check(NameLists.taskStates, TaskState.self)
        check(NameLists.lights, Light.self)
        check(NameLists.taskRoles, TaskRole.self)
        check(NameLists.actors, ActorRole.self)
        check(NameLists.requests, RequestKind.self)
        check(NameLists.requestStates, RequestState.self)
        check(NameLists.results, TaskResult.self)
        check(NameLists.results, CloseCode.self)
        check(NameLists.results, CheckResult.self)
        check(NameLists.closeRules, CloseRule.self)
        check(NameLists.rewardStates, RewardState.self)
        check(NameLists.rewardKinds, RewardKind.self)
        check(NameLists.channels, Channel.self)
        check(NameLists.reportKinds, ReportKind.self)
        check(NameLists.reportRoles, ReportRole.self)
        check(NameLists.reporterKinds, ReporterKind.self)
        check(NameLists.roadClasses, RoadClass.self)
        check(NameLists.surfaces, Surface.self)
        check(NameLists.emergencyKeys, EmergencyKey.self)
        check(NameLists.dangers, Danger.self)
        check(NameLists.dangerDoubts, DangerDoubt.self)
        check(NameLists.refusals, RefusalCode.self)
    }

    @Test func `every kind of history entry and link has a Chinese name`() {
        for kind in EventKind.all { #expect(NameLists.moves.has(kind.word), "\(kind.word)") }
        for day in WeekdaySet.names { #expect(NameLists.weekdays.has(day), "\(day)") }
        for kind in LinkKind.known { #expect(NameLists.links.has(kind.word), "\(kind.word)") }
    }

    @Test func `every move has its own name`() {
        let words = MoveKind.all.map(\.word)
        #expect(Set(words).count == words.count)
        #expect(words.allSatisfy { MoveKind($0)?.word == $0 && EventKind($0)?.word == $0 })
    }
}

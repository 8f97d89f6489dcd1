import HazardCore
import TestSupport
import Testing

/// Tests random orders of messages: no case is lost.
struct MoveCourseTests {
    @Test(arguments: CloseRule.allCases)
    func `an open case always waits for somebody or a time, and has its lead's deadline`(
        _ closeRule: CloseRule
    ) {
        var reached: Set<CaseState> = []
        for seed in 0..<150 as Range<UInt64> {
            var course = MoveCourse(seed: seed, closeRule)
            for _ in 0..<60 {
                let broken = course.step()
                reached.insert(course.bench.value.state)
                guard broken.isEmpty else {
                    Issue.record("\(broken.joined(separator: "\n"))")
                    return
                }
            }
        }
        #expect(reached == Set(CaseState.allCases).subtracting([.merged]), "else the courses prove little")
    }
}

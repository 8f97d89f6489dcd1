import HazardCore
import TestSupport
import Testing

/// Whatever people say in whatever order, no case is lost.
struct MoveCourseTests {
    @Test(arguments: CloseRule.allCases)
    func `a case that has not ended always waits for somebody or some time, and keeps its lead's promise`(
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

import HazardConfig
import HazardCore
import TestSupport
import Testing

/// `merging.yaml`: the figures of `DOMAIN.md` §9, and that every mistake is reported at its place.
@Suite struct MergingFileTests {
    @Test func `the shipped groups contain every category once, with the figures of DOMAIN.md`() throws {
        let policy = try ConfigLoader.load(file: ConfigFolder.shipped + "/hazard.yaml", overrides: [], environment: [:])
            .get().policy
        #expect(policy.merging.repeatWithin == Duration.days(1))
        #expect(policy.merging.recurrenceDays == 30)
        func reach(_ code: String) -> MergeReach? {
            policy.category(code).flatMap { policy.merging.group(of: $0.id)?.reach }
        }
        for category in policy.categories { #expect(policy.merging.group(of: category.id) != nil, "\(category.code)") }
        #expect(reach("T01") == MergeReach(metres: 80, window: .hours(2)))
        #expect(reach("S01") == MergeReach(metres: 80, window: .hours(2)))
        #expect(reach("U01") == MergeReach(metres: 50, window: nil))
        #expect(reach("F01") == MergeReach(metres: 30, window: nil))
        #expect(reach("E01") == MergeReach(metres: 40, window: .days(7)))
        for code in ["P01", "P05", "M01", "Z01"] { #expect(reach(code) == nil, "\(code)") }
        for code in ["R04", "U06"] {
            let group = policy.category(code).flatMap { policy.merging.group(of: $0.id) }
            #expect(group?.reach == MergeReach(metres: 50, window: nil))
            #expect(
                group?.burst
                    == MergeBurst(
                        reports: 20, within: .minutes(10), reach: MergeReach(metres: 150, window: .hours(6))))
        }
    }

    @Test func `the figures are part of the rules' hash`() throws {
        let before = try ConfigFolder().loaded().policy.rulesHash
        let text = "groups: [{id: all, categories: [T07, Z01], merge: never}]\n"
        #expect(try ConfigFolder(["merging.yaml": text]).loaded().policy.rulesHash != before)
    }

    @Test(arguments: [
        ("groups: [{id: a, categories: [T07], merge: never}]", "1:9 groups"),
        ("groups: [{id: a, categories: [T07, Z01, road-spill], merge: never}]", "1:41 groups[0].categories[2]"),
        ("groups: [{id: a, categories: [T7, T07, Z01], merge: never}]", "1:31 groups[0].categories[0]"),
        ("groups: [{id: a, categories: [T07, Z01], merge: always}]", "1:49 groups[0].merge"),
        ("groups: [{id: a, categories: [T07, Z01], merge: never, radius_m: 5}]", "1:66 groups[0].radius_m"),
        ("groups: [{id: a, categories: [T07, Z01], radius_m: 1001, window: 2h}]", "1:52 groups[0].radius_m"),
        ("groups: [{id: a, categories: [T07, Z01], radius_m: 50, window: 2wh}]", "1:64 groups[0].window"),
        ("groups: [{id: a, categories: [T07, Z01], radius_m: 50}]", "1:10 groups[0].window"),
        ("recurrence_days: 91\ngroups: [{id: a, categories: [T07, Z01], merge: never}]", "1:18 recurrence_days"),
        ("repeat: {within: 4d}\ngroups: [{id: a, categories: [T07, Z01], merge: never}]", "1:18 repeat.within"),
    ])
    func `a mistake is reported at its place`(text: String, place: String) throws {
        #expect(try ConfigFolder(["merging.yaml": text + "\n"]).places() == ["merging.yaml:" + place])
    }

    @Test func `a missing file is reported by its name`() throws {
        let folder = try ConfigFolder()
        #expect(folder.places(set: ["policy.merging=\(folder.path("nowhere.yaml"))"]).contains("nowhere.yaml "))
    }
}

package import HazardCore
internal import Wording

/// Reads the expectations of `hazard route test`.
package enum RoutingTestsFile {
    private static let expectKeys = ["rule", "lead", "co", "priority", "needs_review"]
    private static let reportKeys =
        RoutingDimension.allCases.filter { $0 != .surface && $0 != .area }.map(\.rawValue) + ["district", "areas"]

    /// The expectations of a file, whose names must exist in the policy; or every problem of the file.
    package static func load(file: String, policy: Policy) -> Result<[RoutingExpectation], ConfigProblems> {
        let problems = ProblemCollector()
        var expectations: [RoutingExpectation] = []
        if let root = PolicyFiles.tree(file, problems) {
            let reader = ExpectationReader(policy: policy, problems: problems)
            expectations = reader.read(root)
        }
        return problems.isEmpty ? .success(expectations) : .failure(problems.sorted)
    }

    private struct ExpectationReader {
        let policy: Policy
        let problems: ProblemCollector

        func read(_ root: YamlNode) -> [RoutingExpectation] {
            guard let file = Fields(root, path: "", known: ["tests"], problems: problems) else { return [] }
            return (file.items("tests", required: true) ?? []).compactMap { item in
                let keys = ["name", "report", "expect"]
                guard let fields = Fields(item.node, path: item.path, known: keys, problems: problems),
                    let report = fields.mapping("report", known: reportKeys, required: true),
                    let expect = fields.mapping("expect", known: expectKeys, required: true)
                else { return nil }
                return expectation(fields.requiredText("name"), report, expect)
            }
        }

        private func expectation(_ name: String, _ report: Fields, _ expect: Fields) -> RoutingExpectation {
            var expectation = RoutingExpectation(name: name, facts: facts(report))
            if expect.node.pairs?.isEmpty ?? true {
                problems.add(
                    at: expect.node.place, expect.path, LocalText(zh: "没有写期望", en: "expects nothing"),
                    hint: LocalText(zh: "写 rule、lead、co 等", en: "give rule, lead, co, …"))
            }
            let rules = policy.routing.rules.map(\.id) + [RoutingTable.fallbackID]
            expectation.rule = known("rule", expect, rules)
            expectation.lead = known("lead", expect, Array(policy.departments.keys))
            expectation.co = expect.texts("co")
            expectation.priority = expect.choice("priority", Priority.self)
            expectation.needsReview = expect.flag("needs_review")
            return expectation
        }

        private func facts(_ fields: Fields) -> RoutingFacts {
            let programme = known("programme", fields, Array(policy.programmes.keys)) ?? ""
            var facts = RoutingFacts(programme: programme, channel: fields.choice("channel", Channel.self) ?? .phone)
            let names = CategoryNames(policy.categories)
            facts.category = fields.value("category").flatMap {
                names.id(of: $0, path: fields.path(of: "category"), problems)
            }
            let category = facts.category.flatMap(policy.category)
            facts.condition = known("condition", fields, category?.conditions.map(\.code) ?? [])
            facts.condition = facts.condition ?? category?.conditions.first?.code
            facts.district = fields.text("district") ?? policy.programmes[programme]?.districts.first
            facts.areas = fields.texts("areas") ?? []
            facts.roadClass = fields.choice("road_class", RoadClass.self)
            facts.kind = fields.choice("kind", ReportKind.self) ?? .hazard
            facts.reporterKind = fields.choice("reporter_kind", ReporterKind.self)
            facts.hour = fields.integer("hour", in: 0...23) ?? 12
            if let day = known("weekday", fields, WeekdaySet.names) {
                facts.weekday = (WeekdaySet.names.firstIndex(of: day) ?? 0) + 1
            }
            return facts
        }

        /// The text of a key, which must be one of the names.
        private func known(_ key: String, _ fields: Fields, _ names: [String]) -> String? {
            guard let text = fields.text(key) else { return nil }
            if names.contains(text) { return text }
            fields.report(
                key, value: text, LocalText(zh: "没有这个 \(key)", en: "no such \(key)"),
                hint: NearestName.hint(for: text, among: names))
            return nil
        }
    }
}

/// When another report joins a case instead of opening one (`DOMAIN.md` §9): data of the configuration.
package struct MergePolicy: Hashable, Sendable {
    package let groups: [MergeGroup]
    /// For how long the same photo, words or chat thread mean the same thing.
    package var repeatWithin = Duration.days(1)
    /// How far apart two reports with the same photo may say they are.
    package var photoMetres = 1000
    /// For how many days a case that closed is linked by a new one of its kind at its place.
    package var recurrenceDays = 30
    private let groupByCategory: [String: Int]

    /// A category in no group is never merged by place.
    package init(groups: [MergeGroup] = []) {
        self.groups = groups
        var index: [String: Int] = [:]
        for (position, group) in groups.enumerated() {
            for category in group.categories where index[category] == nil { index[category] = position }
        }
        groupByCategory = index
    }

    /// The group of a category's id; nil when the configuration names it in none.
    package func group(of category: String) -> MergeGroup? { groupByCategory[category].map { groups[$0] } }
}

/// Categories whose hazards are told apart in the same way.
package struct MergeGroup: Hashable, Sendable {
    package var id: String
    /// Ids.
    package var categories: Set<String>
    /// Nil when nothing in the group is ever merged by place.
    package var reach: MergeReach?
    package var burst: MergeBurst?

    package init(id: String, categories: Set<String>, reach: MergeReach?) {
        self.id = id
        self.categories = categories
        self.reach = reach
    }
}

/// How near in space and time another report must be.
package struct MergeReach: Hashable, Sendable {
    package var metres: Int
    /// From the opening of the case, day and night; nil is until the case has ended.
    package var window: Duration?

    package init(metres: Int, window: Duration?) {
        self.metres = metres
        self.window = window
    }

    /// Whether something that happened so long after a case was opened is within the window.
    package func covers(_ elapsed: Duration) -> Bool { window.map { elapsed <= $0 } ?? true }
}

/// A storm: with so many reports of one category in so short a time a wider reach holds too.
package struct MergeBurst: Hashable, Sendable {
    /// More than so many reports …
    package var reports: Int
    /// … within this time.
    package var within: Duration
    package var reach: MergeReach

    package init(reports: Int, within: Duration, reach: MergeReach) {
        self.reports = reports
        self.within = within
        self.reach = reach
    }
}

/// The configuration of merging: when another report joins a case instead of opening one (`DOMAIN.md` §9).
package struct MergePolicy: Hashable, Sendable {
    package let groups: [MergeGroup]
    /// For how long the same photo, words or chat thread mean the same hazard.
    package var repeatWithin = Duration.days(1)
    /// The largest distance in metres between two reports with the same photo.
    package var photoMetres = 1000
    /// For how many days after its end a closed case is linked with a new one of the same category at the same place.
    package var recurrenceDays = 30
    private let groupByCategory: [String: Int]

    /// Creates a policy. A category in no group is never merged by place.
    package init(groups: [MergeGroup] = []) {
        self.groups = groups
        var index: [String: Int] = [:]
        for (position, group) in groups.enumerated() {
            for category in group.categories where index[category] == nil { index[category] = position }
        }
        groupByCategory = index
    }

    /// The group of a category id; nil when the configuration puts it in none.
    package func group(of category: String) -> MergeGroup? { groupByCategory[category].map { groups[$0] } }
}

/// Categories that are merged by the same distances and times.
package struct MergeGroup: Hashable, Sendable {
    package var id: String
    /// Category ids.
    package var categories: Set<String>
    /// Nil when the group is never merged by place.
    package var reach: MergeReach?
    package var burst: MergeBurst?

    package init(id: String, categories: Set<String>, reach: MergeReach?) {
        self.id = id
        self.categories = categories
        self.reach = reach
    }
}

/// The distance and the time within which another report joins.
package struct MergeReach: Hashable, Sendable {
    package var metres: Int
    /// Counted day and night from the opening of the case; nil means until the case has ended.
    package var window: Duration?

    package init(metres: Int, window: Duration?) {
        self.metres = metres
        self.window = window
    }

    /// Whether this time since the opening of a case is within the window.
    package func covers(_ elapsed: Duration) -> Bool { window.map { elapsed <= $0 } ?? true }
}

/// A burst, such as a storm: after many reports of one category in a short time a wider reach applies too.
package struct MergeBurst: Hashable, Sendable {
    /// A burst needs more than this many reports …
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

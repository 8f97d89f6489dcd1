internal import HazardCore
internal import HazardStatistics
internal import HazardWire
internal import JSONText

/// A field that a request carries outside its body: in the path, in the query or as a header.
struct RouteParameter: Sendable {
    enum Place: String, Sendable {
        case path, query, header
    }

    var name: String
    var place: Place
    var schema: JSONValue
    var summary: String

    init(_ name: String, in place: Place = .query, _ schema: JSONValue, _ summary: String) {
        self.name = name
        self.place = place
        self.schema = schema
        self.summary = summary
    }

    /// A field of a page's address.
    static func text(_ name: String, _ summary: String) -> RouteParameter {
        RouteParameter(name, APISchema.string, summary)
    }

    // MARK: - In the path

    /// Every placeholder of a path template.
    static let placeholders: [RouteParameter] = [
        RouteParameter("case_id", in: .path, APISchema.caseID, "The number of a case"),
        RouteParameter("account", in: .path, APISchema.pathPart, "The keyed hash that a case has of a reporter"),
        RouteParameter("report_id", in: .path, APISchema.identifier, "The id that the report was sent with"),
        RouteParameter("department", in: .path, APISchema.identifier, "The id of a department in departments.yaml"),
        RouteParameter("partition", in: .path, APISchema.count, "The partition of a record"),
        RouteParameter("offset", in: .path, APISchema.count, "The offset of a record in its partition"),
        RouteParameter("secret", in: .path, APISchema.pathPart, "The secret of a report's link"),
        RouteParameter("service_code", in: .path, APISchema.pathPart, "The code of a category"),
        RouteParameter("service_request_id", in: .path, APISchema.identifier, "The id of a report"),
        RouteParameter("token", in: .path, APISchema.identifier, "The id of a report, which is its token too"),
        RouteParameter("export_id", in: .path, APISchema.pathPart, "The id of an export"),
        RouteParameter("sha256", in: .path, APISchema.pathPart, "The SHA-256 of a picture in 64 hexadecimal digits"),
        RouteParameter("asset", in: .path, APISchema.pathPart, "The name of a file that the pages load"),
    ]

    // MARK: - Pages of a list

    static let after = RouteParameter("after", APISchema.string, "Where the page begins: `next` of the page before")
    static let limit = RouteParameter(
        "limit", ["type": "integer", "minimum": 1, "maximum": 500, "default": 50], "The most entries of the page")
    static let page = [after, limit]
    static let again = RouteParameter(
        "again", ["type": "boolean", "default": false], "Replays a letter that was replayed before once more")
    static let caseOrder = RouteParameter(
        "sort", ["type": "string", "enum": ["urgency", "opened", "id", "next_due", "priority"], "default": "urgency"],
        "`urgency`: emergencies that nobody was paged for, overdue cases, then by the next deadline, ended cases last; "
            + "`opened`: the newest first; `next_due`: by the next deadline; `priority`: open cases by priority first")

    // MARK: - Which cases

    static let caseState = RouteParameter("state", APISchema.names(CaseState.self), "Cases in this state")
    static let department = RouteParameter("department", APISchema.identifier, "A department's cases, by its id")
    static let category = RouteParameter("category", APISchema.string, "Cases of a category, by its code or id")
    static let district = RouteParameter("district", APISchema.string, "Cases of a district, by its code")
    static let programme = RouteParameter("programme", APISchema.identifier, "Cases of a programme, by its id")
    static let priority = RouteParameter("priority", APISchema.names(Priority.self), "Cases of this priority")
    static let overdue = RouteParameter(
        "overdue", ["type": "boolean"], "Cases past their time limit with the work not done, or all others")
    static let caseFilters = [caseState, department, category, district, programme, priority, overdue]

    static let openedFrom = RouteParameter(
        "since", APISchema.string, "Cases opened at this time or later, or from the beginning of a day")
    static let openedBefore = RouteParameter(
        "until", APISchema.string, "Cases opened before this time, or to the end of a day")

    static let changedFrom = RouteParameter(
        "changed_since", APISchema.string, "Cases to which something happened at this time or later")
    static let caseTimes = [openedFrom, openedBefore, changedFrom]

    // MARK: - Tasks and rewards

    static let taskState = RouteParameter("state", APISchema.names(TaskState.self), "Tasks in this state")
    static let rewardState = RouteParameter("state", APISchema.names(RewardState.self), "Rewards in this state")
    static let account = RouteParameter("account", APISchema.string, "Rewards of an account")
    static let ofCase = RouteParameter("case", APISchema.caseID, "Rewards for a case")
    static let ofReport = RouteParameter("report", APISchema.identifier, "Rewards for a report")
    static let rewardFilters = [programme, account, ofCase, ofReport, rewardState]

    // MARK: - Figures

    static let from = RouteParameter("from", APISchema.string, "The first instant of the window, or its first day")
    static let to = RouteParameter(
        "to", APISchema.string, "The first instant after the window, or its last day; this month by default")
    static let area = RouteParameter("area", APISchema.string, "Cases of an area, by its id")
    static let subdistrict = RouteParameter("subdistrict", APISchema.string, "Cases of a subdistrict")
    static let grouping = RouteParameter(
        "group_by", APISchema.names(KPIGrouping.self), "The figures of every group beside those of the whole")
    static let figures = [from, to, district, area, subdistrict, department, programme, category, grouping]

    // MARK: - Others

    static let wait = RouteParameter(
        "wait", ["type": "number", "exclusiveMinimum": 0, "maximum": 30], "Waits so many seconds for the outcome")
    static let similar = RouteParameter(
        "similar", ["type": "boolean", "default": false],
        "After a new case an event `similar` with the cases that are possibly the same, if there are any; not for departments"
    )
    static let lastEventID = RouteParameter(
        "Last-Event-ID", in: .header, APISchema.string,
        "The `id` of the last event received: what came after it is sent first")
}

internal import HazardCore
internal import JSONText

/// Why a report belongs to a case: the fields of a detail with the code `joined` or `linked`.
enum MatchFacts {
    static func fields(_ reason: MatchReason) -> [(String, JSONValue)] {
        var fields = sign(reason.sign)
        switch reason.timing {
        case .afterReport(let age): fields += after("report", age)
        case .afterOpening(let age): fields += after("opening", age)
        case .afterClosing(let age): fields += after("closing", age)
        case nil: break
        }
        if reason.isSameCategory { fields.append(("same_category", .bool(true))) }
        if !reason.remarks.isEmpty { fields.append(("remarks", .strings(reason.remarks.map(word)))) }
        return fields
    }

    static func reason(_ facts: Facts) -> MatchReason? {
        guard let sign = sign(facts) else { return nil }
        var reason = MatchReason(sign, timing(facts), isSameCategory: facts.flag("same_category"))
        reason.remarks = facts.strings("remarks").compactMap(remark)
        return reason
    }

    private static func sign(_ sign: MatchSign) -> [(String, JSONValue)] {
        func found(_ word: String, _ report: String?) -> [(String, JSONValue)] {
            [("sign", .string(word)), ("report", .optional(report))]
        }
        return switch sign {
        case .named(let report): found("named", report)
        case .sameID: found("same-id", nil)
        case .concernsReport: found("concerns-report", nil)
        case .thread(let report): found("thread", report)
        case .photo(let report): found("photo", report)
        case .words(let report): found("words", report)
        case .distance(let metres): [("sign", "distance"), ("metres", .int(Int64(metres)))]
        case .number: found("number", nil)
        case .address: found("address", nil)
        case .coarsePoint: found("coarse-point", nil)
        }
    }

    private static func sign(_ facts: Facts) -> MatchSign? {
        let report = facts.string("report")
        return switch facts.string("sign") {
        case "named": .named(report: report)
        case "same-id": .sameID
        case "concerns-report": .concernsReport
        case "thread": .thread(report: report)
        case "photo": report.map { .photo(report: $0) }
        case "words": report.map { .words(report: $0) }
        case "distance": facts.int("metres").map { .distance(metres: $0) }
        case "number": .number
        case "address": .address
        case "coarse-point": .coarsePoint
        default: nil
        }
    }

    private static func after(_ what: String, _ age: Duration) -> [(String, JSONValue)] {
        [("after", .string(what)), ("after_ms", .int(age.milliseconds))]
    }

    private static func timing(_ facts: Facts) -> MatchTiming? {
        guard let milliseconds = facts.int("after_ms") else { return nil }
        let age = Duration.milliseconds(milliseconds)
        return switch facts.string("after") {
        case "report": .afterReport(age)
        case "opening": .afterOpening(age)
        case "closing": .afterClosing(age)
        default: nil
        }
    }

    private static func word(_ remark: MatchRemark) -> String {
        switch remark {
        case .contradiction(let found): "contradicts-" + found.rawValue
        default: remarks.first { $0.1 == remark }?.0 ?? ""
        }
    }

    private static func remark(_ word: String) -> MatchRemark? {
        remarks.first { $0.0 == word }?.1
            ?? MatchContradiction.allCases.first { "contradicts-" + $0.rawValue == word }.map { .contradiction($0) }
    }

    private static let remarks: [(String, MatchRemark)] = [
        ("burst", .burst), ("other-category", .otherCategory), ("wish-and-hazard", .wishAndHazard),
        ("emergency", .emergency), ("too-late", .tooLate), ("case-full", .caseFull),
    ]
}

internal import HazardCore
internal import JSONText

/// `category` in a case and in a task: `{code, id, name, scheme, scheme_code}`.
enum CategoryText: String, JSONFields {
    case code, id, name, scheme
    case schemeCode = "scheme_code"
    case unknown

    static let keys = JSONKeys<CategoryText>(required: [.code, .id, .name])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseCategory {
        var category = CaseCategory(code: "", id: "", name: "")
        var object = try reader.open(CategoryText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .code: category.code = try reader.string()
            case .id: category.id = try reader.string()
            case .name: category.name = try reader.string()
            case .scheme: category.scheme = try reader.string()
            case .schemeCode: category.schemeCode = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        return category
    }

    static func write(_ category: CaseCategory, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("code", category.code)
        writer.field("id", category.id)
        writer.field("name", category.name)
        writer.field("scheme", category.scheme)
        writer.field("scheme_code", category.schemeCode)
        writer.endObject()
    }
}

/// `flags` of a case.
enum CaseFlagsText: String, JSONFields {
    case emergency, overdue, forced
    case needsReview = "needs_review"
    case supervised, salvaged, reopened, rework, returns, urges, holds, escalated, exempt, recategorised
    case madeSafeLate = "make_safe_late"
    case buckPassed = "buck_passed"
    case unknown

    static let keys = JSONKeys<CaseFlagsText>()

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseFlags {
        var flags = CaseFlags()
        var object = try reader.open(CaseFlagsText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .emergency: flags.emergency = try reader.bool()
            case .overdue: flags.overdue = try reader.bool()
            case .forced: flags.forced = try reader.bool()
            case .needsReview: flags.needsReview = try reader.bool()
            case .supervised: flags.supervised = try reader.bool()
            case .salvaged: flags.salvaged = try reader.bool()
            case .reopened: flags.reopened = try reader.int()
            case .rework: flags.rework = try reader.int()
            case .returns: flags.returns = try reader.int()
            case .urges: flags.urges = try reader.int()
            case .holds: flags.holds = try reader.int()
            case .escalated: flags.escalated = try reader.bool()
            case .exempt: flags.exempt = try reader.bool()
            case .madeSafeLate: flags.madeSafeLate = try reader.bool()
            case .buckPassed: flags.buckPassed = try reader.bool()
            case .recategorised: flags.recategorised = try reader.int()
            case .unknown: try reader.skipValue()
            }
        }
        return flags
    }

    static func write(_ flags: CaseFlags, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("emergency", flags.emergency)
        writer.field("overdue", flags.overdue)
        writer.field("forced", flags.forced)
        writer.field("needs_review", flags.needsReview)
        writer.field("supervised", flags.supervised)
        writer.field("reopened", flags.reopened)
        writer.field("rework", flags.rework)
        writer.field("returns", flags.returns)
        writer.field("urges", flags.urges)
        writer.field("holds", flags.holds)
        writer.field("escalated", flags.escalated)
        writer.field("exempt", flags.exempt)
        writer.optional("salvaged", flags.salvaged)
        writer.optional("make_safe_late", flags.madeSafeLate)
        writer.optional("buck_passed", flags.buckPassed)
        writer.optional("recategorised", flags.recategorised == 0 ? nil : Int64(flags.recategorised))
        writer.endObject()
    }
}

/// An entry of `links`: `{case_id, kind}`.
enum CaseLinkText: String, JSONFields {
    case caseID = "case_id"
    case kind, unknown

    static let keys = JSONKeys<CaseLinkText>(required: [.caseID, .kind])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseLink {
        var link = CaseLink(caseID: "", kind: .related)
        var object = try reader.open(CaseLinkText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .caseID: link.caseID = try reader.string()
            case .kind: link.kind = LinkKind(try reader.string())
            case .unknown: try reader.skipValue()
            }
        }
        return link
    }

    static func write(_ link: CaseLink, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("case_id", link.caseID)
        writer.field("kind", link.kind.word)
        writer.endObject()
    }
}

package import HazardCore
package import JSONText

/// Reads facts from a case that a server sent, for programs that show them. Unreadable facts are nil.
package enum CaseFacts {
    /// An entry of `history`.
    package static func event(_ json: JSONValue) -> CaseEvent? {
        var event: CaseEvent?
        try? JSONReader.read(json.bytes) { reader throws(JSONFault) in event = try CaseEventText.read(&reader) }
        return event
    }

    /// Whether departments were paged for an open emergency; nil for any other case.
    package static func paging(_ json: JSONValue) -> CasePaging? {
        let state = json["state"]?.string.flatMap(CaseState.init)
        guard json["priority"]?.string == Priority.p0.rawValue, state.map({ !$0.isEnded }) ?? false else { return nil }
        var wait: EmergencyWait?
        if let bytes = json["emergency"]?.bytes {
            try? JSONReader.read(bytes) { reader throws(JSONFault) in wait = try EmergencyText.read(&reader) }
        }
        return CasePaging(wait: wait, isDoubtful: json["decision"]?["doubtful"]?.bool ?? false)
    }

    /// The evidence of a `decision`. Evidence that was stored as sentences is returned as written.
    package static func evidence(_ json: JSONValue?) -> [Evidence] {
        guard let json else { return [] }
        var decision = CaseDecision(rule: "", closeRule: .all, rulesHash: "")
        try? JSONReader.read(json.bytes) { reader throws(JSONFault) in
            try CaseDecisionText.read(&reader, into: &decision)
        }
        return decision.evidence
    }
}

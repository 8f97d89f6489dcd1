internal import CaseStore
internal import Credentials
internal import HTTP
internal import HazardCore
internal import MediaFiles
internal import Wording

/// Who may send and see pictures.
struct MediaAccess: Sendable {
    let context: APIContext
    let cases: StoredCases
    private static let mostCases = 50

    /// The department that a picture comes from; nil for other callers.
    ///
    /// - Throws: A 400 for what is no case, a 403 for a department without a task in the case that it names.
    func uploader(_ caller: Caller, caseText: String?) throws(Problem) -> String? {
        guard let caseText else { return caller.role == .department ? caller.departments.first : nil }
        guard let id = CaseID(caseText), id.shard < context.shards else {
            throw .invalid(
                "case", LocalText(zh: "没有这个案卷", en: "there is no such case"),
                hint: LocalText(zh: "请写案卷编号，或去掉它", en: "send the number of the case, or leave it out"))
        }
        guard caller.role == .department else { return nil }
        try cases.check(caller, maySee: try StoredCases.decode(try cases.storedBody(of: id), context))
        return caller.departments.first
    }

    /// - Throws: A 403 for a department that has no task in a case with this picture, and did not send it itself.
    func check(_ caller: Caller, maySee facts: MediaFacts) throws(Problem) {
        guard caller.role == .department else { return }
        if facts.departments.contains(where: caller.departments.contains) { return }
        for id in try cases(with: facts.sha256) {
            guard let body = try cases.body(of: id) ?? nil else { continue }
            let value = try StoredCases.decode(body, context)
            // A split may have taken the picture away.
            guard value.storedMedia.contains(facts.sha256) else { continue }
            if caller.departments.contains(where: { value.taskIndex(of: $0) != nil }) { return }
        }
        throw Problem(
            403, "not-your-picture", zh: "您的部门在有这张图片的案卷中没有任务",
            en: "your department has no task in a case with this picture")
    }

    /// The cases that have a picture, of the shards that are here.
    private func cases(with name: String) throws(Problem) -> [CaseID] {
        try cases.readers.readAll { reader throws(StoreFault) in
            try reader.cases(withMedia: name, limit: Self.mostCases)
        }.flatMap(\.self)
    }
}

internal import Credentials
internal import Digest
internal import HazardCore
internal import HazardWire
internal import HTTP
internal import JSONText
internal import Wording

/// The body of a feedback or command, completed: a client may leave out the case of the path, the id, the time and the
/// schema version.
struct MessageBody {
    let bytes: [UInt8]

    /// Adds the members that a body lacks, those of `more` too. A body that is no object stays as it is: the codec refuses it.
    ///
    /// Feedback of a verifier gets the caller's name, if it has one.
    ///
    /// - Throws: A 400 when the body names another case than the path.
    init(
        _ body: [UInt8], idField: String, caseID: CaseID, at now: String, more: [JSONValue.Member] = [],
        verifier name: String? = nil
    ) throws(Problem) {
        guard let given = try? JSONValue(reading: body), let members = given.object else {
            bytes = body
            return
        }
        if let named = given["case_id"], named.string != caseID.text {
            throw .invalid(
                "case_id", LocalText(zh: "与地址中的案卷不同", en: "it is not the case of the path"),
                hint: LocalText(zh: "请写 \(caseID.text)，或去掉它", en: "send \(caseID.text), or leave it out"))
        }
        var missing: [JSONValue.Member] = [
            .init("schema_version", .int(Int64(SchemaVersion.current))), .init("case_id", .string(caseID.text)),
            .init("at", .string(now)),
        ]
        if given[idField] == nil { missing.append(.init(idField, .string(try Self.freshID()))) }
        missing = (missing + more).filter { given[$0.key] == nil }
        if let name, let actor = Self.verifier(name, in: given["actor"]) { missing.append(.init("actor", actor)) }
        guard !missing.isEmpty else {
            bytes = body
            return
        }
        // A member that is null counts as absent. The added ones replace it, and the actor of the body.
        let names = missing.map(\.key)
        bytes = JSONValue.object(members.filter { !names.contains($0.key) } + missing).bytes
    }

    /// The verifier with the caller's name in it; nil for another actor, and for one that has the name already.
    private static func verifier(_ name: String, in actor: JSONValue?) -> JSONValue? {
        guard let members = actor?.object, actor?["role"]?.string == FeedbackRole.verifier.rawValue else { return nil }
        let ref = actor?["ref"]?.string
        let full = Feedback.verifier(name, ref: ref)
        return full == ref ? nil : .object(members.filter { $0.key != "ref" } + [.init("ref", .string(full))])
    }

    private static func freshID() throws(Problem) -> String {
        do throws(DigestFailure) {
            return "api-" + (try RandomToken.hex(byteCount: 16))
        } catch {
            throw Problem(
                503, "no-random-numbers", zh: "现在无法生成编号：请自带编号", en: "no id can be made now: send one of your own")
        }
    }
}

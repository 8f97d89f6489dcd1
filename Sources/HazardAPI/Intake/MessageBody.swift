internal import HTTP
internal import Digest
internal import HazardCore
internal import HazardWire
internal import JSONText

/// The body of a feedback or command, with what a client may leave out filled in: the case of the path, an id, the time,
/// the schema's version.
struct MessageBody {
    let bytes: [UInt8]

    /// Fills in what is missing in a body, `more` too; one that is no object is left for the codec to refuse.
    ///
    /// Throws a 400 when the body names another case than the path.
    init(
        _ body: [UInt8], idField: String, caseID: CaseID, at now: String, more: [JSONValue.Member] = []
    ) throws(Problem) {
        guard let given = try? JSONValue(reading: body), let members = given.object else {
            bytes = body
            return
        }
        if let named = given["case_id"], named.string != caseID.text {
            throw .invalid("case_id", "it is not the case of the path", hint: "send \(caseID.text), or leave it out")
        }
        var missing: [JSONValue.Member] = [
            .init("schema_version", .int(Int64(SchemaVersion.current))), .init("case_id", .string(caseID.text)),
            .init("at", .string(now)),
        ]
        if given[idField] == nil { missing.append(.init(idField, .string(try Self.freshID()))) }
        missing = (missing + more).filter { given[$0.key] == nil }
        guard !missing.isEmpty else {
            bytes = body
            return
        }
        // A member that is null counts as absent and makes room for the one filled in.
        let names = missing.map(\.key)
        bytes = JSONValue.object(members.filter { !names.contains($0.key) } + missing).bytes
    }

    private static func freshID() throws(Problem) -> String {
        do throws(DigestFailure) {
            return "api-" + (try RandomToken.hex(byteCount: 16))
        } catch {
            throw Problem(503, "no-random-numbers", "no id can be made now: send one of your own")
        }
    }
}

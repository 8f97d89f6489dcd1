internal import HTTPServer
internal import JSONText

/// A case as a caller may see it.
enum CaseView {
    /// The case's bytes, without accounts for those they are not for.
    static func bytes(_ body: [UInt8], for caller: Caller) throws(Problem) -> [UInt8] {
        caller.seesAccounts ? body : try withoutAccounts(body)
    }

    /// The same case with every `account` in it left out.
    static func withoutAccounts(_ body: [UInt8]) throws(Problem) -> [UInt8] {
        do throws(JSONFault) {
            return without(["account"], try JSONValue(reading: body)).bytes
        } catch {
            throw Problem(503, "case-unreadable", "the stored case cannot be read: \(error.sentence(in: body))")
        }
    }

    private static func without(_ names: Set<String>, _ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.filter { !names.contains($0.key) }
                    .map { JSONValue.Member($0.key, without(names, $0.value)) })
        case .array(let elements): .array(elements.map { without(names, $0) })
        case .null, .bool, .int, .double, .string: value
        }
    }
}

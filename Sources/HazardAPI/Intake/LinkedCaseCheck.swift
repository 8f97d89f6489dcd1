internal import HazardCore

/// The other case that a command names: on its own shard the lane knows it, of another shard nobody there asks again.
///
/// So what cannot be is refused here, before anything is written, and what cannot be known here is said to be unchecked.
struct LinkedCaseCheck {
    let context: APIContext
    let cases: StoredCases

    /// What of the command was not checked, in words; nil when everything was.
    func notChecked(of command: Command) throws(Problem) -> String? {
        guard let id = command.action.other, id != command.caseID else { return nil }
        guard id.shard < context.shards else {
            throw refused("case \(id.text) is of shard \(id.shard), and there are only \(context.shards)")
        }
        guard command.kind == .link, id.shard != command.caseID.shard else { return nil }
        guard let body = try cases.body(of: id) else {
            return "arguments.into: case \(id.text) is of shard \(id.shard), which is not here"
        }
        // A number is told after its case is stored, so that a number not stored was never told.
        guard body != nil else { throw refused("there is no case \(id.text)") }
        return nil
    }

    private func refused(_ problem: String) -> Problem {
        .invalid("arguments.into", problem, hint: "check the number: send that of a case there is")
    }
}

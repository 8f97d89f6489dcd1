internal import HazardCore
internal import Wording

/// Checks the other case that a command names, before anything is written.
///
/// On the command's own shard the lane checks it. A case of another shard is checked nowhere else: the server refuses one
/// that does not exist, and says in the answer when it cannot know.
struct LinkedCaseCheck {
    let context: APIContext
    let cases: StoredCases

    /// What of the command could not be checked; nil when everything was.
    ///
    /// - Throws: A 400 when there is no such case.
    func notChecked(of command: Command) throws(Problem) -> LocalText? {
        guard let id = command.action.other, id != command.caseID else { return nil }
        guard id.shard < context.shards else {
            throw refused(
                LocalText(
                    zh: "案卷 \(id.text) 属于分片 \(id.shard)，而分片只有 \(context.shards) 个",
                    en: "case \(id.text) is of shard \(id.shard), and there are only \(context.shards)"))
        }
        guard command.kind == .link, id.shard != command.caseID.shard else { return nil }
        guard let body = try cases.body(of: id) else {
            return LocalText(
                zh: "arguments.into：案卷 \(id.text) 属于分片 \(id.shard)，不在这台服务器上",
                en: "arguments.into: case \(id.text) is of shard \(id.shard), which is not here")
        }
        // The server tells a number after it has stored the case: nobody can know a number that is not stored.
        guard body != nil else {
            throw refused(LocalText(zh: "没有案卷 \(id.text)", en: "there is no case \(id.text)"))
        }
        return nil
    }

    private func refused(_ problem: LocalText) -> Problem {
        .invalid(
            "arguments.into", problem,
            hint: LocalText(zh: "请核对编号：应为已有案卷的编号", en: "check the number: send that of a case there is"))
    }
}

import CaseStore
import CommandArguments
import Foundation
import HazardConfig
internal import Wording

/// `hazard rebuild`: deletes the files of shards. The next start restores them from the log.
let rebuildVerb = Verb(
    path: ["rebuild"],
    summary: LocalText(
        zh: "删除分片的 SQLite 文件（服务须已停止）；下次启动时由日志重建",
        en: "delete shards' SQLite files while the server is down; the next start restores them from the log"),
    options: [
        Option("shard", .values("N"), summary: LocalText(zh: "分片号，可多次使用", en: "number of a shard; may be repeated")),
        Option("all", summary: LocalText(zh: "全部分片", en: "all shards")),
    ] + Configuration.options
) { arguments in
    let settings = try Configuration.load(arguments).settings
    let shards = try RebuildShards.wanted(arguments, of: settings.log.shards)
    let words = AnswerWords(language: arguments.language)
    var isDirectory: ObjCBool = false
    let path = settings.store.directory
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
        throw CommandFault(
            .usage, zh: "没有存储目录 \(path)（store.directory），什么也没有删除",
            en: "there is no store \(path) (store.directory): nothing was deleted")
    }
    do throws(StoreFault) {
        let directory = try StoreDirectory(path)
        var progress = ProgressLine()
        for (index, shard) in shards.enumerated() {
            progress.show(count: index, done: index, of: shards.count)
            let file = directory.file(ofShard: shard)
            let wasThere = FileManager.default.fileExists(atPath: file)
            try directory.delete(shard: shard)
            progress.finish()
            Terminal.print(wasThere ? words("已删除 ", "deleted ") + file : words("本来没有 ", "was not there: ") + file)
        }
    } catch {
        if case .inUse(let process) = error.kind {
            throw CommandFault(
                .failed,
                zh: "服务仍在使用 \(error.path)\(process.map { "（进程 \($0)）" } ?? "")：请先停止服务，再执行 rebuild",
                en: "a server\(process.map { " (pid \($0))" } ?? "") is using \(error.path): "
                    + "stop it first, then run rebuild again")
        }
        throw CommandFault(.failed, zh: error.text.zh, en: error.text.en)
    }
    Terminal.print(
        words("下次 `hazard serve` 启动时会从日志恢复这些分片。", "The next `hazard serve` restores them from the log."))
    return .done
}

/// The shards that the options name.
enum RebuildShards {
    static func wanted(_ arguments: Arguments, of count: Int) throws(CommandFault) -> [Int] {
        let given = arguments.values("shard")
        guard arguments.flag("all") != !given.isEmpty else {
            throw CommandFault(
                .usage, zh: "请指明分片：--all，或逐个 --shard N", en: "say which shards: --all, or --shard N for each")
        }
        if arguments.flag("all") { return Array(0..<count) }
        var shards: Set<Int> = []
        for text in given {
            guard let shard = Int(text), (0..<count).contains(shard) else {
                throw CommandFault(
                    .usage, zh: "--shard“\(text)”不是分片号；log.shards 为 \(count)：可用 0 至 \(count - 1)",
                    en: "--shard: \"\(text)\" is no shard; log.shards is \(count): use 0 to \(count - 1)")
            }
            shards.insert(shard)
        }
        return shards.sorted()
    }
}

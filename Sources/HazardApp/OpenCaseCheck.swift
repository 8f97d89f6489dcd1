internal import CaseStore
package import HazardConfig
package import HazardCore
package import Wording

/// Checks that a policy still knows what the open cases of this machine's store need (`config/contracts/README.md`,
/// Reload).
package enum OpenCaseCheck {
    /// A sentence for each department with open tasks, and for each category with open cases, that the policy does not
    /// know, with counts and the fix. Shards whose file cannot be read say nothing: recovery builds them anew.
    package static func problems(of policy: Policy, in settings: Settings) -> [LocalText] {
        var work = OpenWork()
        for shard in 0..<settings.log.shards {
            let path = StoreDirectory.file(ofShard: shard, in: settings.store.directory)
            if let part = try? StoreReader(path: path, shard: shard).openWork() { work += part }
        }
        let departments = work.tasks.filter { policy.departments[policy.currentDepartment($0.key)] == nil }
        let categories = work.cases.filter { policy.category($0.key) == nil }
        return departments.sorted { $0.key < $1.key }.map { name, count in
            LocalText(
                zh: "departments.yaml 没有部门 \(name)，它还有 \(count) 个未完成的任务：请保留并写 retired: true，"
                    + "或在取代它的部门写 was: [\(name)]",
                en:
                    "departments.yaml has no department \(name), which has \(count) open tasks: keep it with retired: true, or "
                    + "write was: [\(name)] on what took its place")
        }
            + categories.sorted { $0.key < $1.key }.map { code, count in
                LocalText(
                    zh: "categories.yaml 没有类别 \(code)，它还有 \(count) 个未结的案卷：请保留并写 retired: true，"
                        + "或在取代它的类别写 was: [\(code)]",
                    en:
                        "categories.yaml has no category \(code), which has \(count) open cases: keep it with retired: true, or "
                        + "write was: [\(code)] on what took its place")
            }
    }
}

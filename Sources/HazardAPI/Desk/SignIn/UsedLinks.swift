internal import Credentials
internal import Digest
internal import MediaFiles
internal import Synchronization

/// Remembers which sign-in links were used.
///
/// All servers share the folder of pictures, and a restart does not empty it: a file there says that a link was used. Without
/// the folder this process remembers it.
struct UsedLinks: Sendable {
    private final class Memory: Sendable {
        let used = Mutex<[String: Int64]>([:])
    }

    private let memory = Memory()

    /// Whether the link was used.
    func isUsed(_ link: SignInLink, in folder: MediaFolder?) -> Bool {
        let name = Hex.encode(link.sha256)
        if memory.used.withLock({ $0[name] != nil }) { return true }
        return folder?.hasMark(name) ?? false
    }

    /// Uses the link up; false when somebody else did so first.
    func use(_ link: SignInLink, in folder: MediaFolder?, at now: Int64) -> Bool {
        let name = Hex.encode(link.sha256)
        let isFirst = memory.used.withLock { used in
            used = used.filter { $0.value > now }
            return used.updateValue(link.until, forKey: name) == nil
        }
        guard isFirst, let folder else { return isFirst }
        return folder.mark(name)
    }
}

internal import Glibc

/// Which pictures the cases of each shard have, and the removal of those that no case has.
///
/// Several servers share the folder, and each knows the cases of its own shards only. So each server writes a list for every
/// shard that it has, `attached/<shard>`. A picture goes when it is older than 24 hours and no list names it, and only if
/// every shard's list is newer than the end of these 24 hours: a shard that is down for a week keeps its pictures.
package struct MediaSweep: Sendable {
    /// How long a picture stays that nothing refers to, in seconds.
    package static let grace = 24 * 3600

    private let folder: MediaFolder
    private let shards: Int

    package init(_ folder: MediaFolder, shards: Int) {
        self.folder = folder
        self.shards = shards
    }

    /// Writes which pictures the cases of a shard have now.
    ///
    /// - Throws: `MediaFault` when the disk refuses.
    package func attach(_ names: [String], of shard: Int) throws(MediaFault) {
        let bytes = Array(Set(names).sorted().joined(separator: "\n").utf8)
        let file = file(of: shard)
        // The time alone says that the list is still right.
        if MediaFolder.read(file) == bytes, utimensat(AT_FDCWD, file, nil, 0) == 0 { return }
        try folder.write(bytes, to: file)
    }

    /// Removes the pictures that no case has; returns their number.
    ///
    /// `now` is in seconds since 1970.
    package func removeUnattached(at now: Int) -> Int {
        folder.removeUnfinished(at: now)
        folder.removeMarks(at: now)
        var attached: Set<String> = []
        var complete = Int.max
        for shard in 0..<shards {
            // The time first: a list that is replaced meanwhile is newer than it says.
            guard let time = MediaFolder.modified(file(of: shard)), let bytes = MediaFolder.read(file(of: shard)) else {
                return 0
            }
            complete = min(complete, time)
            for name in bytes.split(separator: UInt8(ascii: "\n")) {
                attached.insert(String(decoding: name, as: UTF8.self))
            }
        }
        var removed = 0
        for (name, storedAt) in folder.all() where !attached.contains(name) {
            guard storedAt + Self.grace < min(now, complete) else { continue }
            folder.remove(name)
            removed += 1
        }
        return removed
    }

    private func file(of shard: Int) -> String { "\(folder.path)/attached/\(shard)" }
}

/// Pictures that the installation stores itself (`media.directory`), among those that stay with their gateways.
extension Media {
    /// What the reference of a stored picture begins with: the SHA-256 of its bytes follows.
    package static let storedPrefix = "/v1/media/"

    /// The SHA-256 of the stored picture; nil for a reference to elsewhere.
    package var storedName: String? {
        guard ref.utf8.count == Self.storedPrefix.utf8.count + 64, ref.hasPrefix(Self.storedPrefix) else { return nil }
        return String(ref.dropFirst(Self.storedPrefix.count))
    }
}

extension Case {
    /// The SHA-256 of every stored picture of the case: of its reports, of its tasks and of what was said about it.
    package var storedMedia: Set<String> {
        var found: Set<String> = []
        for item in media { if let name = item.storedName { found.insert(name) } }
        for task in tasks { for item in task.media { if let name = item.storedName { found.insert(name) } } }
        for event in history { for item in event.media { if let name = item.storedName { found.insert(name) } } }
        return found
    }
}

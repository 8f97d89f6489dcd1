/// Where pictures are stored.
package struct MediaSettings: Sendable {
    /// All servers of the installation share it.
    package var directory = "data/media"

    package init() {}

    /// The folder beside the store's directory.
    init(beside store: String) {
        let folders = store.split(separator: "/", omittingEmptySubsequences: false)
            .reversed().drop { $0.isEmpty }.dropFirst().reversed()
        let parent = folders.joined(separator: "/")
        directory = parent.isEmpty ? (store.hasPrefix("/") ? "/media" : "media") : parent + "/media"
    }
}

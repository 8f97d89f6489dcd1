/// Where pictures are stored.
package struct MediaSettings: Sendable {
    /// All servers of the installation share it.
    package var directory = "data/media"

    package init() {}

    init(_ reader: SettingReader, beside store: String) {
        let usual = FolderBeside.path("media", beside: store)
        directory = reader.path("media.directory", else: usual) ?? usual
    }
}

/// The desk of a whole installation (`hazard board`).
package struct BoardSettings: Sendable {
    /// Its read model, a view of the log.
    package var directory = "data/board"

    package init() {}

    init(_ reader: SettingReader, beside store: String) {
        let usual = FolderBeside.path("board", beside: store)
        directory = reader.path("board.directory", else: usual) ?? usual
    }
}

private enum FolderBeside {
    /// The folder of that name in the folder that holds another one.
    static func path(_ name: String, beside other: String) -> String {
        let folders = other.split(separator: "/", omittingEmptySubsequences: false)
            .reversed().drop { $0.isEmpty }.dropFirst().reversed()
        let parent = folders.joined(separator: "/")
        guard parent.isEmpty else { return parent + "/" + name }
        return other.hasPrefix("/") ? "/" + name : name
    }
}

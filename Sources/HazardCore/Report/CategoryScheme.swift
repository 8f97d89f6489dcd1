/// Somebody else's category codes in one edition, and what they mean here.
///
/// A bare code means nothing: two editions of the national code exchange 04 and 05.
package struct CategoryScheme: Hashable, Sendable {
    /// With its version, such as `gbt30428.yuncheng.2026`; reports name it as `category_scheme`.
    package var id: String
    package var name: String
    package var version: String
    /// Where the codes come from.
    package var source: String
    /// By foreign code, exactly as it is sent.
    package var entries: [String: SchemeEntry]

    package init(id: String, name: String, version: String, source: String, entries: [String: SchemeEntry]) {
        self.id = id
        self.name = name
        self.version = version
        self.source = source
        self.entries = entries
    }
}

/// What one foreign code means.
package enum SchemeEntry: Hashable, Sendable {
    /// A category id of ours, with a condition when the code says that much.
    case category(String, condition: String?)
    /// Known, and no single category of ours: people decide.
    case unmapped
}

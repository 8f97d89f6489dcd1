/// A foreign set of category codes in one edition, with our categories for them (`DOMAIN.md`, Code schemes).
///
/// A code without its scheme is ambiguous: two editions of the national standard exchange 04 and 05.
package struct CategoryScheme: Hashable, Sendable {
    /// The id with the edition, such as `gbt30428.yuncheng.2026`. Reports name it as `category_scheme`.
    package var id: String
    package var name: String
    package var version: String
    /// The publication that defines the codes.
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

/// The meaning of one foreign code.
package enum SchemeEntry: Hashable, Sendable {
    /// The id of our category, with a condition when the code determines one.
    case category(String, condition: String?)
    /// A known code without a single category of ours; a person decides.
    case unmapped
}

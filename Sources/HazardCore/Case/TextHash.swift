internal import ChineseText

/// Makes the hash by which a reporter's words are recognised when they come again.
package struct TextHash: Sendable {
    /// The hash of a text; nil when it has too few letters to compare.
    package let hash: @Sendable (String) -> String?

    /// Hashes that anybody can make: for evaluations, which store nothing.
    package static let withoutKey = TextHash { $0 }

    /// - Parameter key: Turns the hash of the words into one that only the installation can make.
    package init(key: @escaping @Sendable (String) -> String?) {
        hash = { text in TextLikeness.hash(text).flatMap(key) }
    }
}

/// The problems of one message, or its warnings: the first ones, and how many there are.
package struct WireProblems: RandomAccessCollection, Sendable {
    /// The most problems that an answer lists (`config/contracts/README.md`, HTTP).
    package static let mostListed = 20

    private let listed: [WireProblem]
    /// How many there are, those not listed included.
    package let total: Int

    /// - Parameters:
    ///   - found: The problems in the order of the message; the first ones are listed.
    ///   - more: How many there are beside these.
    init(_ found: [WireProblem] = [], more: Int = 0) {
        listed = Array(found.prefix(Self.mostListed))
        total = found.count + more
    }

    package init() { self.init([]) }

    package var startIndex: Int { listed.startIndex }
    package var endIndex: Int { listed.endIndex }
    package subscript(position: Int) -> WireProblem { listed[position] }
}

/// The position of a stream: the position on `hazard.cases` of every shard that it has read from, as `0:123,2:456.1`.
///
/// It is the `id` of an event, which a client sends back as `Last-Event-ID`. A server moves the positions of its own shards
/// and passes the others on, so a client may go from one server to another.
struct StreamPosition: Hashable, Sendable {
    /// The position in one shard.
    struct Place: Hashable, Comparable, Sendable {
        /// The offset of the first record whose events were not all sent.
        var next: Int64
        /// How many events of that record were sent: its case is the first event, its tasks follow in their order.
        var events = 0

        static func < (one: Place, other: Place) -> Bool { (one.next, one.events) < (other.next, other.events) }
    }

    private var places: [Int: Place] = [:]

    /// A case and its tasks are no more events than this.
    private static let mostEvents = 10_000

    init() {}

    /// Reads the `id` of an event; nil for any other text.
    init?(_ text: String, shards: Int) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2, let shard = Self.number(pair[0]).map({ Int($0) }), (0..<shards).contains(shard),
                places[shard] == nil, let place = Self.place(pair[1])
            else { return nil }
            places[shard] = place
        }
    }

    private static func place(_ text: Substring) -> Place? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let next = number(parts[0]) else { return nil }
        guard parts.count == 2 else { return Place(next: next) }
        guard let events = number(parts[1]), (1...Int64(mostEvents)).contains(events) else { return nil }
        return Place(next: next, events: Int(events))
    }

    /// A number of digits only.
    private static func number(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }

    subscript(shard: Int) -> Place? {
        get { places[shard] }
        set { places[shard] = newValue }
    }

    var text: String {
        places.sorted { $0.key < $1.key }.map { shard, place in
            "\(shard):\(place.next)" + (place.events > 0 ? ".\(place.events)" : "")
        }.joined(separator: ",")
    }
}

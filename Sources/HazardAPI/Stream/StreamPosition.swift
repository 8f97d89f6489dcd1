/// The position of a stream: the position on `hazard.cases` of every shard that it has read from, as `0:123,2:456`.
///
/// It is the `id` of an event, which a client sends back as `Last-Event-ID`. A server moves the positions of its own shards
/// and passes the others on, so a client may go from one server to another.
struct StreamPosition: Hashable, Sendable {
    private(set) var next: [Int: Int64] = [:]

    init() {}

    /// Reads the `id` of an event; nil for any other text.
    init?(_ text: String, shards: Int) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2, let shard = Int(pair[0]), (0..<shards).contains(shard), next[shard] == nil,
                let position = Int64(pair[1]), position >= 0
            else { return nil }
            next[shard] = position
        }
    }

    subscript(shard: Int) -> Int64? {
        get { next[shard] }
        set { next[shard] = newValue }
    }

    var text: String {
        next.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
    }
}

/// Where a stream is: the position on `hazard.cases` of every shard it has heard of, as `0:123,2:456`.
///
/// It is the `id` of events and what a client sends back as `Last-Event-ID`. A server moves the shards it has and hands
/// the others on, so a client may go from one server to another.
struct StreamPosition: Hashable, Sendable {
    private(set) var next: [Int: Int64] = [:]

    init() {}

    /// Reads an id of ours; nil for anything else.
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

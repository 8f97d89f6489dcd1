/// What is found when a share of the inputs is flagged for people, in an order.
struct FlagCurve {
    struct Point {
        /// The share of inputs that are flagged.
        var flagged: Double
        /// The share of what is sought that is among them; nil when nothing is sought.
        var recall: Double?
        /// The share of the flagged that is sought.
        var precision: Double?
    }

    static let shares = [0.01, 0.02, 0.05, 0.10, 0.20]
    let points: [Point]

    /// Flags by score, the greatest first; of equal scores the earlier input.
    init(_ inputs: [(score: Double, isSought: Bool)]) {
        let order = inputs.indices.sorted { (-inputs[$0].score, $0) < (-inputs[$1].score, $1) }
        let all = inputs.count(where: \.isSought)
        points = Self.shares.map { share in
            let count = Int((Double(inputs.count) * share).rounded())
            let found = order.prefix(count).count { inputs[$0].isSought }
            return Point(
                flagged: share, recall: FlagScore.share(found, of: all), precision: FlagScore.share(found, of: count))
        }
    }
}

/// The features that a model knows, found by their keys.
struct Vocabulary: Sendable {
    /// By position.
    let features: [ModelFeature]
    /// An open table: keys, and the position of each; a position of -1 is empty.
    private let keys: [UInt64]
    private let positions: [Int32]
    private let mask: Int

    /// Creates a vocabulary; of two features with one key the first counts.
    init(_ features: [ModelFeature]) {
        self.features = features
        var size = 16
        while size < features.count * 3 { size *= 2 }
        var keys = [UInt64](repeating: 0, count: size)
        var positions = [Int32](repeating: -1, count: size)
        for (position, feature) in features.enumerated() {
            var slot = Self.slot(feature.key, size - 1)
            while positions[slot] >= 0, keys[slot] != feature.key { slot = (slot + 1) & (size - 1) }
            if positions[slot] < 0 {
                keys[slot] = feature.key
                positions[slot] = Int32(position)
            }
        }
        self.keys = keys
        self.positions = positions
        mask = size - 1
    }

    var count: Int { features.count }

    /// No input like this one has more features.
    func mostFeatures(of input: ModelInput) -> Int {
        min(input.text.utf8.count, ModelSymbols.longestText) * ModelFeature.longest + input.fields.count
    }

    /// Calls `body` with the position of every feature of the input that is known, once per occurrence.
    func forEachFeature(of input: ModelInput, _ body: (Int) -> Void) {
        keys.withUnsafeBufferPointer { keys in
            positions.withUnsafeBufferPointer { positions in
                func find(_ key: UInt64) {
                    var slot = Self.slot(key, mask)
                    while positions[slot] >= 0 {
                        if keys[slot] == key { return body(Int(positions[slot])) }
                        slot = (slot + 1) & mask
                    }
                }
                let room = min(input.text.utf8.count, ModelSymbols.longestText)
                if room > 0 {
                    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: room) { symbols in
                        let count = ModelSymbols.write(input.text, to: symbols)
                        ModelFeature.forEachKey(UnsafeBufferPointer(rebasing: symbols[..<count]), find)
                    }
                }
                for name in input.fields { find(ModelFeature.fieldKey(name)) }
            }
        }
    }

    @inline(__always)
    static func slot(_ key: UInt64, _ mask: Int) -> Int {
        var mixed = key &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        return Int(truncatingIfNeeded: mixed) & mask
    }
}

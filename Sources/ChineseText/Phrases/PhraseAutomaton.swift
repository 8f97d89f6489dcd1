/// Finds every word of a list in one pass over a text: an Aho–Corasick automaton over symbols.
struct PhraseAutomaton: Sendable {
    /// The position of a word in the symbols of a text.
    struct Hit {
        var word: Int32
        var start: Int32
        /// The index after its last symbol.
        var end: Int32
    }

    /// The next state from the root, by symbol; 0 is the root.
    private var fromRoot: [Int32] = []
    /// The bounds of each state's edges in `edgeSymbols` and `edgeTargets`; one more than there are states.
    private var edgeStart: [Int32] = []
    private var edgeSymbols: [UInt16] = []
    private var edgeTargets: [Int32] = []
    private var failure: [Int32] = []
    /// The bounds of each state's words in `words`, the shortest first; one more than there are states.
    private var wordStart: [Int32] = []
    private var words: [Int32] = []
    private let lengths: [Int32]
    /// What is inside what, by word.
    private let nesting: [Nesting]

    /// Whether a word is found inside longer ones, and hides others inside it.
    enum Nesting: UInt8 {
        /// It is not found inside a longer word, and hides shorter ones.
        case ordinary
        /// It is found inside longer words too.
        case foundInside
        /// It hides every word inside it.
        case hidesAll
    }

    /// Creates an automaton for different words of at least one symbol. A word is identified by its position in the
    /// list.
    init(_ list: [[UInt16]], nesting: [Nesting], symbolCount: Int) {
        lengths = list.map { Int32($0.count) }
        self.nesting = nesting
        var trie = Trie()
        for (index, word) in list.enumerated() where !word.isEmpty { trie.insert(word, as: Int32(index)) }
        flatten(trie, symbolCount: symbolCount)
    }

    private mutating func flatten(_ trie: Trie, symbolCount: Int) {
        fromRoot = [Int32](repeating: 0, count: symbolCount)
        for edge in trie.edges[0] { fromRoot[Int(edge.symbol)] = edge.target }
        for edges in trie.edges {
            edgeStart.append(Int32(edgeSymbols.count))
            for edge in edges {
                edgeSymbols.append(edge.symbol)
                edgeTargets.append(edge.target)
            }
        }
        edgeStart.append(Int32(edgeSymbols.count))
        failure = [Int32](repeating: 0, count: trie.edges.count)
        var found = trie.word.map { $0.map { [$0] } ?? [] }
        // By level, so that the fallback of a state is finished before the state itself.
        var queue = trie.edges[0].map(\.target)
        var next = 0
        while next < queue.count {
            let state = queue[next]
            next += 1
            for edge in trie.edges[Int(state)] {
                failure[Int(edge.target)] = step(failure[Int(state)], edge.symbol)
                found[Int(edge.target)] = found[Int(failure[Int(edge.target)])] + found[Int(edge.target)]
                queue.append(edge.target)
            }
        }
        for words in found {
            wordStart.append(Int32(self.words.count))
            self.words += words
        }
        wordStart.append(Int32(words.count))
    }

    private func step(_ from: Int32, _ symbol: UInt16) -> Int32 {
        var state = from
        while state != 0 {
            for edge in Int(edgeStart[Int(state)])..<Int(edgeStart[Int(state) + 1]) where edgeSymbols[edge] == symbol {
                return edgeTargets[edge]
            }
            state = failure[Int(state)]
        }
        return fromRoot[Int(symbol)]
    }

    /// The words in the order in which they end: those that are not inside a longer one, and those that are found
    /// there too.
    func search(_ symbols: [UInt16]) -> [Hit] {
        guard !fromRoot.isEmpty else { return [] }
        var hits: [Hit] = []
        hits.reserveCapacity(symbols.count)
        var state: Int32 = 0
        for (index, symbol) in symbols.enumerated() {
            if symbol < TextFolding.Symbol.first {
                state = 0
                continue
            }
            state = step(state, symbol)
            for position in Int(wordStart[Int(state)])..<Int(wordStart[Int(state) + 1]) {
                let end = Int32(index + 1)
                hits.append(Hit(word: words[position], start: end - lengths[Int(words[position])], end: end))
            }
        }
        return outermost(hits)
    }

    /// Removes hits inside longer ones: 车 is not found in 共享单车, but 倾倒 is found in 倾倒在.
    private func outermost(_ hits: [Hit]) -> [Hit] {
        guard hits.count > 1 else { return hits }
        var kept: [Hit] = []
        kept.reserveCapacity(hits.count)
        // Going backwards, every hit seen before ends later or at the same place; of those with one end the longest
        // comes first.
        var earliest = Int32.max
        var earliestNeutral = Int32.max
        for hit in hits.reversed() {
            switch nesting[Int(hit.word)] {
            case .ordinary where hit.start < earliest: break
            case .foundInside where hit.start < earliestNeutral: break
            case .hidesAll where hit.start < earliest: earliestNeutral = hit.start
            default: continue
            }
            earliest = min(earliest, hit.start)
            kept.append(hit)
        }
        kept.reverse()
        return kept
    }
}

/// The words as a tree during construction.
private struct Trie {
    struct Edge {
        var symbol: UInt16
        var target: Int32
    }

    var edges: [[Edge]] = [[]]
    var word: [Int32?] = [nil]

    mutating func insert(_ symbols: [UInt16], as index: Int32) {
        var state = 0
        for symbol in symbols {
            if let edge = edges[state].first(where: { $0.symbol == symbol }) {
                state = Int(edge.target)
                continue
            }
            edges.append([])
            word.append(nil)
            edges[state].append(Edge(symbol: symbol, target: Int32(edges.count - 1)))
            state = edges.count - 1
        }
        word[state] = index
    }
}

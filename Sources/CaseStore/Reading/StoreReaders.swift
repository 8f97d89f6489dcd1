internal import Synchronization

/// The readers of one shard for the HTTP workers: each question gets one of its own, and hands it back.
package final class StoreReaders: Sendable {
    private let path: String
    private let shard: Int
    private let keep: Int
    private let idle = Mutex<[StoreReader]>([])

    /// Up to `keep` idle readers stay open between questions; more are opened when more ask at once.
    package init(path: String, shard: Int, keep: Int = 4) {
        self.path = path
        self.shard = shard
        self.keep = keep
    }

    /// Asks one reader; after a fault that reader is closed, for its file may have been replaced.
    package func read<Result>(
        _ question: (StoreReader) throws(StoreFault) -> Result
    ) throws(StoreFault) -> Result {
        let reader: StoreReader
        if let waiting = idle.withLock({ $0.popLast() }) {
            reader = waiting
        } else {
            reader = try StoreReader(path: path, shard: shard)
        }
        let answer = try question(reader)
        idle.withLock { readers in
            if readers.count < keep { readers.append(reader) }
        }
        return answer
    }
}

internal import Synchronization

/// The readers of one shard for the HTTP workers: each query uses one reader and returns it.
package final class StoreReaders: Sendable {
    private let path: String
    private let shard: Int
    private let maxIdle: Int
    private let idle = Mutex<[StoreReader]>([])

    /// Up to `maxIdle` idle readers stay open between queries; more are opened when more queries run at the same time.
    package init(path: String, shard: Int, maxIdle: Int = 4) {
        self.path = path
        self.shard = shard
        self.maxIdle = maxIdle
    }

    /// Runs a query with one reader. After a fault that reader is closed, because its file may have been replaced.
    ///
    /// - Throws: what `query` throws; `StoreFault` when a reader cannot be opened.
    package func read<Result>(
        _ query: (StoreReader) throws(StoreFault) -> Result
    ) throws(StoreFault) -> Result {
        let reader: StoreReader
        if let available = idle.withLock({ $0.popLast() }) {
            reader = available
        } else {
            reader = try StoreReader(path: path, shard: shard)
        }
        let answer = try query(reader)
        idle.withLock { readers in
            if readers.count < maxIdle { readers.append(reader) }
        }
        return answer
    }
}

import Synchronization

/// The objects that a server and its loop thread share.
struct SharedParts: Sendable {
    let settings: HTTPServerSettings
    let mailbox: Mailbox
    let workers: WorkerPool
    let counts: SharedCounts
}

/// The counts of a server; any thread may read them.
final class SharedCounts: Sendable {
    let value = Mutex(HTTPServerCounts())
}

import Synchronization

/// What the front of a server and its loop thread both hold.
struct SharedParts: Sendable {
    let settings: HTTPServerSettings
    let mailbox: Mailbox
    let workers: WorkerPool
    let counts: SharedCounts
}

/// The counts of a server, read from any thread.
final class SharedCounts: Sendable {
    let value = Mutex(HTTPServerCounts())
}

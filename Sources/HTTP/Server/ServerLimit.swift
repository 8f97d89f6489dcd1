/// A limit of the server that a client has reached.
package enum ServerLimit: String, CaseIterable, Sendable {
    /// All connections together: one that waited for a request was closed, or new ones wait until one is free.
    case connections
    /// The connections of one address: one that waited for a request was closed, or the new one was.
    case connectionsPerAddress = "connections-per-address"
    /// The process has no free descriptor, so a connection was not accepted.
    case descriptors
    /// A request was not complete at its deadline.
    case requestTime = "request-time"
    /// The bodies that are being read take all the memory allowed: the request was answered with 503.
    case bodies
    /// All workers are busy and the queue is full: the request was answered with 503.
    case requests
    /// All event streams are open: the request was answered with 503.
    case streams
    /// Clients do not receive their answers: the largest was cut off.
    case unreadAnswers = "unread-answers"
}

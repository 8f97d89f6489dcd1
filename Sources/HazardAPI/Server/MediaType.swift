internal import HTTP

/// The media types of bodies and answers.
enum MediaType {
    static let json = "application/json"
    static let lines = "application/x-ndjson"
    static let problem = "application/problem+json"
    static let form = "application/x-www-form-urlencoded"
    /// A form with files.
    static let multipart = "multipart/form-data"
    static let xml = "text/xml"
    static let text = "text/plain"
    static let html = "text/html"
    static let eventStream = "text/event-stream"

    /// The media type of a request's body in lower case, without parameters; nil when the request names none.
    static func name(of head: RequestHead) -> String? {
        guard let field = head.header("content-type") else { return nil }
        let name = field.prefix { $0 != ";" }.split(separator: " ").joined()
        return name.isEmpty ? nil : name.lowercased()
    }
}

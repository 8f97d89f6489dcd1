internal import HTTP

/// What a body says it is.
enum MediaType {
    static let object = "application/json"
    static let lines = "application/x-ndjson"

    static func isLines(_ request: HTTPRequest) -> Bool { name(of: request.head) == lines }

    /// The media type in small letters, without parameters; nil when none is named.
    static func name(of head: RequestHead) -> String? {
        guard let field = head.header("content-type") else { return nil }
        let name = field.prefix { $0 != ";" }.split(separator: " ").joined()
        return name.isEmpty ? nil : name.lowercased()
    }
}

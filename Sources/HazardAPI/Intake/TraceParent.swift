internal import HTTP
internal import HazardWire
internal import MessageLog

/// The trace a request belongs to (W3C Trace Context), handed on as a record's header.
enum TraceParent {
    /// The header to hand on; nil when the request has none, or it does not have the form of version 00.
    static func header(of request: HTTPRequest) -> Header? {
        guard let text = request.header("traceparent") else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isTrace =
            parts.map(\.utf8.count) == [2, 32, 16, 2]
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            }
        return isTrace ? Header(HeaderName.traceparent, Array(text.utf8)) : nil
    }
}

internal import HazardWire
internal import MessageLog

/// Passes the trace of a request (W3C Trace Context) on as a header of its record.
enum TraceParent {
    /// The header of the record; nil when the request has none, or one that is not of version 00.
    static func header(of request: RoutedRequest) -> Header? {
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

internal import HTTP

/// The form of an answer of Open311 GeoReport v2: JSON or XML.
enum Open311Format: String, CaseIterable {
    case json, xml

    /// The form that a request asks for: by the end of its path (`.json`, `.xml`), else by `Accept`, else JSON.
    ///
    /// Nil when the path is not one of Open311.
    init?(of head: RequestHead) {
        guard head.segments.starts(with: Self.root), let last = head.segments.last else { return nil }
        self = Self.split(last)?.format ?? Self.accepted(head.header("accept") ?? "")
    }

    /// The segments of a request's path; of Open311, without the form at the end.
    static func segments(of head: RequestHead) -> [String] {
        guard head.segments.starts(with: root), let last = head.segments.last, let split = split(last) else {
            return head.segments
        }
        return head.segments.dropLast() + [split.name]
    }

    private static let root = ["open311", "v2"]

    private static func split(_ segment: String) -> (name: String, format: Open311Format)? {
        for format in allCases {
            let end = "." + format.rawValue
            if segment.hasSuffix(end), segment.count > end.count {
                return (String(segment.dropLast(end.count)), format)
            }
        }
        return nil
    }

    /// XML when `Accept` prefers it to JSON (RFC 9110, section 12.5.1).
    private static func accepted(_ field: String) -> Open311Format {
        var best: (format: Open311Format, quality: Double)?
        for range in field.lowercased().split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            let format: Open311Format
            switch parts.first {
            case "text/xml", "application/xml": format = .xml
            case "application/json": format = .json
            default: continue
            }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > best?.quality ?? 0 { best = (format, weight) }
        }
        return best?.format ?? .json
    }

    /// An answer of this form.
    func response(_ content: Open311Content, status: HTTPStatus = 200) -> HTTPResponse {
        switch self {
        case .json: .content(MediaType.json + "; charset=utf-8", content.json, status: status)
        case .xml: .content(MediaType.xml + "; charset=utf-8", content.xml, status: status)
        }
    }
}

/// The path of a route: literal segments and placeholders, as `/v1/cases/{case_id}`.
struct PathTemplate: Sendable, ExpressibleByStringLiteral {
    enum Segment: Sendable {
        case literal(String)
        /// Any text that is not empty.
        case placeholder(String)
    }

    let text: String
    let segments: [Segment]
    /// The names of the placeholders, in their order.
    let placeholders: [String]

    init(stringLiteral text: String) {
        self.text = text
        segments = text.split(separator: "/").map { part in
            part.hasPrefix("{") ? .placeholder(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
        placeholders = segments.compactMap { segment in
            guard case .placeholder(let name) = segment else { return nil }
            return name
        }
    }
}

internal import HTTP

/// The fields of a form that a page sent.
struct FormFields: Sendable {
    private let items: [QueryItem]
    private var parts: [MultipartText.Part] = []

    static let none = FormFields([])

    init(_ items: [QueryItem]) { self.items = items }

    /// The fields of a form with files; nil when one is no text.
    init?(parts: [MultipartText.Part]) {
        var items: [QueryItem] = []
        for part in parts where part.fileName == nil {
            guard let text = part.text else { return nil }
            items.append(QueryItem(name: part.name, value: text))
        }
        self.items = items
        self.parts = parts.filter { $0.fileName != nil && !$0.content.isEmpty }
    }

    /// The files that were chosen in a field.
    func files(_ name: String) -> [ArraySlice<UInt8>] { parts.filter { $0.name == name }.map(\.content) }

    /// The first value without white space around it; nil when it is empty.
    subscript(name: String) -> String? { all(name).first }

    /// Every value that is not empty, without white space around it.
    func all(_ name: String) -> [String] {
        items.filter { $0.name == name }.map { Self.trimmed($0.value) }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        // Browsers send line breaks as CR LF.
        return String(start[...end]).replacing("\r\n", with: "\n")
    }
}

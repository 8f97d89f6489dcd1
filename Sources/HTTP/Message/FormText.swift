/// Reads a body of the media type `application/x-www-form-urlencoded`.
package enum FormText {
    /// The items in their order, decoded; a name may repeat.
    ///
    /// Returns nil when an item is not percent-encoded UTF-8, or holds a NUL.
    package static func items(of body: [UInt8]) -> [QueryItem]? {
        guard let text = String(validating: body, as: UTF8.self) else { return nil }
        return items(of: text[...])
    }

    /// The items of a query or a form.
    static func items(of text: Substring) -> [QueryItem]? {
        var result: [QueryItem] = []
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first.flatMap({ PercentText.decode($0.utf8, in: .query) }),
                let value = pair.count > 1 ? PercentText.decode(pair[1].utf8, in: .query) : ""
            else { return nil }
            result.append(QueryItem(name: name, value: value))
        }
        return result
    }
}

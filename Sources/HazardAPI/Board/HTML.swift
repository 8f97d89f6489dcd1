/// Writes the HTML of the pages.
enum HTML {
    /// The text with the characters that HTML reserves written as references.
    ///
    /// Text of reporters may hold characters that control a display (escapes, marks that change the direction of writing).
    /// They are shown as �; line breaks and tabs stay.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                result.unicodeScalars.append("\u{FFFD}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The escaped text, cut to so many characters with … at its end.
    static func short(_ text: String, _ limit: Int) -> String {
        escaped(text.count <= limit ? text : text.prefix(limit - 1) + "…")
    }

    /// An element with escaped text.
    static func element(_ name: String, _ text: String, _ attributes: String = "") -> String {
        "<\(name)\(attributes.isEmpty ? "" : " " + attributes)>\(escaped(text))</\(name)>"
    }

    /// A table of rows that are HTML already.
    static func table(_ columns: [String], _ rows: [String]) -> String {
        let head = columns.map { element("th", $0, "scope=\"col\"") }.joined()
        return "<div class=\"wide\"><table><thead><tr>\(head)</tr></thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    /// A row of cells that are HTML already.
    static func row(_ cells: [String], _ attributes: String = "") -> String {
        "<tr\(attributes.isEmpty ? "" : " " + attributes)>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
}
